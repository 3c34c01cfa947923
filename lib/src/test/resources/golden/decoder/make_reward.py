"""A tiny sequence classifier of transformers with adapters and a head trained nowhere, as PEFT saves them, and its scores.

Run: python make_reward.py
Writes reward/base, reward/adapter and reward/scores.json. The tokenizer and the template are those of ../text.
"""

import json
import os
import shutil

import peft
import torch
import transformers
from transformers import LlamaConfig, LlamaForSequenceClassification, PreTrainedTokenizerFast

TEXTS = [
    ["Which is longer, a mile or a kilometre?", "A mile: about 1.609 kilometres."],
    ["Capital of Norway?", "Oslo"],
    ["Count to three.", "One,\ntwo,\n\nthree."],
    ["Say nothing.", ""],
    ["Grüße, café", "你好 🙂"],
]


def main():
    torch.set_num_threads(1)
    here = os.path.dirname(os.path.abspath(__file__))
    base, adapter = os.path.join(here, "reward", "base"), os.path.join(here, "reward", "adapter")
    os.makedirs(base, exist_ok=True)
    with open(os.path.join(here, "..", "text", "templates", "smollm2.jinja"), encoding="utf-8") as f:
        template = f.read()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=os.path.join(here, "..", "text", "tokenizer.json"), pad_token="<pad>", eos_token="<|im_end|>",
        chat_template=template)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=256, num_labels=5, pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=True)
    generator = torch.Generator().manual_seed(7)
    model = LlamaForSequenceClassification(config).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(1 + 0.2 * noise if "norm" in name else 0.25 * noise)
    model.save_pretrained(base)
    shutil.copy(os.path.join(here, "..", "text", "tokenizer.json"), base)
    with open(os.path.join(base, "tokenizer_config.json"), "w", encoding="utf-8") as f:
        json.dump({"eos_token": "<|im_end|>", "pad_token": "<pad>", "chat_template": template}, f, indent=1)
    adapted = peft.get_peft_model(model, peft.LoraConfig(
        r=2, lora_alpha=8, lora_dropout=0.1, target_modules=["q_proj", "o_proj", "gate_proj"], task_type="SEQ_CLS",
        modules_to_save=["score"])).eval()
    with torch.no_grad():
        for name, p in adapted.named_parameters():
            if "lora_" in name or "modules_to_save" in name:
                p.copy_(0.2 * torch.randn(p.shape, generator=generator))
    adapted.save_pretrained(adapter)
    for name in ("README.md",):
        if os.path.exists(os.path.join(adapter, name)):
            os.remove(os.path.join(adapter, name))
    path = os.path.join(adapter, "adapter_config.json")
    with open(path, encoding="utf-8") as f:
        settings = json.load(f)
    settings["base_model_name_or_path"] = "base"
    with open(path, "w", encoding="utf-8") as f:
        json.dump(settings, f, indent=1)
    scores = []
    for prompt, response in TEXTS:
        messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
        ids = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False)
        with torch.no_grad():
            scores.append([float(x) for x in adapted(torch.tensor([ids])).logits[0]])
    made_by = (f"transformers {transformers.__version__}, peft {peft.__version__}, torch {torch.__version__};"
               " python make_reward.py")
    with open(os.path.join(here, "reward", "scores.json"), "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by) + ",\n")
        f.write(json.dumps({"texts": TEXTS, "scores": scores}, ensure_ascii=False)[1:] + "\n")
    print(scores)


if __name__ == "__main__":
    main()
