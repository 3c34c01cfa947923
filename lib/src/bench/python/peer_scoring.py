"""Scoring as allenai/reward-bench does it: batches of 8 in the file's order, padded to the longest."""

import json
from pathlib import Path
from time import perf_counter

import peer_models
import tokenizers
import torch
from peer_models import HeadedModel, device, padded, synchronize

ROWS = 8
MAX_TOKENS = 512


class Task:
    def __init__(self, settings):
        self.model = HeadedModel(settings).eval()
        self.file = json.loads(Path(settings["texts"]).read_text())
        if "exchanges" in self.file:
            self.tokenizer = tokenizers.Tokenizer.from_file(str(Path(settings["model"]) / "tokenizer.json"))
            self.tokenizer.no_truncation()
            self.tokenizer.no_padding()

    def versions(self):
        return peer_models.versions() | {"tokenizers": tokenizers.__version__}

    def answer(self, request):
        start = perf_counter()
        with torch.inference_mode():
            scores = self.of_texts() if "exchanges" in self.file else self.of_ids()
        synchronize()
        return {"seconds": perf_counter() - start, "scores": scores}

    def of_ids(self):
        scores = []
        sequences = self.file["sequences"]
        for i in range(0, len(sequences), ROWS):
            scores += self.model(*padded(sequences[i : i + ROWS])).tolist()
        return scores

    def of_texts(self):
        exchanges = self.file["exchanges"]
        prompts = self.tokenizer.encode_batch_fast([e["prompt"] for e in exchanges], add_special_tokens=False)
        responses = self.tokenizer.encode_batch_fast([e["response"] for e in exchanges], add_special_tokens=False)
        rows = [pair(p.ids, r.ids) for p, r in zip(prompts, responses, strict=True)]
        scores = []
        for i in range(0, len(rows), ROWS):
            batch = rows[i : i + ROWS]
            ids, mask = padded([ids for ids, _ in batch])
            types, _ = padded([types for _, types in batch])
            hidden = self.model.body(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
            keep = mask.unsqueeze(-1).to(hidden.dtype)
            scores += self.model.score((hidden * keep).sum(1) / keep.sum(1)).tolist()
        return scores


def pair(prompt, response):
    """[CLS] prompt [SEP] response [SEP]; too long a prompt loses its left, too long a response its right."""
    room = MAX_TOKENS - 3
    kept = min(len(prompt), max(room - len(response), room // 4))
    response = response[: room - kept]
    ids = [101, *prompt[len(prompt) - kept :], 102, *response, 102]
    return ids, [0] * (kept + 2) + [1] * (len(response) + 1)
