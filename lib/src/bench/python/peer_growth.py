"""Rows and their statistics by pandas and numpy."""

import sys
from time import perf_counter

import numpy as np
import pandas as pd

ATTRIBUTES = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"]
RESAMPLES = 200


class Task:
    def versions(self):
        return {"python": ".".join(map(str, sys.version_info[:3])), "pandas": pd.__version__, "numpy": np.__version__}

    def __init__(self, settings):
        self.frame = pd.DataFrame()

    def answer(self, request):
        return {"load": self.load, "statistics": self.statistics, "bootstrap": self.bootstrap}[request.pop("do")](**request)

    def load(self, file):
        start = perf_counter()
        self.frame = pd.read_json(file, lines=True)
        return {"seconds": perf_counter() - start, "rows": len(self.frame)}

    def statistics(self):
        start = perf_counter()
        ratings = self.frame[ATTRIBUTES]
        total = float(ratings.describe().loc["mean"].sum())
        r = float(ratings.corr().iloc[0, 1])
        k = kappa(ratings["helpfulness"].to_numpy(), ratings["correctness"].to_numpy())
        return {"seconds": perf_counter() - start, "check": [total, r, k]}

    def bootstrap(self):
        start = perf_counter()
        values = self.frame["helpfulness"].to_numpy(dtype=float)
        random = np.random.default_rng(1)
        means = [values[random.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
        np.quantile(means, [0.025, 0.975])
        return {"seconds": perf_counter() - start, "check": [float(values.mean()), float(np.std(means, ddof=1))]}


def kappa(a, b):
    """Cohen's kappa with quadratic weights."""
    table = np.zeros((5, 5))
    np.add.at(table, (a, b), 1)
    weights = (np.arange(5)[:, None] - np.arange(5)[None, :]) ** 2
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    return float(1 - (weights * table).sum() / (weights * expected).sum())
