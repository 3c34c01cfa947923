"""Writes the golden values of helpsteer.stats, one JSON object a line, beside this file.

Run: python make_goldens.py   (needs numpy pandas scipy scikit-learn statsmodels krippendorff)
"""

import json
import math
import pathlib
import warnings
from fractions import Fraction
from importlib.metadata import version

import krippendorff
import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import special, stats
from sklearn import metrics
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20240612)
LEVELS = [0.9, 0.95, 0.99]


def write(name, packages, rows):
    made = ", ".join(f"{p} {version(p)}" for p in packages)
    lines = [f"# {made}; python make_goldens.py"] + [json.dumps(r) for r in rows]
    (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n")


def floats(values):
    return [float(v) for v in values]


def interval(pair):
    return [float(pair[0]), float(pair[1])]


def samples():
    return {
        "normal": rng.normal(3, 1.5, 40),
        "ratings with ties": rng.integers(0, 5, 60).astype(float),
        "skewed": rng.lognormal(6, 1, 35),
        "far from zero": 1e9 + rng.normal(0, 1, 25),
        "tiny": rng.normal(0, 1e-12, 12),
        "huge": rng.normal(0, 1e200, 12),
        "three": np.array([1.0, 2.0, 4.0]),
    }


def pairs():
    out = {}
    for name, x in samples().items():
        noise = rng.normal(0, 1, len(x)) * x.std(ddof=1) if name != "huge" else rng.normal(0, 1e200, len(x))
        y = 0.6 * x + noise
        out[name] = (x, np.round(y) if name == "ratings with ties" else y)
    out["strong"] = (np.arange(30.0), np.arange(30.0) + rng.normal(0, 0.01, 30))
    out["negative"] = (np.arange(12.0), -np.arange(12.0) ** 3)
    return out


def summary():
    rows = []
    for name, x in samples().items():
        d = None if name == "huge" else DescrStatsW(x)
        n = len(x)
        sd = float(np.std(x / 1e200, ddof=1) * 1e200) if name == "huge" else float(np.std(x, ddof=1))
        row = dict(case=name, x=floats(x), mean=float(np.mean(x)), sampleSd=sd, populationSd=sd * math.sqrt((n - 1) / n),
                   min=float(x.min()), max=float(x.max()), median=float(np.median(x)),
                   quantiles=[[q, float(np.quantile(x, q))] for q in (0, 0.05, 0.25, 1 / 3, 0.9, 1)])
        if d is not None:
            row["meanIntervals"] = [[q, *interval(d.tconfint_mean(alpha=1 - q))] for q in LEVELS]
            row["sdIntervals"] = [[q, *(float(sd * math.sqrt((n - 1) / stats.chi2.ppf(p, n - 1)))
                                        for p in ((1 + q) / 2, (1 - q) / 2))] for q in LEVELS]
        rows.append(row)
    write("summary", ["numpy", "scipy", "statsmodels"], rows)


def correlation():
    rows = []
    for name, (x, y) in pairs().items():
        scale = 1e200 if name == "huge" else 1.0  # scipy overflows; r does not depend on the scale
        p = stats.pearsonr(x / scale, y / scale)
        s = stats.spearmanr(x, y)
        n = len(x)
        row = dict(case=name, x=floats(x), y=floats(y), pearson=float(p.statistic), pearsonP=float(p.pvalue),
                   spearman=float(s.statistic), spearmanP=float(s.pvalue))
        if n > 3:
            row["pearsonIntervals"] = [[q, *interval(p.confidence_interval(q))] for q in LEVELS]
            if abs(s.statistic) < 1:
                z, se = math.atanh(s.statistic), math.sqrt((1 + s.statistic**2 / 2) / (n - 3))
                row["spearmanIntervals"] = [[q, *(math.tanh(z + k * stats.norm.ppf((1 + q) / 2) * se) for k in (-1, 1))]
                                            for q in LEVELS]
        rows.append(row)
    write("correlation", ["scipy"], rows)

    rows = []
    for n, k in ((30, 1), (50, 2), (200, 3)):
        controls = rng.normal(0, 1, (n, k))
        x = controls.sum(axis=1) + rng.normal(0, 1, n)
        y = controls[:, 0] - x * 0.3 + rng.normal(0, 1, n)
        design = sm.add_constant(controls)
        r = stats.pearsonr(sm.OLS(x, design).fit().resid, sm.OLS(y, design).fit().resid).statistic
        full = sm.OLS(y, np.column_stack([design, x])).fit()  # the same p by another road
        rows.append(dict(x=floats(x), y=floats(y), controls=[floats(c) for c in controls.T], r=float(r),
                         p=float(full.pvalues[-1])))
    write("partial", ["scipy", "statsmodels"], rows)


def kappa():
    rows = []
    names = dict(UNWEIGHTED=None, LINEAR="linear", QUADRATIC="quadratic")
    for n, noise in ((20, 0), (40, 1), (200, 1), (200, 4)):
        a = rng.integers(0, 5, n)
        b = np.clip(a + rng.integers(-noise, noise + 1, n), 0, 4)
        rows.append(dict(a=a.tolist(), b=b.tolist(),
                         **{w: float(metrics.cohen_kappa_score(a, b, labels=range(5), weights=s))
                            for w, s in names.items()}))
    write("kappa", ["scikit-learn"], rows)

    rows = []
    for n in (15, 120):
        truth = rng.integers(0, 5, n)
        items = [np.clip(t + rng.integers(-1, 2, rng.integers(2, 6)), 0, 4).tolist() for t in truth]
        both, one, first, weight = [], [], [], []
        for scores in items:
            first.append(scores[:2])
            mine = [(scores[i], scores[j]) for i in range(len(scores)) for j in range(len(scores)) if i != j]
            both += mine
            weight += [1 / len(mine)] * len(mine)
            one += [(scores[i], scores[j]) for i in range(len(scores)) for j in range(i + 1, len(scores))]
        row = dict(items=items)
        for pooling, p, w in (("ALL_PAIRS_BOTH_ORDERS", both, None), ("ALL_PAIRS_ONE_ORDER", one, None),
                              ("EACH_ITEM_ONCE", both, weight), ("FIRST_TWO", first, None)):
            p = np.array(p)
            row[pooling] = {k: float(metrics.cohen_kappa_score(p[:, 0], p[:, 1], labels=range(5), weights=s,
                                                               sample_weight=w)) for k, s in names.items()}
        rows.append(row)
    write("pooled", ["scikit-learn"], rows)


def alpha():
    rows = []
    for n, wobble, high in ((12, 1, 4), (80, 1, 4), (80, 3, 4), (60, 2, 9)):
        items = [np.clip(t + rng.integers(-wobble, wobble + 1, rng.integers(1, 6)), 0, high).tolist()
                 for t in rng.integers(0, high + 1, n)]
        counts = np.array([[i.count(c) for c in range(high + 1)] for i in items])
        rows.append(dict(items=items, categories=high + 1,
                         **{m.upper(): float(krippendorff.alpha(value_counts=counts, value_domain=list(range(high + 1)),
                                                                level_of_measurement=m))
                            for m in ("nominal", "ordinal", "interval")}))
    write("alpha", ["krippendorff"], rows)


def exact_fit(x, y):
    """Least squares by the normal equations in rational arithmetic: no rounding at all."""
    rows = [[Fraction(1)] + [Fraction(float(v)) for v in row] for row in x]
    target = [Fraction(float(v)) for v in y]
    k = len(rows[0])
    m = [[sum(r[a] * r[b] for r in rows) for b in range(k)] + [sum(r[a] * t for r, t in zip(rows, target))]
         for a in range(k)]
    for c in range(k):
        m[c] = [v / m[c][c] for v in m[c]]
        for i in range(k):
            if i != c:
                m[i] = [v - m[i][c] * w for v, w in zip(m[i], m[c])]
    return [float(m[i][k]) for i in range(k)]


def linear_fit():
    rows = []
    for n, k, scale in ((10, 1, 1), (60, 3, 1), (300, 4, 30)):
        x = rng.normal(0, 1, (n, k)) * (scale ** np.arange(k) if scale > 1 else 1)
        y = 2 + x @ (1.0 / (1 + np.arange(k)) / np.abs(x).mean(axis=0)) + rng.normal(0, 1, n)
        f = sm.OLS(y, sm.add_constant(x)).fit()
        rows.append(dict(rows=[floats(r) for r in x], y=floats(y), exact=exact_fit(x, y), params=floats(f.params), bse=floats(f.bse),
                         t=floats(f.tvalues), p=floats(f.pvalues), intervals=[interval(c) for c in f.conf_int(0.01)],
                         rSquared=float(f.rsquared), adjusted=float(f.rsquared_adj), f=float(f.fvalue),
                         fP=float(f.f_pvalue), residualSd=float(math.sqrt(f.scale))))
    write("linear-fit", ["statsmodels"], rows)


def proportions():
    cases = [(0, 1), (1, 1), (0, 50), (50, 50), (7, 20), (55, 110), (2500, 2985), (1, 1000000)]
    write("wilson", ["statsmodels"],
          [dict(successes=s, total=n, level=q, interval=interval(proportion_confint(s, n, alpha=1 - q, method="wilson")))
           for s, n in cases for q in LEVELS])
    rows = []
    for b, c in ((0, 1), (0, 6), (5, 12), (20, 21), (40, 10), (300, 200), (1500, 1400)):
        table = [[0, b], [c, 0]]
        exact, chi = mcnemar(table, exact=True), mcnemar(table, exact=False, correction=True)
        mid = float(exact.pvalue - stats.binom.pmf(min(b, c), b + c, 0.5))
        rows.append(dict(onlyFirst=b, onlySecond=c, exact=float(exact.pvalue), mid=mid, chiSquare=float(chi.statistic),
                         chiSquareP=float(chi.pvalue)))
    write("mcnemar", ["statsmodels", "scipy"], rows)


def two_samples():
    for n, m, sd in ((5, 9, 3), (40, 30, 1), (200, 20, 0.1)):  # unused draws, after which the stored ones come
        rng.normal(1, 1, n), rng.normal(0.6, sd, m)
    rows = []
    for n in (4, 10, 12, 60):
        a = rng.normal(0.4, 1, n) if n != 10 else rng.integers(0, 5, n).astype(float)
        b = rng.normal(0, 1, n) if n != 10 else rng.integers(0, 4, n).astype(float)
        t = stats.ttest_rel(a, b)
        perm = stats.permutation_test((a - b,), np.mean, permutation_type="samples", n_resamples=200000, rng=7)
        rows.append(dict(a=floats(a), b=floats(b), t=float(t.statistic), p=float(t.pvalue),
                         interval=interval(t.confidence_interval(0.9)), permutation=float(perm.pvalue)))
    write("paired", ["scipy"], rows)


def p_values():
    cases = [[0.04], [0.01, 0.04, 0.03, 0.005], [0.9, 0.8, 0.7], [0.02, 0.02, 0.02], [0, 1, 0.5, 1e-12],
             floats(rng.uniform(0, 0.2, 25))]
    write("p-values", ["statsmodels"],
          [dict(p=c, holm=floats(multipletests(c, method="holm")[1]),
                benjaminiHochberg=floats(multipletests(c, method="fdr_bh")[1])) for c in cases])


def fit_quality():
    rows = []
    for n in (3, 50, 500):
        actual = rng.integers(0, 5, n).astype(float)
        actual[0] = 4 - actual[1]  # never constant
        predicted = 0.3 * actual + rng.normal(1, 1, n)
        rows.append(dict(predicted=floats(predicted), actual=floats(actual),
                         mse=float(metrics.mean_squared_error(actual, predicted)),
                         mae=float(metrics.mean_absolute_error(actual, predicted)),
                         rSquared=float(metrics.r2_score(actual, predicted)),
                         pearson=float(stats.pearsonr(actual, predicted).statistic)))
    write("fit-quality", ["scikit-learn", "scipy"], rows)


def histogram():
    rows = []
    for name, x in samples().items():
        if name == "huge":
            continue
        for bins in (1, 5, 12):
            counts, edges = np.histogram(x, bins=bins)
            rows.append(dict(case=name, x=floats(x), bins=bins, counts=counts.tolist(), edges=floats(edges)))
    x = np.arange(0, 1.05, 0.1)
    counts, edges = np.histogram(x, bins=10)
    rows.append(dict(case="every value on an edge", x=floats(x), bins=10, counts=counts.tolist(), edges=floats(edges)))
    write("histogram", ["numpy"], rows)


def bootstrap():
    rows = []
    data = {"normal": rng.normal(3, 1.5, 40), "skewed": rng.lognormal(0, 1, 30), "ratings": rng.integers(0, 5, 60) * 1.0}
    for name, x in data.items():
        for statistic, f in (("mean", np.mean), ("sd", lambda v, axis=-1: np.std(v, ddof=1, axis=axis))):
            row = dict(case=name, x=floats(x), statistic=statistic)
            for method in ("percentile", "BCa"):
                b = stats.bootstrap((x,), f, n_resamples=200000, batch=20000, confidence_level=0.9, method=method, rng=11)
                row[method] = interval(b.confidence_interval)
                row["standardError"] = float(b.standard_error)
            rows.append(row)
    write("bootstrap", ["scipy"], rows)


def crossed():
    """Two-way random effects, one measurement a cell; a table of its own random stream, so the other files stay as they are."""
    own = np.random.default_rng(7)
    rows = []
    for items, repetitions, item_sd, repetition_sd in ((12, 3, 1.0, 1.0), (40, 5, 0.5, 0.2), (6, 2, 0.1, 2.0), (25, 3, 1, 0)):
        x = 0.3 + item_sd * own.normal(size=(1, items)) + repetition_sd * own.normal(size=(repetitions, 1))
        x = x + 0.4 * own.normal(size=(repetitions, items))
        frame = pd.DataFrame([(r, i, x[r, i]) for r in range(repetitions) for i in range(items)], columns=["r", "i", "x"])
        table = anova_lm(ols("x ~ C(r) + C(i)", frame).fit())
        squares = table["sum_sq"] / table["df"]
        n = items * repetitions
        own_items = squares["C(i)"] / n
        added = max(0.0, (squares["C(r)"] - squares["Residual"]) / n)
        variance = own_items + added
        df = variance**2 / (own_items**2 / (items - 1) + added**2 / (repetitions - 1))
        t = stats.t(df)
        mean = float(x.mean())
        error = math.sqrt(variance)
        rows.append(dict(values=[floats(row) for row in x], mean=mean, items=float(own_items), added=float(added),
                         df=float(df), p=float(2 * t.sf(abs(mean) / error)),
                         intervals=[[level, *floats(mean + error * t.ppf([(1 - level) / 2, (1 + level) / 2]))]
                                    for level in LEVELS]))
    write("crossed", ["numpy", "scipy", "statsmodels"], rows)


def calibration():
    """What scores mean: slopes with clustered errors, percentiles, intervals of log-odds; a random stream of its own."""
    own = np.random.default_rng(12)
    slopes = []
    for n, groups, slope in ((40, 20, 0.8), (200, 60, 2.0), (60, 60, 0.1), (120, 12, -0.5)):
        x = 1.5 * own.normal(size=n)
        group = np.arange(n) % groups
        y = (own.random(n) < 1 / (1 + np.exp(-slope * x))).astype(float)
        fit = sm.Logit(y, x).fit(method="newton", tol=1e-12, disp=0, cov_type="cluster", cov_kwds={"groups": group})
        slopes.append(dict(x=floats(x), outcomes=floats(y), groups=[int(g) for g in group], slope=float(fit.params[0]),
                           error=float(fit.bse[0])))
    write("logistic-slope", ["statsmodels"], slopes)
    percentiles = []
    for n in (7, 101, 350):
        x = own.normal(size=n)
        at = floats(np.concatenate([own.normal(size=8), x[:2]]))
        quantiles = np.quantile(x, np.linspace(0, 1, 101))
        percentiles.append(dict(x=floats(x), at=at, percentiles=floats(np.interp(at, quantiles, np.linspace(0, 100, 101)))))
    write("percentile", ["numpy"], percentiles)
    intervals = []
    for slope, error, groups, difference, spread, heads in ((1.5, 0.2, 80, 0.7, 0.3, 5), (0.4, 0.1, 31, -2.0, 0.0, 5),
                                                            (2.0, 0.0, 50, 0.1, 1.2, 4), (0.9, 0.3, 40, 1.3, 0.4, 2)):
        a, b = (error * difference) ** 2, spread**2
        t = stats.t((a + b) ** 2 / (a**2 / (groups - 1) + b**2 / (heads - 1)))
        odds = slope * difference + math.sqrt(a + b) * t.ppf([0.5, 0.025, 0.975])
        intervals.append(dict(slope=slope, error=error, groups=groups, difference=difference, spread=spread, heads=heads,
                              probability=floats(special.expit(odds))))
    write("pair-probability", ["scipy"], intervals)


warnings.simplefilter("error")
for make in (summary, correlation, kappa, alpha, linear_fit, proportions, two_samples, p_values, fit_quality, histogram,
             bootstrap, crossed, calibration):
    make()
