"""Tiny classifiers that transformers saved, with their scores, and transformers' scores of folders that Java saved.

Run: python make_goldens.py
Then: java helpsteer.reward.SavedFolders DIR (a main class of the tests), and python make_goldens.py DIR
The first writes bert/, qwen2/ (without tokenizers: they are ../learning/tiny-tokenizer.json and that of ../decoder/reward/base)
and hub.json; the second saved.json. Weights are random.
"""

import json
import os
import sys

import torch
import transformers
from transformers import (
    BertConfig, BertForSequenceClassification, LlamaForSequenceClassification, PreTrainedTokenizerFast, Qwen2Config,
    Qwen2ForSequenceClassification)

from check_folder import logits, pair_ids, scores

HERE = os.path.dirname(os.path.abspath(__file__))
SHUFFLED = ["verbosity", "helpfulness", "coherence", "correctness", "complexity"]
TEXTS = [
    ["red blue green", "one two three"], ["good cat", "bad dog and a long sea"], ["sky", ""], ["", "short"],
    ["one", "two"], ["two", "one"], ["the sea is blue", "the sky is blue, the sea is green"], ["cat?", "dog!"],
    ["Grüße, café", "你好"], ["long " * 40, "short"], ["short", "long " * 40], ["red " * 30, "blue " * 30],
    ["three two one", "sea"], ["UPPER", "lower"], ["1 2 3", "4 5 6"], ["good good", "bad bad bad"],
    ["dog cat dog", "cat"], ["a", "b"], ["is it good?", "it is."], ["end", "the end of the twenty texts"],
]


def random_(model, generator, scale):
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(1 + 0.2 * noise if "norm" in name.lower() and name.endswith("weight") else scale * noise)
    return model.eval()


def save(model, name):
    folder = os.path.join(HERE, name)
    model.save_pretrained(folder)
    extra = os.path.join(folder, "generation_config.json")
    if os.path.exists(extra):
        os.remove(extra)


def made_by(command):
    return f"transformers {transformers.__version__}, torch {torch.__version__}; {command}"


def write(name, content, command):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by(command)) + ",\n")
        f.write(json.dumps(content, ensure_ascii=False)[1:] + "\n")


def rounded(tensor):
    return [[round(float(x), 7) for x in row] for row in tensor]


def hub():
    generator = torch.Generator().manual_seed(5)
    labels = {i: name for i, name in enumerate(SHUFFLED)}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=os.path.join(HERE, "..", "learning", "tiny-tokenizer.json"), cls_token="[CLS]", sep_token="[SEP]",
        pad_token="[PAD]", unk_token="[UNK]")
    bert = random_(BertForSequenceClassification(BertConfig(
        vocab_size=65, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        id2label=labels, label2id={v: k for k, v in labels.items()}, problem_type="regression")), generator, 0.3)
    save(bert, "bert")
    bert_scores = torch.cat([logits(bert, [pair_ids(tokenizer, p, r, 32)], 0) for p, r in TEXTS])
    base = os.path.join(HERE, "..", "decoder", "reward", "base")
    chat = PreTrainedTokenizerFast.from_pretrained(base)

    def chat_scores(model):
        out = []
        for prompt, response in TEXTS:
            messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
            out.append(logits(model, [(chat.apply_chat_template(messages, tokenize=True, return_dict=False), None)], 0))
        return torch.cat(out)

    qwen2 = random_(Qwen2ForSequenceClassification(Qwen2Config(
        vocab_size=len(chat), hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=512, id2label=labels,
        label2id={v: k for k, v in labels.items()}, pad_token_id=chat.pad_token_id)), generator, 0.3)
    save(qwen2, "qwen2")
    llama = LlamaForSequenceClassification.from_pretrained(base, dtype=torch.float32).eval()
    write("hub.json", {
        "labels": SHUFFLED, "texts": TEXTS, "bert": rounded(bert_scores), "qwen2": rounded(chat_scores(qwen2)),
        "llama": rounded(chat_scores(llama))}, "python make_goldens.py")


def saved(root):
    out = {"texts": TEXTS}
    for name in sorted(os.listdir(root)):
        trust = name == "last"
        alone, together, reward = scores(os.path.join(root, name), TEXTS, trust)
        print(name, reward.get("python", {}).get("class", ""), "padding changes",
              float((alone - together).abs().max()))
        out[name] = rounded(alone)
    write("saved.json", out, "java helpsteer.reward.SavedFolders DIR; python make_goldens.py DIR")


if __name__ == "__main__":
    torch.set_num_threads(1)
    hub() if len(sys.argv) == 1 else saved(sys.argv[1])
