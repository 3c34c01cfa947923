"""Goldens of heads on fixed vectors.

logistic.json: scikit-learn's LogisticRegression (lbfgs). "logistic": with an intercept, one fit an attribute. "regular" and
"scaled": without one, on differences of vectors and on the same turned round, each counting half; scaled by sample_weight.
ordinal.json: statsmodels' OrderedModel (logit), which has no penalty.
gate.json: PyTorch, double precision: the mean loss of a gate and its gradients, by autograd.

Run: python make_goldens.py
"""

import json

import numpy as np
import sklearn
import statsmodels
import torch
from sklearn.linear_model import LogisticRegression
from statsmodels.miscmodels.ordinal_model import OrderedModel

rng = np.random.default_rng(7)


def write(name, program, content):
    with open(name, "w") as f:
        f.write('{"made_by": ' + json.dumps(program + "; python make_goldens.py") + ",\n")
        f.write(",\n".join(json.dumps(k) + ": " + json.dumps(v) for k, v in content.items()))
        f.write("}\n")


def vectors(n, d):
    return rng.standard_normal((n, d)).astype(np.float32) * (1 + np.arange(d, dtype=np.float32)) / 2 + 1


def ratings(x, levels, noise=1.0):
    out = []
    for _ in range(5):
        z = (x - 1) @ rng.standard_normal(x.shape[1]) / 3 + noise * rng.logistic(size=len(x))
        out.append(np.searchsorted(np.quantile(z, np.arange(1, levels) / levels), z))
    return np.stack(out, 1)


def logistic():
    x = vectors(90, 6)
    y = ratings(x, 5)
    thresholds = [1, 2, 3, 4, 2]
    fits = []
    for penalty in (0.1, 1, 30):
        rows = []
        for a, t in enumerate(thresholds):
            m = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10000).fit(x.astype(float), y[:, a] >= t)
            rows.append({"weights": m.coef_[0].tolist(), "intercept": m.intercept_[0]})
        fits.append({"penalty": penalty, "attributes": rows})
    chosen, rejected = vectors(70, 6), vectors(70, 6)
    strengths = rng.integers(1, 4, 70).astype(float)
    difference = chosen.astype(float) - rejected
    both = np.concatenate([difference, -difference])
    label = np.repeat([1, 0], 70)
    pairs = []
    for penalty in (0.3, 10):
        for loss, weight in (("REGULAR", np.ones(70)), ("SCALED", strengths)):
            m = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10000, fit_intercept=False)
            m.fit(both, label, sample_weight=np.tile(weight / 2, 2))
            pairs.append({"loss": loss, "penalty": penalty, "weights": m.coef_[0].tolist()})
    write("logistic.json", f"scikit-learn {sklearn.__version__}", {
        "x": x.tolist(), "y": y.tolist(), "thresholds": thresholds, "fits": fits, "chosen": chosen.tolist(),
        "rejected": rejected.tolist(), "strengths": strengths.tolist(), "pairs": pairs})


def ordinal():
    x = vectors(150, 4)
    y = ratings(x, 5)
    y[:, 3] = np.array([0, 1, 1, 3, 4])[y[:, 3]]  # rating 2 never seen
    y[:, 4] = np.minimum(y[:, 4], 1)
    rows = []
    for a in range(5):
        m = OrderedModel(y[:, a], x.astype(float), distr="logit")
        fit = m.fit(method="bfgs", disp=False, gtol=1e-10, maxiter=5000)
        fit = m.fit(start_params=fit.params, method="newton", disp=False, tol=1e-14, maxiter=50)
        cuts = m.transform_threshold_params(fit.params)[1:-1]
        rows.append({"levels": sorted(set(y[:, a].tolist())), "weights": fit.params[:4].tolist(), "cuts": cuts.tolist(),
                     "log_likelihood": fit.llf, "probabilities": fit.predict(x[:5].astype(float)).tolist()})
    write("ordinal.json", f"statsmodels {statsmodels.__version__}", {
        "x": x.tolist(), "y": y.tolist(), "attributes": rows})


def gate():
    torch.manual_seed(3)
    torch.set_default_dtype(torch.float64)
    n, d, h, temperature = 9, 5, 4, 0.7
    prompts, differences = torch.randn(n, d), torch.randn(n, 5)
    shapes = [(h, d), (h,), (5, h), (5,), ()]
    parameters = [torch.randn(s).requires_grad_() for s in shapes]
    w1, b1, w2, b2, log_scale = parameters
    weights = torch.softmax((torch.relu(prompts @ w1.T + b1) @ w2.T + b2) / temperature, 1)
    loss = -torch.nn.functional.logsigmoid(log_scale.exp() * (weights * differences).sum(1)).mean()
    loss.backward()
    flat = lambda tensors: torch.cat([t.detach().reshape(-1) for t in tensors]).tolist()
    write("gate.json", f"torch {torch.__version__}", {
        "hidden": h, "temperature": temperature, "prompts": prompts.tolist(), "differences": differences.tolist(),
        "parameters": flat(parameters), "weights": weights.tolist(), "loss": loss.item(),
        "gradient": flat([p.grad for p in parameters])})


logistic()
ordinal()
gate()
