"""Rows by the json module or by datasets, token ids by tokenizers, tensors by safetensors."""

import gzip
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter


class Task:
    def __init__(self, settings):
        self.settings = settings
        self.found = {"python": ".".join(map(str, sys.version_info[:3]))}
        if "library" in settings:
            module = __import__(settings["library"])
            self.found[settings["library"]] = module.__version__
        if "texts" in settings:
            self.texts = json.loads(Path(settings["texts"]).read_text())
        if "safetensors" in settings:
            import safetensors.torch
            import torch

            del safetensors
            self.found["torch"] = torch.__version__

    def versions(self):
        return self.found

    def answer(self, request):
        return {
            "helpsteer2": lambda: self.rows([self.settings["helpsteer2"]], "response"),
            "rewardbench": lambda: self.rows(self.settings["rewardbench"], "chosen"),
            "tokens": self.tokens,
            "tensors": self.tensors,
        }[request["do"]]()

    def rows(self, files, field):
        start = perf_counter()
        if self.settings.get("library") == "datasets":
            rows = by_datasets(files)
        else:
            rows = [row for file in files for row in by_json(file)]
        seconds = perf_counter() - start
        return {"seconds": seconds, "rows": len(rows), "check": sum(utf16(row[field]) for row in rows)}

    def tokens(self):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(self.settings["tokenizer"])
        tokenizer.no_truncation()
        tokenizer.no_padding()
        encode = tokenizer.encode_batch_fast if self.settings.get("fast") else tokenizer.encode_batch
        start = perf_counter()
        ids = [e.ids for e in encode(self.texts, add_special_tokens=False)]
        seconds = perf_counter() - start
        return {"seconds": seconds, "rows": len(ids), "check": sum(map(sum, ids))}

    def tensors(self):
        from peer_models import device, synchronize
        from safetensors.torch import load_file

        start = perf_counter()
        tensors = load_file(self.settings["safetensors"], device=str(device()))
        total = sum(t.sum().item() for t in tensors.values())  # a mapped file is read only where it is touched
        synchronize()
        seconds = perf_counter() - start
        return {"seconds": seconds, "rows": sum(t.numel() for t in tensors.values()), "check": total}


def by_json(file):
    with (gzip.open if file.endswith(".gz") else open)(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def by_datasets(files):
    """Into an empty cache each time, as at the first use; then every row as a dictionary."""
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        return datasets.load_dataset("json", data_files=files, split="train", cache_dir=cache).to_list()


def utf16(text):
    return len(text.encode("utf-16-le")) // 2  # as Java counts
