"""Training as a careful PyTorch loop does it: SDPA attention, fused AdamW, padding to the longest."""

import json
from pathlib import Path
from time import perf_counter

import peer_models
import torch
from peer_models import HeadedModel, padded, synchronize


class Task:
    def __init__(self, settings):
        self.model = HeadedModel(settings)
        self.batches = json.loads(Path(settings["batches"]).read_text())["batches"]
        parameters = list(self.model.parameters())
        groups = [
            {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.01},
            {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=settings["rate"], betas=(0.9, 0.98), eps=1e-8, fused=True)
        self.next = 0

    def versions(self):
        return peer_models.versions()

    def answer(self, request):
        return {"check": self.check, "steps": self.steps}[request.pop("do")](**request)

    def loss(self, batch):
        predicted = self.model(*padded(batch["sequences"]))
        return torch.nn.functional.mse_loss(predicted, torch.tensor(batch["labels"], device=predicted.device))

    def check(self):
        self.model.eval()
        start = perf_counter()
        with torch.inference_mode():
            losses = [self.loss(batch).item() for batch in self.batches[:2]]
        return {"seconds": perf_counter() - start, "losses": losses}

    def steps(self, count):
        self.model.train()
        synchronize()
        start = perf_counter()
        tokens = 0
        for _ in range(count):
            batch = self.batches[self.next % len(self.batches)]
            self.next += 1
            loss = self.loss(batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            tokens += sum(map(len, batch["sequences"]))
        last = loss.item()
        synchronize()
        return {"seconds": perf_counter() - start, "loss": last, "tokens": tokens}
