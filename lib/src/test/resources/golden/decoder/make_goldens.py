"""Goldens of the decoder families: tiny random models of transformers, run on ragged sequences one by one.

Run: python make_goldens.py
configs.json holds the configs. Each file holds a model's weights, token ids, last hidden states, logits and the gradients of four parameters.
The adapter file holds the same for a model with PEFT's LoRA.
"""

import json
import os

import peft
import torch
import transformers
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

SIZES = dict(
    vocab_size=48, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=6,
    num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5, attention_dropout=0.0,
)
LLAMA3 = {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 16}
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 16}
LINEAR = {"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0}
PLAIN = {"rope_type": "default", "rope_theta": 10000.0}

FAMILIES = {
    "llama2": (LlamaForCausalLM, LlamaConfig, dict(num_key_value_heads=6, rope_parameters=PLAIN, tie_word_embeddings=False)),
    "llama3": (LlamaForCausalLM, LlamaConfig, dict(rope_parameters=LLAMA3, tie_word_embeddings=False)),
    "smollm2": (LlamaForCausalLM, LlamaConfig,
                dict(rope_parameters=dict(PLAIN, rope_theta=100000.0), tie_word_embeddings=True)),
    "linear": (LlamaForCausalLM, LlamaConfig,
               dict(rope_parameters=LINEAR, tie_word_embeddings=True, attention_bias=True)),
    "yarn": (LlamaForCausalLM, LlamaConfig, dict(rope_parameters=YARN, tie_word_embeddings=True)),
    "qwen2": (Qwen2ForCausalLM, Qwen2Config, dict(rope_parameters=dict(PLAIN, rope_theta=1000000.0),
              tie_word_embeddings=True, use_sliding_window=False)),
    "qwen3": (Qwen3ForCausalLM, Qwen3Config, dict(rope_parameters=dict(PLAIN, rope_theta=1000000.0), head_dim=8,
              tie_word_embeddings=False, use_sliding_window=False)),
}
LENGTHS = [11, 1, 30, 30, 7]
GRADIENTS = ["model.embed_tokens.weight", "model.layers.0.self_attn.k_proj.weight", "model.layers.1.mlp.down_proj.weight",
             "model.layers.0.input_layernorm.weight"]
MADE_BY = (f"transformers {transformers.__version__}, torch {torch.__version__}, peft {peft.__version__};"
           " python make_goldens.py")


def randomise(model, generator):
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(1 + 0.2 * noise if "norm" in name else 0.25 * noise)


def run(model, sequences, probe):
    hidden, logits, start, loss = [], [], 0, 0.0
    for ids in sequences:
        out = model(input_ids=ids[None], output_hidden_states=True)
        h = out.hidden_states[-1][0]
        loss = loss + (h * probe[start:start + len(ids)]).sum()
        start += len(ids)
        hidden.append(h)
        logits.append(out.logits[0, -1])
    loss.backward()
    return torch.cat(hidden).detach(), torch.stack(logits).detach()


def main():
    torch.set_num_threads(1)
    here = os.path.dirname(os.path.abspath(__file__))
    configs = {"made_by": MADE_BY}
    for index, (name, (model_class, config_class, extra)) in enumerate(FAMILIES.items()):
        generator = torch.Generator().manual_seed(100 + index)
        config = config_class(**{**SIZES, **extra}, architectures=[model_class.__name__])
        model = model_class(config).eval()
        randomise(model, generator)
        sequences = [torch.randint(0, 48, (n,), generator=generator) for n in LENGTHS]
        probe = torch.randn(sum(LENGTHS), 24, generator=generator)
        hidden, logits = run(model, sequences, probe)
        parameters = dict(model.named_parameters())
        tensors = {"weight:" + k: v.detach().contiguous() for k, v in parameters.items()}
        tensors |= {"gradient:" + k: parameters[k].grad for k in GRADIENTS}
        tensors |= {"ids": torch.cat(sequences), "lengths": torch.tensor(LENGTHS), "probe": probe, "hidden": hidden,
                    "logits": logits}
        save_file(tensors, os.path.join(here, name + ".safetensors"),
                  {"made_by": MADE_BY})
        configs[name] = json.loads(model.config.to_json_string())
        if name == "llama3":
            adapters(model, sequences, probe, generator, here)
        print(name, float(hidden.abs().max()), float(logits.abs().max()))
    with open(os.path.join(here, "configs.json"), "w", encoding="utf-8") as f:
        json.dump(configs, f, indent=1)


def adapters(model, sequences, probe, generator, here):
    model.zero_grad()
    lora = peft.LoraConfig(r=4, lora_alpha=12, lora_dropout=0.0, target_modules=["q_proj", "v_proj", "o_proj", "down_proj"],
                           task_type="CAUSAL_LM")
    adapted = peft.get_peft_model(model, lora)
    adapted.eval()
    with torch.no_grad():
        for n, p in adapted.named_parameters():
            if "lora_" in n:
                p.copy_(0.1 * torch.randn(p.shape, generator=generator))
    hidden, logits = run(adapted, sequences, probe)
    saved = peft.get_peft_model_state_dict(adapted)
    tensors = {k: v.detach().contiguous() for k, v in saved.items()}
    for n, p in adapted.named_parameters():
        if "lora_" in n:
            tensors["gradient:" + n.replace(".default", "")] = p.grad.contiguous()
    tensors |= {"hidden": hidden, "logits": logits}
    save_file(tensors, os.path.join(here, "lora.safetensors"), {"made_by": MADE_BY})


if __name__ == "__main__":
    main()
