"""Tiny GGUF files, what the Python programs read in them, and the facts of the real SmolLM2 file.

Run: python make_goldens.py SmolLM2-135M-Instruct.Q4_1.gguf
Each golden names the programs that made it. The sentences are our own.
"""

import json
import math
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import safetensors
import sentencepiece
import tokenizers
import torch
import transformers
from gguf import GGMLQuantizationType as Type
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

COMMAND = "python make_goldens.py SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_VERSION = __import__("importlib.metadata").metadata.version("gguf")

SENTENCES = [
    "",
    " ",
    "Hello, world!",
    "  two spaces in front and two behind  ",
    "tabs\tand\t\ttwo of them",
    "line one\nline two\n\n\nline five\r\nwindows line",
    "1 22 333 4444 55555, 3.14159 and 1,000,000",
    "0x1F + 0b1010 = 41?",
    "She said: \"It's mine, isn't it? They'll see; I'd go, we've been, you're, I'm.\"",
    "ALL CAPITALS AND camelCase and snake_case and kebab-case",
    "def square(x: int) -> int:\n    return x ** 2  # a comment\n",
    "for (int i = 0; i < n; i++) { sum += a[i]; }",
    "<div class=\"note\">&nbsp;</div>",
    "SELECT name, COUNT(*) FROM rows WHERE rating >= 3 GROUP BY 1;",
    "e-mail: someone@example.org, https://example.org/path?query=1&other=2#part",
    "Grüße aus Köln, naïve café, señor Ångström, žluťoučký kůň",
    "Combining: e\u0301 a\u0308 o\u0302; composed: é ä ô",
    "Привет, мир! Как дела?",
    "Γειά σου Κόσμε",
    "שלום עולם",
    "مرحبا بالعالم ١٢٣",
    "नमस्ते दुनिया १२३",
    "你好，世界。今天是星期三。",
    "こんにちは世界、カタカナとひらがな。",
    "안녕하세요 세계",
    "สวัสดีชาวโลก",
    "Emoji: \U0001f600 \U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd ❤️",
    "Math: ∑ x² ≤ ∞, α → β, ½ + ¼ = ¾, √2 ≈ 1.414",
    "quotes ‘single’ “double” «French» „German“ and — dashes – of … kinds",
    "\u00a0no-break\u00a0spaces\u2003em space\u200bzero width",
    "<|im_start|>user\nHow are you?<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>system\nBe brief.<|im_end|>",
    "text<|endoftext|>more text<|endoftext|>",
    "<|im_start|> <|im_end|> <|unknown|> <|im_star",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "a.b.c...d....e?!?! ((nested [brackets {here}]))",
    "10% of $5.00 is 50¢; §12, №7, ±3°, 5€",
    "x\n \n  \n   \nfour blank lines with growing blanks",
    "The quick brown fox jumps over the lazy dog. " * 3,
    "The answer rates 4 for helpfulness, 3 for correctness, 4 for coherence, 2 for complexity and 1 for verbosity.",
    "\u0000\u0001\u007f control characters",
]


def made_by(*programs):
    return ", ".join(programs) + "; " + COMMAND


def program(module):
    return f"{module.__name__} {module.__version__}"


def write_json(name, programs, content):
    with open(name, "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by(*programs)) + ",\n")
        f.write(json.dumps(content, ensure_ascii=True)[1:] + "\n")


# ---- every type of block and of metadata value, read back by gguf itself

QUANTISED = [Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0]
BLOCKS_ONLY = [Type.Q4_K, Type.Q5_K, Type.Q6_K]  # gguf unpacks these and does not pack them


def random_blocks(rng, kind, rows, columns):
    count, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = rng.integers(0, 256, (rows * columns // count, size), dtype=np.uint8)
    scales = (rng.standard_normal((len(blocks), 2)) * 0.01).astype(np.float16).view(np.uint8)
    if kind == Type.Q6_K:
        blocks[:, 208:210] = scales[:, :2]
    else:
        blocks[:, 0:4] = scales
    return blocks.reshape(rows, -1)


def types():
    rng = np.random.default_rng(11)
    writer = gguf.GGUFWriter("types.gguf", "llama")
    writer.add_custom_alignment(64)
    writer.add_uint8("v.uint8", 255)
    writer.add_int8("v.int8", -128)
    writer.add_uint16("v.uint16", 65535)
    writer.add_int16("v.int16", -32768)
    writer.add_uint32("v.uint32", 2**32 - 1)
    writer.add_int32("v.int32", -(2**31))
    writer.add_float32("v.float32", 1e-5)
    writer.add_uint64("v.uint64", 2**63 - 1)
    writer.add_int64("v.int64", -(2**63))
    writer.add_float64("v.float64", math.pi)
    writer.add_bool("v.true", True)
    writer.add_bool("v.false", False)
    writer.add_string("v.text", "naïve \U0001f600")
    writer.add_array("v.texts", ["a", "", "ß"])
    writer.add_array("v.integers", [1, -2, 3])
    writer.add_array("v.floats", [0.5, -1.5])
    writer.add_array("v.bools", [True, False])
    writer.add_array("v.nested", [[1, 2], [3], [4, 5, 6]])
    expected = {}
    x = rng.standard_normal((3, 256)).astype(np.float32)
    for kind in QUANTISED:
        packed = gguf.quants.quantize(x, kind)
        writer.add_tensor(kind.name, packed, raw_dtype=kind)
        expected[kind.name] = gguf.quants.dequantize(packed, kind)
    for kind in BLOCKS_ONLY:
        packed = random_blocks(rng, kind, 2, 512)
        writer.add_tensor(kind.name, packed, raw_dtype=kind)
        expected[kind.name] = gguf.quants.dequantize(packed, kind)
    writer.add_tensor("F32", x[:, :5].copy())
    expected["F32"] = x[:, :5].copy()
    writer.add_tensor("F16", x[:2, :3].astype(np.float16))
    expected["F16"] = x[:2, :3].astype(np.float16).astype(np.float32)
    brain = gguf.quants.quantize(x[:2, :8].copy(), Type.BF16)
    writer.add_tensor("BF16", brain, raw_dtype=Type.BF16)
    expected["BF16"] = gguf.quants.dequantize(brain, Type.BF16)
    writer.add_tensor("cube", np.arange(24, dtype=np.float32).reshape(2, 3, 4))
    expected["cube"] = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    finish(writer)
    save_file(expected, "types.safetensors", {"made_by": made_by("gguf " + GGUF_VERSION, program(safetensors))})


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


# ---- tiny models of each family, laid out as llama.cpp's converter does, and the HuggingFace tensors they come from

HEAD = 8
FAMILIES = {
    "llama": transformers.LlamaConfig,
    "qwen2": transformers.Qwen2Config,
    "qwen3": transformers.Qwen3Config,
}
INSIDE = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
OUTSIDE = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight", "lm_head.weight": "output.weight"}


def gguf_name(name):
    if name in OUTSIDE:
        return OUTSIDE[name]
    _, _, layer, rest = name.split(".", 3)
    part, _, kind = rest.rpartition(".")
    return f"blk.{layer}.{INSIDE[part]}.{kind}"


def permuted(weights, heads):
    """As LlamaModel.permute of llama.cpp's convert_hf_to_gguf.py."""
    return weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:]).swapaxes(1, 2).reshape(weights.shape)


def family(name, tied, rope):
    torch.manual_seed(5)
    config = FAMILIES[name](
        vocab_size=SIZES[name], hidden_size=8, intermediate_size=12, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=HEAD, max_position_embeddings=64, tie_word_embeddings=tied,
    )  # fmt: skip
    model = transformers.AutoModelForCausalLM.from_config(config).float()
    state = {k: v.detach().numpy() for k, v in model.state_dict().items() if not (tied and k == "lm_head.weight")}
    writer = gguf.GGUFWriter(f"{name}.gguf", name)
    writer.add_context_length(64)
    writer.add_embedding_length(8)
    writer.add_block_count(2)
    writer.add_feed_forward_length(12)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_rope_freq_base(500000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    rope(writer, config)
    vocabulary(writer, name)
    for hf, weights in state.items():
        heads = {"q_proj.weight": 4, "k_proj.weight": 2}.get(hf.split("self_attn.")[-1])
        writer.add_tensor(gguf_name(hf), permuted(weights, heads) if name == "llama" and heads else weights)
    finish(writer)
    save_file(
        {k: np.ascontiguousarray(v) for k, v in state.items()},
        f"{name}.safetensors",
        {"made_by": made_by("gguf " + GGUF_VERSION, program(transformers), "torch " + torch.__version__.split("+")[0])},
    )


def llama3_factors(writer, config):
    config.rope_parameters = {
        "rope_type": "llama3", "rope_theta": 500000.0, "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    }  # fmt: skip
    scaled, _ = ROPE_INIT_FUNCTIONS["llama3"](config, "cpu")
    plain = 1.0 / (500000.0 ** (torch.arange(0, HEAD, 2, dtype=torch.float32) / HEAD))
    writer.add_tensor("rope_freqs.weight", (plain / scaled).numpy())


def linear(writer, config):
    writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    writer.add_rope_scaling_factor(4.0)


def yarn(writer, config):
    writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
    writer.add_rope_scaling_factor(4.0)
    writer.add_rope_scaling_orig_ctx_len(16)


# ---- tiny vocabularies, with ids by the tokenizers and sentencepiece themselves

SPLITS = {
    "llama-bpe": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "qwen2": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
}
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


def byte_level(pre, size):
    tokenizer = Tokenizer(models.BPE(ignore_merges=pre == "llama-bpe"))
    if pre == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
    steps = [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=pre not in SPLITS)]
    if pre in SPLITS:
        steps.insert(0, pre_tokenizers.Split(Regex(SPLITS[pre]), "isolated"))
    if pre == "smollm":
        steps.insert(0, pre_tokenizers.Digits(individual_digits=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    return tokenizer


def piece(size):
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "text.txt")
        text.write_text("\n".join(s.replace("\n", " ").replace("\0", "") for s in SENTENCES if s.isascii()), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=folder + "/m", model_type="bpe", vocab_size=size, byte_fallback=True,
            normalization_rule_name="identity", remove_extra_whitespaces=False, character_coverage=0.98, minloglevel=2,
            allow_whitespace_only_pieces=True,
        )  # fmt: skip
        return sentencepiece.SentencePieceProcessor(model_file=folder + "/m.model")


IDS = {}
SIZES = {"llama": 420, "qwen2": 320, "qwen3": 320}


def vocabulary(writer, name):
    """llama: SentencePiece; qwen2 and qwen3: byte-level."""
    if name == "llama":
        processor = piece(SIZES[name])
        count = processor.vocab_size()
        kinds = [
            2 if processor.is_unknown(i) else 3 if processor.is_control(i) else 6 if processor.is_byte(i) else 1
            for i in range(count)
        ]
        writer.add_tokenizer_model("llama")
        writer.add_token_list([processor.id_to_piece(i) for i in range(count)])
        writer.add_token_scores([processor.get_score(i) for i in range(count)])
        writer.add_token_types(kinds)
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_unk_token_id(0)
        IDS["llama"] = [processor.encode(s) for s in SENTENCES]
    else:
        pre = {"qwen2": "qwen2", "qwen3": "llama-bpe"}[name]
        IDS[name] = write_byte_level(writer, pre, SIZES[name])
    writer.add_chat_template("{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}")


def write_byte_level(writer, pre, size):
    tokenizer = byte_level(pre, size)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types([3 if t in SPECIAL else 1 for t in tokens])
    writer.add_token_merges([" ".join(merge) for merge in model["merges"]])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(0)
    writer.add_add_bos_token(False)
    return [tokenizer.encode(s).ids for s in SENTENCES]


def vocabulary_only(pre):
    writer = gguf.GGUFWriter(f"vocabulary-{pre}.gguf", "llama")
    IDS[f"vocabulary-{pre}"] = write_byte_level(writer, pre, 300)
    finish(writer)


# ---- the real file, as transformers reads it


def smollm2(path):
    config = load_gguf_checkpoint(path)["config"]
    model = transformers.AutoModelForCausalLM.from_pretrained(
        Path(path).parent, gguf_file=Path(path).name, dtype=torch.float32
    )
    tensors = {}
    for name, tensor in model.state_dict().items():
        if name.startswith("model.layers.") and name.split(".")[2] not in ("0", "17", "29"):
            continue
        flat = tensor.flatten().double()
        places = [0, 1, flat.numel() // 3, flat.numel() // 2, flat.numel() - 1]
        tensors[name] = {
            "shape": list(tensor.shape),
            "sum": flat.sum().item(),
            "weighted": (flat * torch.arange(flat.numel(), dtype=torch.float64)).sum().item() / flat.numel(),
            "values": {str(place): flat[place].item() for place in places},
        }
    tokenizer = transformers.AutoTokenizer.from_pretrained(Path(path).parent, gguf_file=Path(path).name)
    rust = tokenizer.backend_tokenizer
    programs = (program(transformers), "torch " + torch.__version__.split("+")[0], program(tokenizers), "gguf " + GGUF_VERSION)
    # transformers splits by GPT-2's rule alone; the model's own tokenizer parts digits first
    rust.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    ids = [rust.encode(s, add_special_tokens=False).ids for s in SENTENCES]
    write_json("smollm2.json", programs, {"config": config, "tensors": tensors, "sentences": SENTENCES, "ids": ids})


if __name__ == "__main__":
    types()
    family("llama", False, llama3_factors)
    family("qwen2", True, linear)
    family("qwen3", False, yarn)
    vocabulary_only("smollm")
    vocabulary_only("gpt-2")
    write_json(
        "tokens.json",
        ("tokenizers " + tokenizers.__version__, "sentencepiece " + sentencepiece.__version__, "gguf " + GGUF_VERSION),
        {"sentences": SENTENCES, "ids": IDS},
    )
    smollm2(sys.argv[1])
