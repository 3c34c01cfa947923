"""Whether a reward model's folder gives in Python's transformers the scores that it gives in Java.

Run: python check_folder.py FOLDER [TEXTS.json]
Opens FOLDER by AutoModelForSequenceClassification and scores the probe texts of its reward.json, or a list of
{"prompt": ..., "response": ..., "scores": [5]} of one user turn each, scored by Java; one by one and as one padded batch.
Prints the largest difference; exit code 1 where it is above 1e-4. Code in the folder runs only where reward.json asks for it
and --trust-remote-code is given.
"""

import argparse
import json
import os
import sys

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def pair_ids(tokenizer, prompt, response, longest):
    """[CLS] prompt [SEP] response [SEP]; cut from the prompt's left down to a quarter of the room, then from the response's right."""
    p = tokenizer(prompt, add_special_tokens=False, truncation=False).input_ids
    r = tokenizer(response, add_special_tokens=False, truncation=False).input_ids
    room = longest - 3
    p = p[len(p) - min(len(p), max(room - len(r), room // 4)):]
    r = r[:room - len(p)]
    first = [tokenizer.cls_token_id] + p + [tokenizer.sep_token_id]
    return first + r + [tokenizer.sep_token_id], [0] * len(first) + [1] * (len(r) + 1)


def encode(tokenizer, reward, prompt, response):
    if reward["kind"] == "ENCODER":
        return pair_ids(tokenizer, prompt, response, reward["reading"]["maxTokens"])
    if reward["template"] != "OWN":
        sys.exit("this script writes conversations by the model's own template, got " + reward["template"])
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
    return tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False), None


def logits(model, rows, pad):
    """Scores of (ids, types) rows as one batch, padded on the right."""
    longest = max(len(ids) for ids, _ in rows)
    batch = {
        "input_ids": torch.tensor([ids + [pad] * (longest - len(ids)) for ids, _ in rows]),
        "attention_mask": torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids, _ in rows]),
    }
    if rows[0][1] is not None:
        batch["token_type_ids"] = torch.tensor([types + [0] * (longest - len(types)) for _, types in rows])
    with torch.no_grad():
        return model(**batch).logits


def open_folder(folder, trust):
    with open(os.path.join(folder, "reward.json"), encoding="utf-8") as f:
        reward = json.load(f)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32, trust_remote_code=trust)
    return model.eval(), AutoTokenizer.from_pretrained(folder), reward


def scores(folder, texts, trust):
    """Rows of five numbers, one by one and as a batch, and what reward.json says."""
    model, tokenizer, reward = open_folder(folder, trust)
    rows = [encode(tokenizer, reward, prompt, response) for prompt, response in texts]
    alone = torch.cat([logits(model, [row], 0) for row in rows])
    pad = model.config.pad_token_id
    together = alone if pad is None else logits(model, rows, pad)
    return alone, together, reward


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("texts", nargs="?")
    parser.add_argument("--trust-remote-code", action="store_true")
    given = parser.parse_args()
    torch.set_num_threads(1)
    with open(given.texts or os.path.join(given.folder, "reward.json"), encoding="utf-8") as f:
        data = json.load(f)
    texts = [[t["prompt"], t["response"]] for t in data] if given.texts else data["probeTexts"]
    expected = torch.tensor([t["scores"] for t in data] if given.texts else data["probes"])
    alone, together, _ = scores(given.folder, texts, given.trust_remote_code)
    worst = max(float((alone - expected).abs().max()), float((together - expected).abs().max()))
    print(f"{len(texts)} texts, largest difference {worst:.2e}")
    sys.exit(worst > 1e-4)


if __name__ == "__main__":
    main()
