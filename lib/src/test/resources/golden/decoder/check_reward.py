"""Whether a folder that DecoderArtefact saved gives the same five numbers in Python.

Run: python check_reward.py BASE FOLDER TEXTS.json, the last a list of {"prompt": ..., "response": ..., "scores": [5]}
with one user turn each and no longer than the model reads, scored by Java. Prints the largest difference; exit code 1 where it is above 1e-4.
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def main():
    base, folder, texts = sys.argv[1:]
    model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=5, dtype=torch.float32)
    model = PeftModel.from_pretrained(model, folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    worst = 0.0
    with open(texts, encoding="utf-8") as f:
        rows = json.load(f)
    for row in rows:
        messages = [{"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["response"]}]
        ids = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False)
        with torch.no_grad():
            scores = model(torch.tensor([ids])).logits[0]
        worst = max(worst, float((scores - torch.tensor(row["scores"])).abs().max()))
    print(f"{len(rows)} texts, largest difference {worst:.2e}")
    sys.exit(worst > 1e-4)


if __name__ == "__main__":
    main()
