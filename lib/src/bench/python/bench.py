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
import cases_models
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
        results, failures = run(cases(bench, inputs), options.only)
        failed += len(failures)
        record = {"benchmark": letter, "title": title, "cases": results, "failures": failures}
        record |= provenance.of(root, options, inputs.data)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        file = bench.target / f"{letter}-{stamp}.json"
        file.write_text(json.dumps(record, indent=2) + "\n")
        print(report.table(record) + f"\n\n({file.relative_to(root)})\n", flush=True)
    sys.exit(1 if failed else 0)


def run(cases, only):
    """The results of the cases whose name holds the word, and what went wrong with the others."""
    results = []
    failures = []
    for name, case in cases:
        if only not in name:
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            result = case()
            results += result if isinstance(result, list) else [result]
        except Exception as e:  # one case's failure must not hide the others' results
            traceback.print_exc()
            failures.append({"name": name, "reason": str(e)})
    return results, failures


if __name__ == "__main__":
    main()
