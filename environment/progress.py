"""Tells how far a run of notebooks has come: a line for each group of cells, the cell that runs, the time left."""

import json
import re
import sys
import threading
import time

UNKNOWN = 3.0  # seconds for a group that no run has timed
SILENCE = 20  # seconds after which the running cell is named where the output is no terminal


def groups_of(notebook):
    """The titles of a notebook's parts with the number of code cells in each: a part begins with a heading."""
    groups = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            titles = re.findall(r"^#{1,3} (.+)$", cell.source, re.MULTILINE)
            if titles:
                groups.append([titles[-1].strip(), 0])
        elif cell.cell_type == "code":
            groups = groups or [["", 0]]
            groups[-1][1] += 1
    return [(title, count) for title, count in groups if count]


class Plan:
    """What is still to be run and how long that takes, from the seconds of an earlier run here, or else those of ours."""

    def __init__(self, scale, notebooks, *files):
        known = {}
        for file in files:
            for key, groups in (json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}).get(scale, {}).items():
                known[key] = known.get(key, {}) | groups
        self.expected = [(key, title, known.get(key, {}).get(title, UNKNOWN)) for key, groups in notebooks for title, _ in groups]
        self.done, self.spent = 0, 0.0

    def finish(self, seconds):
        self.spent += seconds
        self.done += 1

    def drop(self, key):
        """Leaves out what is left of a notebook that stopped early."""
        self.expected = self.expected[: self.done] + [group for group in self.expected[self.done :] if group[0] != key]

    def left(self, seconds_of_this=0.0):
        """Seconds to go, at the pace so far: a busy machine takes longer than an idle one."""
        pace = (self.spent + 30) / (sum(group[2] for group in self.expected[: self.done]) + 30)
        running, *later = [group[2] for group in self.expected[self.done :]] or [0.0]
        return max(0.0, pace * running - seconds_of_this) + pace * sum(later)


class Progress:
    """The lines of one notebook."""

    def __init__(self, key, title, groups, plan):
        self.key, self.title, self.groups, self.plan = key, title, groups, plan
        self.cells = sum(count for _, count in groups)
        self.seconds_of = {}
        self.group = self.cell = 0
        self.task = ""
        self.started = self.group_started = self.cell_started = self.spoken = time.monotonic()
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.ticker = threading.Thread(target=self._tick, daemon=True)
        self.ticker.start()

    def seconds(self):
        return time.monotonic() - self.started

    def at(self, cell):
        """A cell begins; cells count from 1."""
        with self.lock:
            self.cell, self.task, self.cell_started = cell, "", time.monotonic()

    def after(self, cell):
        """A cell has ended, and with it perhaps its group."""
        with self.lock:
            if self.group < len(self.groups) and cell == sum(count for _, count in self.groups[: self.group + 1]):
                title, count = self.groups[self.group]
                seconds = time.monotonic() - self.group_started
                self.seconds_of[title] = round(self.seconds_of.get(title, 0) + seconds, 1)
                self.plan.finish(seconds)
                self.group += 1
                self.group_started = time.monotonic()
                cells = f"{count} cell" + ("s" if count > 1 else "")
                self._say(f"  {title or self.title}: {cells}, {seconds:.1f} s; {minutes(self.plan.left())} left")

    def told(self, task):
        """What the running cell says of itself."""
        self.task = task

    def end(self, verdict):
        self.ended.set()
        self.ticker.join()
        self.plan.drop(self.key)
        self._say(f"{self.key}: {self.cells} cells, {self.seconds():.1f} s, {verdict}")

    def _say(self, line):
        start = "\r\033[K" if sys.stdout.isatty() else ""
        print(start + line, flush=True)
        self.spoken = time.monotonic()

    def _tick(self):
        while not self.ended.wait(0.5):
            with self.lock:
                now = time.monotonic()
                left = minutes(self.plan.left(now - self.group_started))
                cell = f"cell {self.cell} of {self.cells}, {now - self.cell_started:.0f} s" if self.cell else "the kernel starts"
                line = f"  {self.key}: {cell}" + (f", {self.task}" if self.task else "") + f"; {left} left"
                if sys.stdout.isatty():
                    print("\r\033[K" + line[:150], end="", flush=True)
                elif now - self.spoken >= SILENCE:
                    self._say(line[:150])


def minutes(seconds):
    return "less than a minute" if seconds < 60 else f"about {seconds / 60:.0f} min"


def remember(file, scale, seconds_of):
    """Adds the seconds of groups to the file that the next run estimates by."""
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    known.setdefault(scale, {}).update(seconds_of)
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.part")
    temporary.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(file)
