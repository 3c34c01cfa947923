"""Goldens of the panels of bench, stats and reward: made-up numbers, run through other people's programs.

Run: python make_goldens.py REWARD_BENCH_CLONE REWARDBENCH_WHEEL   (needs numpy pandas scipy scikit-learn)
The clone is allenai/reward-bench at 05a9005efb607249822c193590c8ecab87c77052, the wheel rewardbench 0.1.4 from PyPI. Only
single functions of the two are run, taken out by ast, so that neither needs to be installed.
"""

import ast
import itertools
import json
import math
import subprocess
import sys
import unicodedata
import zipfile
from collections import defaultdict
from typing import List, Tuple

import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import expit
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

COMMAND = "python make_goldens.py REWARD_BENCH_CLONE REWARDBENCH_WHEEL"
COMMIT = "05a9005efb607249822c193590c8ecab87c77052"


def write(name, made_by, content):
    with open(name + ".json", "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by + "; " + COMMAND) + ",\n")
        f.write(json.dumps(content, ensure_ascii=False)[1:] + "\n")


def version(*programs):
    return ", ".join(f"{p.__name__} {p.__version__}" for p in programs)


# ---- RewardBench 2

class Dataset:
    """As much of datasets.Dataset as the functions use."""

    def __init__(self, frame):
        self.frame = frame
        self.column_names = list(frame.columns)

    def to_pandas(self):
        return self.frame

    @staticmethod
    def from_pandas(frame):
        return Dataset(frame)

    @staticmethod
    def from_dict(columns):
        return Dataset(pd.DataFrame({k: pd.Series(v, dtype=object) for k, v in columns.items()}))

    def __iter__(self):
        return iter(self.frame.to_dict("records"))

    def __len__(self):
        return len(self.frame)

    def remove_columns(self, names):
        return Dataset(self.frame.drop(columns=names))

    def add_column(self, name, values):
        return Dataset(self.frame.assign(**{name: values}))


def functions(source, *names):
    scope = {"np": np, "pd": pd, "math": math, "Dataset": Dataset, "defaultdict": defaultdict, "List": List,
             "Tuple": Tuple, "Dict": dict}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            exec(ast.unparse(node), scope)
    return scope


DOMAINS = ["Factuality", "Precise IF", "Math", "Safety", "Focus"]


def made_up(seed, levels):
    """Scores of 12 rows of each domain and 7 pairs of Ties; few levels give equal scores."""
    rng = np.random.default_rng(seed)

    def draw(n, shift):
        x = rng.standard_normal(n)
        x[:shift] += 1.0
        return [float(v) for v in (np.round(x * levels) / levels if levels else x)]

    rows = []
    for domain in DOMAINS:
        for i in range(12):
            rows.append({"id": str(i), "subset": domain, "num_correct": 1, "scores": draw(4, 1)})
    for k in range(7):
        rows.append({"id": f"ref:{k}", "subset": "Ties", "num_correct": 1, "scores": draw(int(rng.integers(2, 8)), 1)})
        right = int(rng.integers(2, 6))
        rows.append({"id": f"tied:{k}", "subset": "Ties", "num_correct": right,
                     "scores": [v + 1.5 for v in draw(right, 0)] + draw(int(rng.integers(1, 9)), 0)})
    return rows


def reward_bench_2(clone, wheel):
    head = subprocess.run(["git", "-C", clone, "show", COMMIT + ":rewardbench/utils.py"], capture_output=True,
                          check=True, text=True).stdout
    with zipfile.ZipFile(wheel) as z:
        release = z.read("rewardbench/utils.py").decode()
    now = functions(head, "reroll_and_score_dataset", "_compute_prompt_stats", "process_single_model")
    then = functions(release, "reroll_and_score_dataset", "sample_stats", "process_single_model")
    models = []
    for name, seed, levels in [("fine", 1, 0), ("coarse", 2, 2), ("coarser", 3, 1), ("constant", 4, None), ("even", 5, 0)]:
        rows = made_up(seed, levels or 0)
        if levels is None:
            for r in rows:
                r["scores"] = [0.5] * len(r["scores"])
        if name == "even":  # right answers of one score: spread 0, where the two versions differ
            for r in rows:
                if r["id"].startswith("tied") and int(r["id"][5:]) % 2 == 0:
                    r["scores"][:r["num_correct"]] = [1.25] * r["num_correct"]
        flat, counts = [], []
        for i, r in enumerate(x for x in rows if x["subset"] != "Ties"):
            counts.append(len(r["scores"]))
            flat += [{"row": i, "subset": r["subset"], "scores": s, "text": ""} for s in r["scores"]]
        credits = [d["reroll_and_score_dataset"](Dataset(pd.DataFrame(flat)), counts).frame["results"].tolist()
                   for d in (now, then)]
        assert credits[0] == credits[1]
        ties = [{k: r[k] for k in ("id", "num_correct", "scores")} for r in rows if r["subset"] == "Ties"]
        with np.errstate(all="ignore"):
            score = float(now["process_single_model"](Dataset(pd.DataFrame(ties)))[1])
            old = float(then["process_single_model"](Dataset(pd.DataFrame(ties)))[1])
        subsets = [r["subset"] for r in rows if r["subset"] != "Ties"]
        means = [float(np.mean([c for c, s in zip(credits[0], subsets) if s == d])) for d in DOMAINS]
        models.append({"model": name, "rows": rows, "credits": [float(c) for c in credits[0]], "domains": means,
                       "ties": score, "ties_0_1_4": old, "overall": float(np.mean(means + [score]))})
    write("rewardbench2", f"allenai/reward-bench {COMMIT}, rewardbench 0.1.4, {version(np, pd)}", {"models": models})


# ---- logistic regression without intercept, temperature, calibration

def logistic():
    cases = []
    for seed, n, c in [(1, 60, 1.0), (2, 60, 0.01), (3, 200, None), (4, 40, 100.0)]:
        rng = np.random.default_rng(seed)
        x = np.round(rng.standard_normal((n, 5)), 4)
        true = np.array([1.0, 0.7, 0.2, 0.0, -0.5])
        y = (rng.random(n) < expit(x @ true)).astype(int)
        w = np.round(rng.random(n) + 0.2, 3) if seed != 1 else np.ones(n)
        settings = {"C": c if c else np.inf}
        fit = LogisticRegression(fit_intercept=False, solver="newton-cholesky", tol=1e-13, max_iter=1000, **settings)
        fit.fit(x, y, sample_weight=w)
        cases.append({"x": x.tolist(), "y": y.tolist(), "weights": w.tolist(), "penalty": 1 / c if c else 0.0,
                      "coefficients": fit.coef_[0].tolist()})
    write("logistic", version(sklearn, np), {"cases": cases})


def calibration():
    cases = []
    for seed, n, scale, grid in [(1, 300, 3.0, None), (2, 120, 0.4, None), (3, 200, 1.0, 4)]:
        rng = np.random.default_rng(seed)
        d = rng.standard_normal(n) * scale
        d = np.round(d * grid) / grid if grid else np.round(d, 6)
        y = (rng.random(n) < expit(d / 1.7 / scale * 2)).astype(int)

        def loss(log_t):
            z = d / math.exp(log_t)
            return float(np.mean(np.logaddexp(0, z) - y * z))

        best = minimize_scalar(loss, bounds=(-6, 6), method="bounded", options={"xatol": 1e-12})
        p = expit(d)
        share, predicted = calibration_curve(y, p, n_bins=10, strategy="quantile")
        edges = np.percentile(p, np.linspace(0, 1, 11) * 100)
        counts = np.bincount(np.searchsorted(edges[1:-1], p), minlength=10)
        counts = counts[counts > 0]
        cases.append({"differences": d.tolist(), "outcomes": y.tolist(), "temperature": math.exp(best.x),
                      "loss": best.fun, "loss_at_one": loss(0.0), "predicted": predicted.tolist(),
                      "share": share.tolist(), "counts": counts.tolist(),
                      "ece": float(np.sum(counts / n * np.abs(share - predicted))),
                      "brier": float(brier_score_loss(y, p))})
    write("calibration", version(scipy, sklearn, np), {"cases": cases})


# ---- best of n, every subset tried

def best_of():
    cases = []
    for seed, m, levels in [(1, 1, 0), (2, 5, 0), (3, 8, 2), (4, 7, 1), (5, 6, 0)]:
        rng = np.random.default_rng(seed)
        reward = rng.standard_normal(m)
        reward = np.round(reward * levels) / levels if levels else np.round(reward, 4)
        gold = np.round(rng.standard_normal(m) + 0.5 * reward, 4)
        expected, oracle = [], []
        for n in range(1, m + 1):
            picks, bests = [], []
            for subset in itertools.combinations(range(m), n):
                top = max(reward[i] for i in subset)
                picks.append(np.mean([gold[i] for i in subset if reward[i] == top]))
                bests.append(max(gold[i] for i in subset))
            expected.append(float(np.mean(picks)))
            oracle.append(float(np.mean(bests)))
        cases.append({"rewards": reward.tolist(), "golds": gold.tolist(), "expected": expected, "oracle": oracle})
    write("best-of", version(np) + ", every subset by itertools", {"cases": cases})


# ---- overlap of word 8-grams

def words(text):
    kept = "".join(c for c in text.lower() if unicodedata.category(c)[0] not in "PSC" or c.isspace())
    return kept.split()


def grams(text):
    w = words(text)
    return [" ".join(w[i:i + 8]) for i in range(len(w) - 7)]


def overlap():
    rng = np.random.default_rng(8)
    vocabulary = ["the", "The", "sea,", "don't", "(rain)", "42", "ÉTÉ", "naïve", "—", "x=1;", "re-do", "über", "end."]

    def text(n):
        out = ""
        for _ in range(n):
            out += str(rng.choice(vocabulary)) + str(rng.choice([" ", "  ", "\n", "\t"]))
        return out

    items = [{"subset": str(rng.choice(["a", "b", "c"])), "text": text(int(n))} for n in rng.integers(2, 40, 40)]
    train = [text(int(n)) for n in rng.integers(0, 60, 25)]
    for i in range(0, 24, 3):  # copied in part, as real overlap is
        piece = items[i]["text"].split()
        train.append("before " + " ".join(piece[len(piece) // 4:]).upper() + " after")
    train.append(items[30]["text"] + items[30]["text"])
    found = {g for t in train for g in grams(t)}
    rows = []
    for item in items:
        own = grams(item["text"])
        rows.append({**item, "grams": len(own), "found": sum(g in found for g in own)})
    write("overlap", f"Python {sys.version.split()[0]}, sets of strings", {"items": rows, "train": train})


def main(clone, wheel):
    reward_bench_2(clone, wheel)
    logistic()
    calibration()
    best_of()
    overlap()


main(*sys.argv[1:])
