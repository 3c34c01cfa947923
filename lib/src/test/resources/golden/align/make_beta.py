"""Goldens of the ratings' probabilities under a Beta distribution.

scipy gives the probability of each bin as a difference of cdf or sf, whichever is small; mpmath, with 400 digits, its logarithm.

Run: python make_beta.py
"""

import json

import mpmath
import scipy
from scipy.stats import beta

mpmath.mp.dps = 400
BINS = {"HALF_INTEGER": [0, 0.125, 0.375, 0.625, 0.875, 1], "EQUAL": [0, 0.2, 0.4, 0.6, 0.8, 1]}
SCORES = [0.04, 0.25, 1.0, 1.7, 2.0, 2.5, 3.0, 3.31, 3.6, 3.96]

rows = []
for name, bounds in BINS.items():
    for total in (24.0, 4.0, 300.0):
        for score in SCORES:
            a = total * (score / 4)
            b = total - a
            d = beta(a, b)
            p, logs = [], []
            for lo, hi in zip(bounds, bounds[1:]):
                p.append(float(d.cdf(hi) - d.cdf(lo) if hi <= a / total else d.sf(lo) - d.sf(hi)))
                logs.append(float(mpmath.log(mpmath.re(mpmath.betainc(a, b, lo, hi, regularized=True)))))
            rows.append({"bins": name, "total": total, "score": score, "probabilities": p, "logs": logs})

made_by = f"scipy {scipy.__version__}, mpmath {mpmath.__version__}; python make_beta.py"
with open("beta.json", "w", encoding="utf-8") as f:
    f.write('{"made_by": ' + json.dumps(made_by) + ', "rows": [\n' + ",\n".join(map(json.dumps, rows)) + "]}\n")
