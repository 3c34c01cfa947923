"""The models of both families as transformers has them, with the shared head."""

import json
import os
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoModel

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def device():
    asked = os.environ.get("HELPSTEER_DEVICE", "cpu")
    return torch.device("cuda" if asked == "gpu" else asked.replace("gpu", "cuda"))


def synchronize():
    if device().type == "cuda":
        torch.cuda.synchronize()


def versions():
    return {"python": ".".join(map(str, __import__("sys").version_info[:3])), "torch": torch.__version__, "transformers": transformers.__version__}


class HeadedModel(torch.nn.Module):
    """An encoder's mean state, or a decoder's state at the last token, and a linear head."""

    def __init__(self, settings):
        super().__init__()
        folder = Path(settings["model"])
        family = json.loads((folder / "config.json").read_text())["model_type"]
        self.encoder = family == "bert"
        options = {"add_pooling_layer": False} if self.encoder else {}
        dropout = settings.get("dropout", 0.0)
        if self.encoder:
            options |= {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": dropout}
        self.body = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa", **options)
        head = load_file(folder / "head.safetensors")
        outputs, width = head["score.weight"].shape
        self.score = torch.nn.Linear(width, outputs, bias=self.encoder)
        self.score.load_state_dict({k.removeprefix("score."): v for k, v in head.items() if self.encoder or k.endswith("weight")})
        self.low = settings.get("precision", "fp32") == "bf16"
        self.to(device())

    def forward(self, ids, mask):
        """ids, mask (B, T), padded on the right -> (B, A), fp32"""
        with torch.autocast(ids.device.type, dtype=torch.bfloat16, enabled=self.low):
            options = {} if self.encoder else {"use_cache": False}
            whole = bool(mask.all())
            hidden = self.body(input_ids=ids, attention_mask=None if whole else mask, **options).last_hidden_state
        hidden = hidden.float()
        if self.encoder:
            keep = mask.unsqueeze(-1).to(hidden.dtype)
            state = (hidden * keep).sum(1) / keep.sum(1)
        else:
            state = hidden[torch.arange(ids.shape[0], device=ids.device), mask.sum(1) - 1]
        return self.score(state)


def padded(sequences):
    """Lists of ids -> ids and mask, (B, T), padded with 0 to the longest."""
    longest = max(map(len, sequences))
    ids = torch.tensor([s + [0] * (longest - len(s)) for s in sequences])
    mask = torch.tensor([[1] * len(s) + [0] * (longest - len(s)) for s in sequences])
    return ids.to(device()), mask.to(device())
