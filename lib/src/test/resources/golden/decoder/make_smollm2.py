"""Logits and greedy tokens of SmolLM2-135M-Instruct, read from its GGUF file by transformers.

Run: python make_smollm2.py SmolLM2-135M-Instruct.Q4_1.gguf
Writes smollm2-135m.json: for each prompt its ids, every 64th logit after the last token, and 24 greedy tokens.
"""

import json
import os
import sys

import torch
import transformers

PROMPTS = [
    "The capital of France is",
    "def add(a, b):\n    return",
    "<|im_start|>user\nName three colours of the rainbow.<|im_end|>\n<|im_start|>assistant\n",
    "In 1969, 2 people walked on the",
]


def main():
    torch.set_num_threads(1)
    folder, name = os.path.split(os.path.abspath(sys.argv[1]))
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).eval()
    rows = []
    for prompt in PROMPTS:
        ids = tokenizer(prompt, add_special_tokens=False)["input_ids"]
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0, -1]
            greedy = model.generate(torch.tensor([ids]), max_new_tokens=24, do_sample=False,
                                    eos_token_id=-1, pad_token_id=0)[0, len(ids):]
        rows.append({"prompt": prompt, "ids": ids, "logits": [float(x) for x in logits[::64]], "greedy": greedy.tolist(),
                     "text": tokenizer.decode(greedy)})
        print(repr(rows[-1]["text"]))
    made_by = (f"transformers {transformers.__version__}, torch {torch.__version__};"
               " python make_smollm2.py SmolLM2-135M-Instruct.Q4_1.gguf")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "smollm2-135m.json"), "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by) + ",\n")
        f.write(json.dumps({"texts": rows})[1:] + "\n")


if __name__ == "__main__":
    main()
