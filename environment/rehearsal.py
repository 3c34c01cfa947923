"""Runs every notebook and command on simulated files of the official size, and prints what each took.

Started by environment/test --rehearsal. A step passes if it ends well, in no more memory than allowed, and, for a notebook, within
the minutes that README.md promises. Data, vectors and finished steps are kept in target/rehearsal; the same call goes on after
the last step. With other options, or where code or notebooks have changed, all of it is removed and made again.
"""

import argparse
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

MIB = 1024 * 1024
ROW = re.compile(r"^\| \[(\d\d) [^\]]*\]\([^)]*\) \|[^|]*\| ([^|]*) \|", re.MULTILINE)
DECIDES = ("pom.xml", "environment", "lib/src/main", "notebooks")  # what a step's result depends on, besides the options
PATIENCE = 4  # times its minutes after which a notebook is ended


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    options = parse()
    folder = options.root / "target" / "rehearsal"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit(f"{folder} must be of one rehearsal at a time, got another that runs; wait until it has ended")
        return rehearse(options, folder)


def rehearse(options, folder):
    settings = {"rows": options.rows, "seed": options.seed, "scale": options.scale, "code": code_of(options.root)}
    done = folder / "steps.json"
    kept = begin(done, settings, folder)
    steps = steps_of(options, folder)
    chosen = [step for step in steps if step[0] in ("set up", "simulate") or not options.only or any(word in step[0] for word in options.only)]
    for name, command, minutes in chosen:
        if name in kept["steps"] and problem(kept["steps"][name], minutes, options) is None:
            continue
        print(f"{name} ...", flush=True)
        step = kept["steps"][name] = run(name, command, minutes, options, folder)
        save(done, kept)
        wrong = problem(step, minutes, options)
        print(line(name, step, minutes, wrong), flush=True)
        if wrong and name in ("set up", "simulate"):
            break  # all others need it
    return report(chosen, kept["steps"], options, folder, len(steps) - len(chosen))


def begin(done, settings, folder):
    """What an earlier call has finished; nothing where that was of other settings, whose files are removed."""
    kept = json.loads(done.read_text(encoding="utf-8")) if done.exists() else None
    if kept and kept["settings"] == settings:
        return kept
    if kept:
        changed = [f"{key} {kept['settings'].get(key)} is now {value}" for key, value in settings.items() if kept["settings"].get(key) != value]
        print(f"The rehearsal begins anew: {', '.join(changed)}", flush=True)
    for old in folder.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old.name != ".lock":
            old.unlink()
    kept = {"settings": settings, "steps": {}}
    save(done, kept)
    return kept


def save(file, kept):
    part = file.with_suffix(".part")
    part.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    os.replace(part, file)


def parse():
    parser = argparse.ArgumentParser(prog="environment/test --rehearsal", description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=20_324, help="training rows (default: %(default)s, as the official file has)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the simulated data (default: %(default)s)")
    parser.add_argument("--scale", default="default", help="scale of the notebooks: small, quick, default or full (default: %(default)s)")
    parser.add_argument("--memory", type=int, default=8192, help="MiB that a step may hold at most (default: %(default)s)")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="only steps whose names hold such a word, and what they need")
    parser.add_argument("--steps", action="store_true", help="names the steps and runs none")
    options = parser.parse_args()
    names = [step[0] for step in steps_of(options, options.root / "target" / "rehearsal")]
    if options.steps:
        print("\n".join(names))
        sys.exit(0)
    for word in options.only:
        if not any(word in name for name in names):
            parser.error(f"--only must name a step, got {word}; the steps are {', '.join(names)}")
    return options


def steps_of(options, folder):
    """Name, command and promised minutes of each step; none where nothing is promised."""
    helpsteer = str(options.root / "environment" / "helpsteer")
    notebook = [str(options.root / "environment" / "run"), "--scale"]
    data = folder / "data"
    model = folder / "train"
    promises = promised(options.root)
    return [
        ("set up", [*notebook, "small", "00"], None),  # builds and installs, so that no other step does
        ("simulate", [helpsteer, "simulate", str(data), "--rows", str(options.rows), "--seed", str(options.seed)], 1),
        ("doctor", [str(options.root / "environment" / "doctor")], None),
        ("reproduce", [helpsteer, "reproduce"], None),
        *((f"notebook {number}", [*notebook, options.scale, number], minutes) for number, minutes in promises.items()),
        ("train", [helpsteer, "train", str(model), "--epochs", "1"], None),
        ("score", [helpsteer, "score", str(model / "model"), str(data / "helpsteer2" / "validation.jsonl.gz"), str(folder / "scores.jsonl")], None),
        ("compare", [helpsteer, "compare", str(folder / "compare"), "--only", "length,surface,frozen-ridge"], None),
        ("ablate", [helpsteer, "ablate", str(folder / "ablate"), "--frozen"], None),
    ]


def promised(root):
    """The number of each notebook and the minutes that README.md gives it, those for making vectors included."""
    found = {number: allowed(minutes) for number, minutes in ROW.findall((root / "README.md").read_text(encoding="utf-8"))}
    there = {file.name[:2] for file in (root / "notebooks").glob("[0-9]*.ipynb")}
    if there != set(found):
        sys.exit(f"README.md must give minutes to each notebook, got another list for {', '.join(sorted(there ^ set(found)))}")
    return found


def allowed(cell):
    """Minutes of a cell of the table: the longest of a range, and what comes on top.

    >>> [allowed(cell) for cell in ("10", "12 to 15 min", "12–15", "about 2.5", "2, and 20 more where no vectors are cached")]
    [10.0, 15.0, 15.0, 2.5, 22.0]
    >>> allowed("1 to 2, and 10 to 20 more")
    22.0
    >>> allowed("some")
    Traceback (most recent call last):
    SystemExit: README.md must give minutes as a number, got some
    """
    parts = [[float(number) for number in re.findall(r"\d+(?:\.\d+)?", part)] for part in re.split(r"\band\b", cell)]
    if not all(parts):
        sys.exit(f"README.md must give minutes as a number, got {cell}")
    return sum(max(part) for part in parts)


def run(name, command, minutes, options, folder):
    """Runs a step and gives what it took."""
    log = folder / (name.replace(" ", "-") + ".log")
    start = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=environment(name, options, folder),
            cwd=options.root,
            start_new_session=True,  # Ctrl-C is passed on below
        )
        peak = Peak(process.pid, options.memory)
        try:
            code = process.wait(PATIENCE * 60 * minutes if minutes else None)
        except subprocess.TimeoutExpired:
            code = f"none in {PATIENCE} times its minutes"
            end(process)
        except KeyboardInterrupt:
            end(process)
            print("\nStopped; the same call goes on with this step.", file=sys.stderr)
            sys.exit(130)
    seconds = time.monotonic() - start
    memory = peak.stop()
    return {"seconds": round(seconds, 1), "mib": memory, "checks": checks(log), "code": code, "last": last_line(log) if code != 0 else ""}


def environment(name, options, folder):
    """Data and results of the rehearsal's own; models that were fetched and unpacked before are those of the user."""
    users = Path(os.environ.get("HELPSTEER_CACHE") or options.root / "data" / "cache").absolute()
    cache = folder / "cache"
    for shared in ("models", "djl"):
        link = cache / shared
        if not link.is_symlink():
            link.parent.mkdir(exist_ok=True)
            (users / shared).mkdir(parents=True, exist_ok=True)
            link.symlink_to(users / shared)
    found = dict(os.environ, HELPSTEER_CACHE=str(cache))
    found.pop("HELPSTEER_SCALE", None)
    found.pop("HELPSTEER_DATA", None)  # the folder must be there
    if name not in ("set up", "simulate"):
        found["HELPSTEER_DATA"] = str(folder / "data")
    return found


def end(process):
    """Ends a step and all that it started: asks first."""
    for wanted, seconds in ((signal.SIGINT, 30), (signal.SIGKILL, 10)):
        signal_all(list(below(process.pid)), wanted)
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            pass


def signal_all(pids, wanted):
    for pid in pids:
        try:
            os.kill(pid, wanted)
        except ProcessLookupError:
            pass  # it has ended


class Peak:
    """The largest resident memory of a process and all below it, looked at twice a second; at too much of it they are ended."""

    def __init__(self, pid, most):
        self.pid = pid
        self.allowed = most
        self.most = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        ended = False
        while not ended:
            pids = list(below(self.pid))
            self.most = max(self.most, sum(resident(pid) for pid in pids))
            if self.most > self.allowed * MIB:
                signal_all(pids, signal.SIGKILL)
            ended = self.over.wait(0.5)

    def stop(self):
        self.over.set()
        self.thread.join()
        return self.most // MIB


def below(pid):
    """A process and all that it started, by whichever of its threads."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = children.read_text(encoding="ascii").split()
        except OSError:
            continue  # it has ended
        for child in started:
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


def code_of(root):
    """A hash of all files that decide a result, so that changes that were not committed count, too."""
    digest = hashlib.sha256()
    for name in DECIDES:
        found = root / name
        for file in sorted(found.rglob("*")) if found.is_dir() else [found]:
            if file.is_file() and file.name != "LOG.md" and not any(part.startswith((".", "__")) for part in file.relative_to(root).parts):
                digest.update(f"{file.relative_to(root)} {file.stat().st_size}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def problem(step, minutes, options):
    """What is wrong with a finished step; none where it passed."""
    if step["mib"] > options.memory:
        return f"memory must stay within {options.memory:,} MiB, got {step['mib']:,}; see its log"
    if step["code"] != 0:
        return f"exit code must be 0, got {step['code']}; its log ends: {step['last']}"
    if step["mib"] == 0:
        return "memory must be measured, got none; /proc is needed"
    if minutes and step["seconds"] > 60 * minutes:
        return f"must take no more than {minutes:g} min, got {step['seconds'] / 60:.1f}"
    return None


def line(name, step, minutes, wrong):
    promise = f" of {minutes:g} min" if minutes else ""
    verdict = f"FAILED: {wrong}" if wrong else "passed"
    return f"{name:<12}  {step['seconds']:8.1f} s{promise:<10}  {step['mib']:6,} MiB  {step['checks']:>7}  {verdict}"


def report(chosen, done, options, folder, left_out):
    """Prints the table of the steps chosen, writes it beside the logs, and gives the exit code."""
    rows = ["| step | seconds | minutes promised | peak MiB | checks | verdict |", "|---|---|---|---|---|---|"]
    failed, not_run = [], []
    print()
    for name, _, minutes in chosen:
        if name not in done:
            not_run.append(name)
            continue
        step = done[name]
        wrong = problem(step, minutes, options)
        failed += [name] if wrong else []
        print(line(name, step, minutes, wrong))
        promise = f"{minutes:g}" if minutes else ""
        rows.append(f"| {name} | {step['seconds']} | {promise} | {step['mib']} | {step['checks']} | {wrong or 'passed'} |")
    (folder / "table.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    passed = len(chosen) - len(failed) - len(not_run)
    print(f"\n{passed} steps passed, {len(failed)} failed, {len(not_run)} not run, {left_out} left out; table and logs: {folder}")
    return 1 if failed or not_run else 0


if __name__ == "__main__":
    sys.exit(main())
