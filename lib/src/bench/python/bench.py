"""Runs the benchmarks: ours and the peer as two processes side by side, in turn. environment/bench is the command."""

import argparse
import json
import os
import shlex
import sys
import time
import traceback
from pathlib import Path

import cases_data
import cases_generation
import cases_models
import cases_waiting
import provenance
import report
from inputs import Inputs
from sides import Bench

LETTERS = {
    "a": ("training step", cases_models.training),
    "b": ("one epoch on pairs", cases_models.pairs),
    "c": ("scoring", cases_models.scoring),
    "d": ("loading", cases_data.loading),
    "e": ("growth", cases_data.growth),
    "f": ("generation", cases_generation.generation),
    "g": ("waiting threads", cases_waiting.waiting),
}


def main():
    parser = argparse.ArgumentParser(prog="environment/bench")
    parser.add_argument("letters", nargs="*", default=list(LETTERS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    unknown = [x for x in options.letters if x not in LETTERS]
    if unknown or options.threads < 1:
        raise SystemExit(f"Letters must be of {''.join(LETTERS)} and threads at least 1, got {unknown} and {options.threads}")
    root = Path(os.environ["HELPSTEER_ROOT"])
    bench = Bench(root / "target" / "bench", shlex.split(os.environ["HELPSTEER_BENCH_JAVA"]), options.threads, options.quick)
    inputs = Inputs(bench, Path(os.environ.get("HELPSTEER_DATA") or root / "data" / "sample"))
    failed = 0
    for letter in options.letters:
        title, cases = LETTERS[letter]
        record = {"benchmark": letter, "title": title} | provenance.of(root, options, inputs.data) | {"cases": [], "failures": []}
        file = bench.target / f"{letter}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}.json"
        for name, case in cases(bench, inputs):
            if options.only in name:
                run(name, case, record)
                file.write_text(json.dumps(record, indent=2) + "\n")  # after each case, so that a stop loses one only
        failed += len(record["failures"])
        print(report.table(record) + f"\n\n({file.relative_to(root)})\n", flush=True)
    sys.exit(1 if failed else 0)


def run(name, case, record):
    """Adds a case's results to the record, or what went wrong: one failure must not hide the others' results."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    try:
        result = case()
        record["cases"] += result if isinstance(result, list) else [result]
    except Exception as e:
        traceback.print_exc()
        record["failures"].append({"name": name, "reason": str(e)})


if __name__ == "__main__":
    main()
