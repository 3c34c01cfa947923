"""Executes notebooks, each with a fresh Java kernel, and judges what came out.

Started by environment/run and environment/test, which set up the kernel first.
"""

import argparse
import asyncio
import itertools
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

import gallery
import progress

PASSED, FAILED = "✔ ", "✘ "


class Client(NotebookClient):
    """Hears of the progress bars that a running cell shows."""

    def process_message(self, msg, cell, cell_index):
        text = msg["content"].get("data", {}).get("text/plain", "")
        if "█" in text or "░" in text:
            self.on_bar(re.sub(r"  [█░]+ *", " ", text.splitlines()[0]))
        return super().process_message(msg, cell, cell_index)


def main():
    options = parse()
    scale = os.environ.get("HELPSTEER_SCALE", "default").strip().lower()
    read = {path: nbformat.read(path, 4) for path in options.notebooks}
    parts = [(gallery.page_name(path), progress.groups_of(notebook)) for path, notebook in read.items()]
    remembered = options.out / "seconds.json"
    plan = progress.Plan(scale, parts, Path(__file__).with_name("seconds.json"), remembered)
    print(f"{len(read)} notebook{'s' if len(read) > 1 else ''} at scale {scale}, {progress.minutes(plan.left())}", flush=True)
    results = []
    for path, notebook in read.items():
        result, seconds = run_one(path, notebook, options, plan)
        results.append(result)
        progress.remember(remembered, scale, {gallery.page_name(path): seconds})
    gallery.write(options.out, results)
    print_table(results)
    print(f"\nExecuted notebooks: {options.out / 'index.html'}")
    return 1 if any(result["problems"] for result in results) else 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the executed copies and their index")
    parser.add_argument("--timeout", type=int, default=None, help="seconds that one cell may take; default: no limit")
    parser.add_argument("--save", action="store_true", help="write outputs back into the notebooks that passed")
    parser.add_argument("notebooks", type=Path, nargs="+")
    return parser.parse_args()


def run_one(path, notebook, options, plan):
    """The result for the index, and the seconds of each group of cells."""
    lines = progress.Progress(gallery.page_name(path), path.stem, progress.groups_of(notebook), plan)
    stopped = execute(notebook, path, options.timeout, lines)
    seconds = lines.seconds()
    strip(notebook)
    passed, checks = count_checks(notebook)
    problems = stopped + problems_of(notebook)
    lines.end("; ".join(problems) if problems else f"checks {passed}/{checks}")
    if options.save and not problems:
        save(notebook, path)
    result = {
        "name": path.stem,
        "path": str(path),
        "seconds": round(seconds, 1),
        "passed": passed,
        "checks": checks,
        "problems": problems,
        **gallery.add(options.out, path, notebook),
    }
    return result, lines.seconds_of


def execute(notebook, path, timeout, lines):
    """Fills in the outputs; gives what stopped it short, which is nothing where a cell's own error did."""
    clear(notebook)
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    client = Client(
        notebook,
        kernel_name="java",
        timeout=timeout,
        startup_timeout=120,
        record_timing=False,
        iopub_timeout=600,  # a busy machine takes its time to receive what a cell printed; less loses it silently
        raise_on_iopub_timeout=True,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell, cell_index: cell_index in code and lines.at(code.index(cell_index) + 1),
        on_cell_complete=lambda cell, cell_index: cell_index in code and lines.after(code.index(cell_index) + 1),
    )
    client.on_bar = lines.told
    try:
        client.execute()
    except (Exception, asyncio.CancelledError) as error:
        if getattr(client, "_async_cleanup_kernel_future", None):  # nbclient heard Ctrl-C and ended the kernel
            raise KeyboardInterrupt from None
        return stopped_by(error, timeout)
    return []


def stopped_by(error, timeout):
    if isinstance(error, CellExecutionError):
        return []  # it is among the outputs
    if isinstance(error, CellTimeoutError):
        return [f"a cell took longer than {timeout} s"]
    if isinstance(error, (DeadKernelError, RuntimeError)):
        return [f"the kernel died: {error}"]
    raise error


def clear(notebook):
    """A run that stops early must not show outputs of an earlier one."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def strip(notebook):
    """Drops what differs between two equal runs, and joins what the kernel printed piece by piece."""
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = coalesce(cell.outputs)


def coalesce(outputs):
    joined = []
    for key, group in itertools.groupby(outputs, key=lambda output: output.get("name")):  # only streams have a name
        group = list(group)
        if key:
            group[0].text = "".join(output.text for output in group)
            group = group[:1]
        joined += group
    return joined


def problems_of(notebook):
    found = []
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        tags = cell.metadata.get("tags", [])
        for output in cell.outputs:
            found += [f"cell {number}: {problem}" for problem in problems_in(output, tags)]
        ran = cell.execution_count is not None
        if "chart" in tags and ran and not any("image/png" in output.get("data", {}) for output in cell.outputs):
            found.append(f"cell {number}: no chart")
    return found


def problems_in(output, tags):
    if output.output_type == "error" and "raises-exception" not in tags:
        yield error_line(output)
    if output.output_type == "stream" and output.name == "stderr":
        yield "wrote to stderr: " + first_line(output.text)
    for line in check_lines(output):
        if line.startswith(FAILED):
            yield "check failed: " + line[len(FAILED) :]


def error_line(error):
    """The kernel names its own wrapper as the error, so the traceback's first line says more."""
    traceback = re.sub(r"\033\[[0-9;]*m", "", "\n".join(error.traceback))
    return first_line(traceback.lstrip("-\n ")) or first_line(error.evalue) or error.ename


def first_line(text):
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def check_lines(output):
    plain = output.get("data", {}).get("text/plain", "")
    return [line for line in plain.splitlines() if line.startswith((PASSED, FAILED))]


def count_checks(notebook):
    lines = [
        line
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        for line in check_lines(output)
    ]
    return sum(line.startswith(PASSED) for line in lines), len(lines)


def save(notebook, path):
    temporary = path.with_name(f".{path.name}.part")
    nbformat.write(notebook, temporary)
    os.replace(temporary, path)


def print_table(results):
    width = max(len(result["name"]) for result in results)
    print(f"\n{'notebook':<{width}}  {'seconds':>7}  checks")
    for result in results:
        verdict = f"{result['passed']}/{result['checks']}"
        print(f"{result['name']:<{width}}  {result['seconds']:7.1f}  {verdict}{'  FAILED' if result['problems'] else ''}")
        for problem in result["problems"]:
            print(f"  {problem}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped; the notebook that was running is left as it was.", file=sys.stderr)
        sys.exit(130)
