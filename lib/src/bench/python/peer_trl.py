"""Bradley-Terry training by TRL's RewardTrainer on pairs whose token ids are given."""

import json
import os
import tempfile
from pathlib import Path
from time import perf_counter

import peer_models
import torch
import trl
from datasets import Dataset
from peer_models import synchronize
from safetensors.torch import load_file
from transformers import LlamaForSequenceClassification, PreTrainedTokenizerFast


class Task:
    def __init__(self, settings):
        self.settings = settings
        folder = Path(settings["model"])
        self.tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(folder / "tokenizer.json"), pad_token="[PAD]", eos_token="[SEP]"
        )
        self.model = LlamaForSequenceClassification.from_pretrained(
            folder, num_labels=1, dtype=torch.float32, attn_implementation="sdpa", pad_token_id=self.tokenizer.pad_token_id
        )
        head = load_file(folder / "head.safetensors")["score.weight"]
        self.model.score.load_state_dict({"weight": head})
        pairs = [b["sequences"] for b in json.loads(Path(settings["batches"]).read_text())["batches"]]
        self.pairs = pairs
        self.data = Dataset.from_dict({"chosen_ids": [c for c, _ in pairs], "rejected_ids": [r for _, r in pairs]})
        self.folder = tempfile.TemporaryDirectory()

    def versions(self):
        return peer_models.versions() | {"trl": trl.__version__}

    def answer(self, request):
        return {"check": self.check, "epoch": self.epoch}[request.pop("do")](**request)

    def check(self):
        self.model.eval()
        start = perf_counter()
        losses = []
        with torch.inference_mode():
            for chosen, rejected in self.pairs[:2]:
                a, b = (self.model(input_ids=torch.tensor([ids], device=self.model.device)).logits for ids in (chosen, rejected))
                losses.append(-torch.nn.functional.logsigmoid(a - b).item())
        return {"seconds": perf_counter() - start, "losses": losses}

    def epoch(self, pairs):
        """One epoch; the set-up of the trainer is not timed."""
        options = self.settings.get("options", {})
        arguments = trl.RewardConfig(
            output_dir=self.folder.name,
            per_device_train_batch_size=pairs,
            num_train_epochs=1,
            learning_rate=self.settings["rate"],
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            use_cpu=os.environ.get("HELPSTEER_DEVICE", "cpu") == "cpu",
            **options,
        )
        trainer = trl.RewardTrainer(self.model, args=arguments, train_dataset=self.data, processing_class=self.tokenizer)
        synchronize()
        start = perf_counter()
        result = trainer.train()
        synchronize()
        seconds = perf_counter() - start
        return {"seconds": seconds, "loss": result.training_loss, "tokens": sum(len(c) + len(r) for c, r in self.pairs)}
