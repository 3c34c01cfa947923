"""On what, with what and how a result was made."""

import os
import subprocess
import sys
import time
from pathlib import Path


def of(root, options, data):
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "commit": commit(root),
        "machine": machine(),
        "threads": options.threads,
        "device": os.environ.get("HELPSTEER_DEVICE", "cpu"),
        "data": "sample" if data == root / "data" / "sample" else "HELPSTEER_DATA",
        "quick": options.quick,
        "command": "environment/bench " + " ".join(sys.argv[1:]),
    }


def commit(root):
    def git(*words):
        return subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short=12", "HEAD") + (" and changes" if git("status", "--porcelain") else "")


def machine():
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "unknown")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    return {"cpu": model, "cores": os.cpu_count(), "memory_gib": round(memory, 1), "load": list(os.getloadavg())}
