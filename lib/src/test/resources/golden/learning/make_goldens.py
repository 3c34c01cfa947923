"""Goldens of the packages run, text, weights, nn, train, reward and bench.

Run: python make_goldens.py MINILM_TOKENIZER.json REWARD_BENCH_CLONE
The clone is allenai/reward-bench at 05a9005efb607249822c193590c8ecab87c77052. Each file names the programs that made it.
"""

import ast
import json
import re
import subprocess
import sys

import numpy as np
import onnx
import safetensors
import sklearn
import tokenizers
import torch
import transformers
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file as save_numpy
from safetensors.torch import save_file as save_torch
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

COMMAND = "python make_goldens.py MINILM_TOKENIZER.json REWARD_BENCH_CLONE"


def made_by(*programs):
    return ", ".join(f"{p.__name__} {p.__version__}" for p in programs) + "; " + COMMAND


def write_json(name, programs, content):
    with open(name, "w", encoding="utf-8") as f:
        head = programs if isinstance(programs, str) else made_by(*programs)
        f.write('{"made_by": ' + json.dumps(head) + ",\n")
        f.write(json.dumps(content, ensure_ascii=False)[1:] + "\n")


# ---- run: the streams of a seed, by SplittableRandom's published algorithm (Steele, Lea, Flood 2014)

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    a = (z + GAMMA) & MASK
    a = ((a ^ (a >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    a = ((a ^ (a >> 27)) * 0x94D049BB133111EB) & MASK
    return a ^ (a >> 31)


def draws(seed, purpose, position, count):
    state = seed & MASK
    for byte in purpose.encode("utf-8"):
        signed = byte - 256 if byte > 127 else byte
        state = mix(state ^ (signed & MASK))
    state = mix(state ^ mix(position & MASK))
    out = []
    for k in range(count):
        out.append(str(mix((state + k * GAMMA) & MASK)))
    return out


def seeds():
    cases = [(0, "split", 0), (1, "split", 0), (-5, "shuffle", 3), (2 ** 62, "dropout", 10 ** 12), (7, "Ü", -1)]
    rows = [{"seed": s, "purpose": p, "position": n, "unsigned": draws(s, p, n, 3)} for s, p, n in cases]
    write_json("seed.json", f"Python {sys.version.split()[0]}; {COMMAND}", {"rows": rows})


# ---- text: a small tokenizer in BERT's form, and what it makes of pairs

WORDS = ("the a of and to in is was for on with as by at from it this that what how why when red blue green yellow "
         "one two three four five six seven eight nine ten good bad long short answer question model word list number "
         "sea sky rain cat dog . , ? ! : user assistant system ##s").split()


def tiny_tokenizer():
    vocabulary = {w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    # As published files often are: the reader must switch both off.
    tokenizer.enable_truncation(max_length=8)
    tokenizer.enable_padding(length=8)
    tokenizer.save("tiny-tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


PAIRS = [
    ("What is the answer?", "The answer is five."), ("", ""), ("", "good"), ("question", ""), ("cats and dogs", "Cats!"),
    ("RED blue GREEN", "yellow"), ("one two three four five six seven eight nine ten", "ten nine"),
    ("what  is\tthis\n\nlist", "a  list"), ("é", "naïve word"), ("[CLS] in the text", "[SEP]"), ("sky,sea", "rain."),
    ("how long is the list of numbers", "the list is long, with ten numbers"), ("?!", ":"), ("unknowable", "bad words"),
    ("word " * 30, "answer " * 20), ("the cat was on the sea", "it was a good sea"), ("你好", "good"),
    ("two\u00a0three", "four\u200bfive"), ("as by at from", "it this that"), ("System: user", "Assistant: model"),
]


def tokens(minilm):
    tiny = tiny_tokenizer()
    big = Tokenizer.from_file(minilm)
    big.no_truncation()
    big.no_padding()
    rows = []
    spelled = [tiny.encode(prompt, add_special_tokens=False).tokens for prompt, _ in PAIRS]
    tiny.encode_special_tokens = True  # what a speaker writes is text, "[SEP]" too
    big.encode_special_tokens = True
    for (prompt, response), words in zip(PAIRS, spelled):
        e = tiny.encode(prompt, response)
        rows.append({"prompt": prompt, "response": response, "ids": e.ids, "types": e.type_ids,
                     "minilm": big.encode(prompt, response).ids, "tokens": words})
    write_json("tokens.json", [tokenizers], {"rows": rows})


# ---- weights: files by other programs

def weights():
    f16 = torch.tensor([0, 0x8000, 1, 0x8001, 0x03ff, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x3555],
                       dtype=torch.int32).to(torch.int16).view(torch.float16)
    bf16 = torch.tensor([0, 0x8000, 1, 0x3f80, 0xc000, 0x7f7f, 0x7f80, 0xff80, 0x7fc0, 0x4049],
                        dtype=torch.int32).to(torch.int16).view(torch.bfloat16)
    tensors = {
        "f32": torch.tensor([[1.5, -2.25, 3e-45], [float("inf"), -0.0, 3.4e38]]),
        "f16": f16, "f16.widened": f16.float(), "bf16": bf16, "bf16.widened": bf16.float(),
        "i64": torch.tensor([[1], [-2], [2 ** 62]]), "empty": torch.zeros(0, 4), "scalar": torch.tensor(7.5),
        "half.empty": torch.zeros(2, 0, dtype=torch.float16),
    }
    save_torch(tensors, "python.safetensors", metadata={"made_by": made_by(safetensors, torch)})

    rng = np.random.default_rng(5)
    query = rng.standard_normal((3, 4)).astype(np.float32)  # as the exporter stores it: (in, out)
    output = rng.standard_normal((4, 2)).astype(np.float16)
    bias = rng.standard_normal(4).astype(np.float32)
    words = rng.standard_normal((6, 3)).astype(np.float32)
    axes = np.array([1, -1], dtype=np.int64)
    nodes = [
        helper.make_node("Gather", ["words.weight", "ids"], ["x"], name="/embeddings/words/Gather"),
        helper.make_node("MatMul", ["x", "onnx::MatMul_7"], ["q"], name="/encoder/layer.0/query/MatMul"),
        helper.make_node("Add", ["encoder.layer.0.query.bias", "q"], ["y"], name="/encoder/layer.0/query/Add"),
        helper.make_node("Cast", ["y"], ["y16"], to=TensorProto.FLOAT16, name="/Cast"),
        helper.make_node("MatMul", ["y16", "onnx::MatMul_9"], ["z"], name="/pooler/dense/MatMul"),
        helper.make_node("MatMul", ["z", "zt"], ["w"], name="/scores/MatMul_1"),
        helper.make_node("Transpose", ["z"], ["zt"], name="/Transpose", perm=[1, 0]),
    ]
    nodes = nodes[:5] + [nodes[6], nodes[5]]
    initializers = [numpy_helper.from_array(a, n) for n, a in [
        ("words.weight", words), ("encoder.layer.0.query.bias", bias), ("onnx::MatMul_7", query),
        ("onnx::MatMul_9", output), ("axes", axes)]]
    graph = helper.make_graph(nodes, "tiny", [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
                              [helper.make_tensor_value_info("w", TensorProto.FLOAT16, ["n", "n"])], initializers)
    model = helper.make_model(graph, producer_name="made: by :" + made_by(onnx), doc_string="::: 8*: " * 20,
                              opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, "tiny.onnx")
    save_numpy({"words.weight": words, "encoder.layer.0.query.bias": bias,
                "encoder.layer.0.query.weight": np.ascontiguousarray(query.T),
                "pooler.dense.weight": np.ascontiguousarray(output.T.astype(np.float32)), "axes": axes},
               "tiny-onnx.safetensors", metadata={"made_by": made_by(onnx, safetensors, np)})


# ---- nn: a tiny BERT, its output and every gradient, computed in double

def encoder():
    torch.manual_seed(11)
    config = transformers.BertConfig(
        vocab_size=40, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=512, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, hidden_act="gelu",
        layer_norm_eps=1e-12, attn_implementation="eager")
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.normal_(1.0 if "LayerNorm.weight" in name else 0.0, 0.4)
    model = model.double()
    ids = torch.randint(5, 40, (3, 7))
    types = torch.tensor([[0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0]])
    keep = torch.tensor([[1.0] * 7, [1.0] * 4 + [0.0] * 3, [1.0] * 6 + [0.0]])
    probe = torch.randn(3, 7, 8).float() * keep.unsqueeze(-1)
    hidden = model(input_ids=ids, token_type_ids=types, attention_mask=keep).last_hidden_state
    (hidden * probe.double()).sum().backward()
    tensors = {"ids": ids, "types": types, "keep": keep, "probe": probe,
               "hidden": (hidden * keep.unsqueeze(-1)).detach().float()}
    for name, p in model.named_parameters():
        tensors["weight:" + name] = p.detach().float()
        tensors["gradient:" + name] = p.grad.float()
    save_torch(tensors, "encoder.safetensors", metadata={"made_by": made_by(transformers, torch)})


# ---- train: ten steps of torch.optim.AdamW in double

def adamw():
    torch.manual_seed(3)
    weight = torch.randn(3, 4).float().double().requires_grad_()
    bias = torch.randn(3).float().double().requires_grad_()
    x = torch.randn(6, 4).float()
    y = torch.randn(6, 3).float()
    tensors = {"weight": weight.detach().float().clone(), "bias": bias.detach().float().clone(), "x": x, "y": y}
    rates, norms, ws, bs = [], [], [], []
    optimizer = torch.optim.AdamW(
        [{"params": [weight], "weight_decay": 0.25}, {"params": [bias], "weight_decay": 0.0}], betas=(0.9, 0.98), eps=1e-8)
    for step in range(10):
        rate = float(np.float32(0.05 * (step + 1) / 10 if step < 5 else 0.03))
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        loss = ((x.double() @ weight.T + bias - y.double()) ** 2).mean()
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_([weight, bias], 1.4)))
        optimizer.step()
        rates.append(rate)
        ws.append(weight.detach().clone())
        bs.append(bias.detach().clone())
    assert min(norms) < 1.4 < max(norms), norms
    tensors.update({"rates": torch.tensor(rates), "norms": torch.tensor(norms), "weights": torch.stack(ws).float(),
                    "biases": torch.stack(bs).float()})
    save_torch(tensors, "adamw.safetensors", metadata={"made_by": made_by(torch)})


# ---- reward: ridge regression and the choice of its penalty

ALPHAS = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]


def ridge():
    cases = []
    for seed, noise in [(1, 0.3), (2, 2.0), (3, 8.0)]:
        rng = np.random.default_rng(seed)
        x = (rng.standard_normal((60, 7)) + 2).astype(np.float32)
        true = rng.standard_normal((7, 5))
        y = np.clip(np.rint(2 + (x - 2) @ true * 0.4 + noise * rng.standard_normal((60, 5)) * 0.3), 0, 4).astype(int)
        new = rng.standard_normal((9, 7)).astype(np.float32)
        groups = np.arange(60) // 3
        folds = np.zeros(60, dtype=int)
        for k, (_, held) in enumerate(GroupKFold(5).split(x, y, groups)):
            folds[held] = k
        errors = []
        for alpha in ALPHAS:
            error = 0.0
            for k in range(5):
                fit = Ridge(alpha=alpha, solver="cholesky").fit(x[folds != k].astype(float), y[folds != k])
                error += ((fit.predict(x[folds == k].astype(float)) - y[folds == k]) ** 2).sum()
            errors.append(error)
        fits = []
        for alpha in [0.1, 1, 30, 1000, 0.037]:
            fit = Ridge(alpha=alpha, solver="svd").fit(x.astype(float), y)
            fits.append({"alpha": alpha, "coefficients": fit.coef_.tolist(), "intercepts": fit.intercept_.tolist(),
                         "predictions": fit.predict(new.astype(float)).tolist()})
        cases.append({"x": x.astype(float).tolist(), "y": y.tolist(), "new": new.astype(float).tolist(),
                      "folds": folds.tolist(), "chosen": ALPHAS[int(np.argmin(errors))], "fits": fits})
    assert len({c["chosen"] for c in cases}) > 1, [c["chosen"] for c in cases]
    write_json("ridge.json", [sklearn, np], {"cases": cases})


# ---- bench: the scorer of allenai/reward-bench on the example of its README

def sections(clone):
    def show(path):
        return subprocess.run(["git", "-C", clone, "show", "05a9005efb607249822c193590c8ecab87c77052:" + path],
                              capture_output=True, check=True, text=True).stdout

    constants = {}
    for node in ast.parse(show("rewardbench/constants.py")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in ("EXAMPLE_COUNTS", "SUBSET_MAPPING"):
            constants[node.targets[0].id] = ast.literal_eval(node.value)
    scope = {}
    for node in ast.parse(show("rewardbench/utils.py")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "calculate_scores_per_section":
            exec(ast.unparse(node), scope)
    score = scope["calculate_scores_per_section"]
    metrics = ast.literal_eval(re.search(r"metrics = (\{.*?\})", show("README.md"), re.S).group(1))
    counts, mapping = constants["EXAMPLE_COUNTS"], constants["SUBSET_MAPPING"]
    swapped = dict(counts)
    swapped["xstest-should-refuse"], swapped["xstest-should-respond"] = 250, 154
    some = {k: v for k, v in metrics.items() if k in ("alpacaeval-easy", "mt-bench-med", "hep-go", "math-prm")}
    write_json(
        "sections.json", "allenai/reward-bench 05a9005efb607249822c193590c8ecab87c77052; " + COMMAND,
        {"rates": {k: v for k, v in metrics.items() if k in counts}, "counts": counts, "mapping": mapping,
         "current": score(counts, mapping, metrics), "swapped": score(swapped, mapping, metrics),
         "part": score(counts, mapping, some)})


def main(minilm, clone):
    seeds()
    tokens(minilm)
    weights()
    encoder()
    adamw()
    ridge()
    sections(clone)


main(*sys.argv[1:])
