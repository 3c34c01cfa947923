"""Runs every notebook and command on simulated files of the official size, and prints what each took.

Started by environment/test --rehearsal. A step passes if it ends well, in no more memory than allowed, and, for a notebook, within
the minutes that README.md promises. Finished steps are kept beside the data; the same call goes on after the last one.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

MIB = 1024 * 1024
ROW = re.compile(r"^\| \[(\d\d) [^\]]*\]\([^)]*\) \|[^|]*\| ([^|]*) \|", re.MULTILINE)


def main():
    options = parse()
    folder = options.root / "target" / "rehearsal"
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "steps.json"
    settings = {"rows": options.rows, "seed": options.seed, "commit": commit(options.root)}
    kept = json.loads(done.read_text(encoding="utf-8")) if done.exists() else {}
    if kept.get("settings") != settings:
        kept = {"settings": settings, "steps": []}
    steps = steps_of(options, folder)
    chosen = [step for step in steps if not options.only or any(word in step[0] for word in options.only)]
    if not chosen:
        sys.exit(f"--only must name a step, got {' '.join(options.only)}; the steps are {', '.join(step[0] for step in steps)}")
    for name, command, minutes in chosen:
        old = next((step for step in kept["steps"] if step["name"] == name), None)
        if old and old["problem"] is None:
            continue
        print(f"{name} ...", flush=True)
        step = run(name, command, minutes, options, folder)
        kept["steps"] = [other for other in kept["steps"] if other["name"] != name] + [step]
        done.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        print(line(step), flush=True)
        if step["problem"] and name == "simulate":
            break  # all others read its files
    print()
    for step in kept["steps"]:
        print(line(step))
    failed = [step["name"] for step in kept["steps"] if step["problem"]]
    left = [step[0] for step in steps if step[0] not in [one["name"] for one in kept["steps"]]]
    print(f"\n{len(kept['steps']) - len(failed)} steps passed, {len(failed)} failed, {len(left)} not run" + (f": {', '.join(left)}" if left else ""))
    return 1 if failed else 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, required=True, help="the repository")
    parser.add_argument("--rows", type=int, default=20_324, help="training rows (default: %(default)s, as the official file has)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the simulated data (default: %(default)s)")
    parser.add_argument("--memory", type=int, default=8192, help="MiB that a step may hold at most (default: %(default)s)")
    parser.add_argument("--only", nargs="+", default=[], help="only steps whose names hold one of these words")
    return parser.parse_args()


def steps_of(options, folder):
    """Name, command and promised minutes of each step; none where nothing is promised."""
    helpsteer = str(options.root / "environment" / "helpsteer")
    data = folder / "data"
    steps = [
        ("simulate", [helpsteer, "simulate", str(data), "--rows", str(options.rows), "--seed", str(options.seed)], 1),
        ("doctor", [str(options.root / "environment" / "doctor")], None),
        ("reproduce", [helpsteer, "reproduce"], None),
    ]
    for number, minutes in promised(options.root):
        steps.append((f"notebook {number}", [str(options.root / "environment" / "run"), "--scale", "default", number], minutes))
    model = folder / "train"
    return steps + [
        ("train", [helpsteer, "train", str(model), "--epochs", "1"], None),
        ("score", [helpsteer, "score", str(model / "model"), str(data / "helpsteer2" / "validation.jsonl.gz"), str(folder / "scores.jsonl")], None),
        ("compare", [helpsteer, "compare", str(folder / "compare"), "--only", "length,surface,frozen-ridge"], None),
        ("ablate", [helpsteer, "ablate", str(folder / "ablate"), "--frozen"], None),
    ]


def promised(root):
    """The number of each notebook and the minutes that README.md gives it, those for making vectors included."""
    found = ROW.findall((root / "README.md").read_text(encoding="utf-8"))
    return [(number, sum(int(part) for part in re.findall(r"\d+", minutes))) for number, minutes in found]


def run(name, command, minutes, options, folder):
    environment = dict(os.environ, HELPSTEER_DATA=str(folder / "data"))
    log = folder / (name.replace(" ", "-") + ".log")
    start = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment, cwd=options.root)
        peak = Peak(process.pid)
        code = process.wait()
    seconds = time.monotonic() - start
    memory = peak.stop()
    problem = None
    if code != 0:
        problem = f"exit code {code}: {last_line(log)}"
    elif memory > options.memory:
        problem = f"memory must stay within {options.memory:,} MiB, got {memory:,}"
    elif minutes and seconds > 60 * minutes:
        problem = f"must take no more than {minutes} min, got {seconds / 60:.1f}"
    return {"name": name, "seconds": round(seconds, 1), "minutes": minutes, "mib": memory, "checks": checks(log), "problem": problem}


class Peak:
    """The largest resident memory of a process and all below it, looked at twice a second."""

    def __init__(self, pid):
        self.pid = pid
        self.most = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.over.wait(0.5):
            self.most = max(self.most, sum(resident(pid) for pid in below(self.pid)))

    def stop(self):
        self.over.set()
        self.thread.join()
        return self.most // MIB


def below(pid):
    """A process and all that it started."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from below(int(child))


def resident(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0  # it has ended


def last_line(log):
    lines = [one.strip() for one in log.read_text(encoding="utf-8", errors="replace").splitlines() if one.strip()]
    return lines[-1][:200] if lines else "it printed nothing"


def checks(log):
    found = re.findall(r"checks (\d+/\d+)", log.read_text(encoding="utf-8", errors="replace"))
    return found[-1] if found else ""


def commit(root):
    found = subprocess.run(["git", "-C", str(root), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def line(step):
    allowed = f" of {step['minutes']} min" if step["minutes"] else ""
    verdict = "passed" if step["problem"] is None else f"FAILED: {step['problem']}"
    return f"{step['name']:<12}  {step['seconds']:8.1f} s{allowed:<11}  {step['mib']:6,} MiB  {step['checks']:>7}  {verdict}"


if __name__ == "__main__":
    sys.exit(main())
