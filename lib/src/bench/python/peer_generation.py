"""Answers by transformers' generate; shorter prompts are padded on the left."""

from pathlib import Path
from time import perf_counter

import peer_models
import torch
from peer_models import device, synchronize
from transformers import AutoModelForCausalLM


class Task:
    def __init__(self, settings):
        file = Path(settings["gguf"])
        model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
        self.model = model.eval().to(device())
        self.model.generation_config.eos_token_id = None
        prompts = settings["prompts"]
        longest = max(map(len, prompts))
        self.ids = torch.tensor([[0] * (longest - len(p)) + p for p in prompts]).to(device())
        self.mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts]).to(device())
        self.options = {"max_new_tokens": settings["tokens"], "pad_token_id": 0, "num_return_sequences": settings["samples"]}
        if settings["greedy"]:
            self.options |= {"do_sample": False}
        else:
            self.options |= {"do_sample": True, "temperature": 1.0, "top_k": 0, "top_p": 1.0}

    def versions(self):
        return peer_models.versions()

    def answer(self, request):
        start = perf_counter()
        with torch.inference_mode():
            out = self.model.generate(self.ids, attention_mask=self.mask, **self.options)
        synchronize()
        return {"seconds": perf_counter() - start, "answers": out[:, self.ids.shape[1] :].tolist()}
