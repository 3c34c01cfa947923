"""Benchmark g: what waiting threads cost, on an idle machine and beside two processes that never rest. It needs no peer."""

import contextlib
import functools
import subprocess
import sys

from sides import alternate, comparison

ROWS, TOKENS, BATCH = 120, 64, 15
ROUNDS = 3


def waiting(bench, inputs):
    batches = inputs.uniform(BATCH, TOKENS, 30522, ROWS // BATCH)
    settings = {
        "task": "training",
        "rate": 1e-5,
        "model": str(inputs.bare_minilm()),
        "batches": inputs.write("waiting", {"batches": batches}),
    }
    for title, busy in (("idle", 0), ("two busy processes", 2)):
        name = f"MiniLM, {ROWS} rows of {TOKENS} tokens, {title}; passive / libtorch's own"
        yield name, functools.partial(policy_case, bench, name, settings, busy)


def policy_case(bench, name, settings, busy):
    """The same training with and without the policy, in turn; both must end with the same bytes."""
    request = {"do": "steps", "count": 2 if bench.quick else ROWS // BATCH}
    with (
        bench.ours(f"{name} passive", settings, {"OMP_WAIT_POLICY": "passive"}) as passive,
        bench.ours(f"{name} own", settings, {"OMP_WAIT_POLICY": None}) as own,
    ):
        alternate(passive, own, request, 1)
        with load(busy):
            done = alternate(passive, own, request, ROUNDS)
        ends = [(side.ask(do="digest")["sha256"]) for side in (passive, own)]
        if ends[0] != ends[1]:
            raise RuntimeError(f"{name}: both sides must end with the same parameters, got {ends}")
        result = comparison(name, done, [a["tokens"] for a, _ in done], "tokens/s", (passive, own), 1.0 if busy else 0.95)
    return result | {"agreement": {"of": "bytes", "difference": 0.0}}


@contextlib.contextmanager
def load(processes):
    """So many processes that compute without end."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()
