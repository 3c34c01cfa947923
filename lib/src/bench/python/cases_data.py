"""Benchmarks d and e: loading, and what happens when there is more."""

import functools
import math

from sides import alternate, comparison, require_close, spread


def loading(bench, inputs):
    rows = {"task": "loading", "helpsteer2": str(inputs.copies(10)), "rewardbench": inputs.rewardbench_files()}
    for do, title in (("helpsteer2", "HelpSteer2 x10, JSONL to records"), ("rewardbench", "RewardBench, JSONL to records")):
        for library, target in (("json", 1.0), ("datasets", 1.0)):
            name = f"{title}; {library}"
            yield name, functools.partial(load_case, bench, name, do, rows | {"library": library}, target)
    texts = [text for e in inputs.exchanges(4 if bench.quick else 1) for text in e.values()]
    tokens = {"task": "loading", "texts": inputs.write("plain texts", texts), "tokenizer": str(inputs.tokenizer_file())}
    tokens |= {"library": "tokenizers"}
    for method in ("encode_batch", "encode_batch_fast"):
        name = f"WordPiece, {len(texts)} texts; tokenizers.{method}"
        settings = tokens | {"fast": method.endswith("fast")}
        yield name, functools.partial(load_case, bench, name, "tokens", settings, 1.0)
    for model in ("minilm", "decoder30m"):
        name = f"safetensors to tensors, {model}; safetensors.torch"
        settings = {"task": "loading", "library": "safetensors"}
        yield name, functools.partial(tensor_case, bench, inputs, name, model, settings)


def tensor_case(bench, inputs, name, model, settings):
    return load_case(bench, name, "tensors", settings | {"safetensors": str(inputs.model(model) / "model.safetensors")}, 1.0)


def load_case(bench, name, do, settings, target):
    with bench.ours(name, settings) as ours, bench.peer(name, settings) as peer:
        warm = [alternate(ours, peer, {"do": do}, 1)[0] for _ in range(2)][-1]
        agreement = {"of": "rows"} | require_close(name, [warm[0]["rows"]], [warm[1]["rows"]], 0)
        scale = max(1.0, abs(warm[1]["check"]))
        agreement |= require_close(name, [warm[0]["check"] / scale], [warm[1]["check"] / scale], 1e-5)
        done = alternate(ours, peer, {"do": do}, 5 if bench.quick else 9)
        unit = {"tokens": "texts/s", "tensors": "values/s"}.get(do, "rows/s")
        result = comparison(name, done, [a["rows"] for a, _ in done], unit, (ours, peer), target)
    return result | {"agreement": agreement}


def growth(bench, inputs):
    yield "rows x1, x10, x100", functools.partial(rows_case, bench, inputs)
    name = "training memory, one sequence of 128 to 2048 tokens, decoder 30M"
    yield name, functools.partial(memory_case, bench, inputs, name)


def rows_case(bench, inputs):
    """A fresh pair of processes for each size, so that a peak is that size's; three results."""
    titles = {"load": "reading rows", "statistics": "summary, correlation, kappa", "bootstrap": "bootstrap, 200 resamples"}
    points = {do: [] for do in titles}
    for count in (1, 10, 100):
        file = str(inputs.copies(count))
        with bench.ours(f"rows x{count}", {"task": "growth"}) as ours, bench.peer(f"rows x{count}", {"task": "growth"}) as peer:
            for do, title in titles.items():
                request = {"do": do, "file": file} if do == "load" else {"do": do}
                done = alternate(ours, peer, request, 2 if do == "load" else 5)
                if do == "statistics":
                    require_close(title, done[0][0]["check"], done[0][1]["check"], 1e-9)
                points[do].append(point(count, done, (ours, peer)))
    return [grown(f"{title}, rows x1, x10, x100", points[do], 1.1) for do, title in titles.items()]


def memory_case(bench, inputs, name):
    points = []
    for times in (1, 2, 4, 8, 16):
        batches = inputs.uniform(1, 128 * times, 8192, 1)
        settings = {
            "task": "training",
            "model": str(inputs.model("decoder30m")),
            "batches": inputs.write(f"memory {times}", {"batches": batches}),
            "rate": 1e-5,
        }
        with bench.ours(name, settings) as ours, bench.peer(name, settings) as peer:
            done = alternate(ours, peer, {"do": "steps", "count": 1}, 3)
            points.append(point(times, done[1:], (ours, peer)) | {"tokens": 128 * times})
    return grown(name, points, 1.15)


def point(times, done, sides):
    return {"times": times} | {
        key: {"seconds": spread([pair[i]["seconds"] for pair in done])["median"], "peak_mib": sides[i].peak_mib()}
        for i, key in enumerate(("ours", "peer"))
    }


def grown(name, points, limit):
    """The exponent of growth between the last two sizes; 1 is linear."""
    a, b = points[-2:]
    step = math.log(b["times"] / a["times"])
    exponents = {
        side: {key: math.log(b[side][key] / a[side][key]) / step for key in ("seconds", "peak_mib")} for side in ("ours", "peer")
    }
    met = all(exponents["ours"][key] <= limit for key in ("seconds", "peak_mib"))
    return {"name": name, "points": points, "exponents": exponents, "limit": limit, "met": met}
