"""Greedy tokens of SmolLM2-135M-Instruct, read from its GGUF file by transformers in fp32.

Run: python make_greedy.py SmolLM2-135M-Instruct.Q4_1.gguf
Writes greedy.json: for each of ten prompts its ids and 64 greedy tokens, which nothing ends.
"""

import json
import os
import sys

import torch
import transformers

PROMPTS = [
    "The capital of France is",
    "def fibonacci(n):\n",
    "Once upon a time, there was a fox who",
    "Water boils at a temperature of",
    "1, 2, 3, 5, 8,",
    "<|im_start|>user\nName three colours of the rainbow.<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>user\nWhy is the sky blue?<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>user\nWrite one sentence about rain.<|im_end|>\n<|im_start|>assistant\n",
    "Dear Ms Miller,\n\n",
    "Q: How many legs has a spider?\nA:",
]


def main():
    torch.set_num_threads(1)
    folder, name = os.path.split(os.path.abspath(sys.argv[1]))
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).eval()
    model.generation_config.eos_token_id = None
    rows = []
    for prompt in PROMPTS:
        ids = torch.tensor([tokenizer(prompt, add_special_tokens=False)["input_ids"]])
        with torch.no_grad():
            out = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=64, do_sample=False, pad_token_id=0)
        rows.append({"prompt": prompt, "ids": ids[0].tolist(), "greedy": out[0, ids.shape[1]:].tolist()})
    made_by = (f"transformers {transformers.__version__}, torch {torch.__version__};"
               " python make_greedy.py SmolLM2-135M-Instruct.Q4_1.gguf")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "greedy.json"), "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by) + ',\n"texts": [\n')
        f.write(",\n".join(json.dumps(row) for row in rows) + "]}\n")


if __name__ == "__main__":
    main()
