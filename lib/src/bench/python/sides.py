"""The two processes that a benchmark compares, and how they are asked in turn."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Side:
    """A process that sets up one task and then does work on request, one JSON object a line each way."""

    def __init__(self, name, command, settings, log, environment):
        self.name = name
        self.log = log
        merged = {**os.environ, **environment}  # None takes a variable away
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={key: value for key, value in merged.items() if value is not None},
                text=True,
            )
        self.versions = self.ask(**settings)

    def ask(self, **request):
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self.process.wait()
            tail = "".join(self.log.read_text(errors="replace").splitlines(True)[-15:])
            raise RuntimeError(f"{self.name} must answer {request.get('do', 'its settings')}, got its end; {self.log}:\n{tail}")
        return json.loads(line)

    def timed(self, **request):
        """The answer and the processor time that the process took for it, which other work on the machine moves less."""
        before = self.cpu_seconds()
        answer = self.ask(**request)
        return answer | {"cpu_seconds": self.cpu_seconds() - before}

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mib(self):
        """The most memory that was resident, in MiB: VmHWM of Linux."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("/proc/PID/status must have VmHWM, got none; benchmarks need Linux")

    def device_mib(self):
        """Memory held on a GPU, in MiB, or None where the process uses none."""
        if os.environ.get("HELPSTEER_DEVICE", "cpu") == "cpu":
            return None
        listed = subprocess.run(
            ["nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        held = [int(row.split(",")[1]) for row in listed.splitlines() if row.split(",")[0] == str(self.process.pid)]
        return sum(held) if held else None

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Bench:
    """Where things lie and how the sides are started."""

    def __init__(self, target, java, threads, quick):
        self.target = target
        self.java = java
        self.threads = threads
        self.quick = quick

    def ours(self, case, settings, environment=None):
        command = [*self.java, f"-XX:ActiveProcessorCount={self.threads}", "helpsteer.benchmark.Worker"]
        return Side("ours", command, settings, self._log(case, "ours"), self._threads() | (environment or {}))

    def peer(self, case, settings):
        command = [sys.executable, str(HERE / "peer.py")]
        return Side("peer", command, settings, self._log(case, "peer"), self._threads())

    def _log(self, case, side):
        return self.target / "log" / f"{case.replace(' ', '-').replace('/', '-')}-{side}.log"

    def _threads(self):
        count = str(self.threads)
        return {
            "HELPSTEER_THREADS": count,
            "OMP_NUM_THREADS": count,
            "MKL_NUM_THREADS": count,
            "RAYON_NUM_THREADS": count,
            "TOKENIZERS_PARALLELISM": "true",
            "HF_HUB_OFFLINE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def spread(values):
    """The smallest, the middle and the largest of some numbers."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def alternate(ours, peer, request, rounds):
    """Asks both sides in turn, who begins changing each round; the answers as pairs."""
    pairs = []
    for i in range(rounds):
        if i % 2 == 0:
            a = ours.timed(**request)
            b = peer.timed(**request)
        else:
            b = peer.timed(**request)
            a = ours.timed(**request)
        pairs.append((a, b))
    return pairs


def comparison(name, pairs, work, unit, sides, target):
    """One case's result: rates in work per second; the ratio is the peer's time over ours, round by round."""
    ours, peer = sides
    times = {"ours": [a["seconds"] for a, _ in pairs], "peer": [b["seconds"] for _, b in pairs]}
    ratio = spread([b / a for a, b in zip(times["ours"], times["peer"], strict=True)])
    result = {"name": name, "unit": unit, "rounds": len(pairs), "seconds": times, "ratio": ratio, "target": target}
    cpu = {"ours": sum(a["cpu_seconds"] for a, _ in pairs), "peer": sum(b["cpu_seconds"] for _, b in pairs)}
    result |= {"cpu_seconds": cpu, "cpu_ratio": cpu["peer"] / max(cpu["ours"], 0.01)}
    for key, side in (("ours", ours), ("peer", peer)):
        rates = [w / s for w, s in zip(work, times[key], strict=True)]
        result[key] = {
            "rate": spread(rates),
            "peak_mib": side.peak_mib(),
            "device_mib": side.device_mib(),
            "versions": side.versions,
        }
    result["met"] = ratio["median"] >= target
    return result


def require_close(name, a, b, limit):
    """The largest difference of two lists of numbers; more than the limit ends the run."""
    if len(a) != len(b):
        raise RuntimeError(f"{name}: both sides must give as many numbers, got {len(a)} and {len(b)}")
    difference = max(abs(x - y) for x, y in zip(a, b, strict=True))
    if not difference <= limit:
        raise RuntimeError(f"{name}: both sides must agree within {limit}, got a difference of {difference}: {a[:3]} and {b[:3]}")
    return {"difference": difference, "limit": limit}
