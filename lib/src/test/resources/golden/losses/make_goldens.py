"""Goldens of the reward models' losses and their gradients, in double precision.

Regular and margin Bradley-Terry and centring are those of TRL's RewardTrainer; scaled Bradley-Terry, which TRL has not,
is torch's logsigmoid times the strength. "nemo" holds the same three losses in NeMo-Aligner's form: nine outputs a text,
two texts a micro-batch, a signed label, the reward at output 4, the mean over micro-batches. Extrapolation is torch.lerp.

Run: python make_goldens.py
"""

import json
from types import SimpleNamespace

import torch
import trl
from torch.nn.functional import logsigmoid

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def trl_loss(rewards, margin, centring):
    """The loss of TRL's RewardTrainer for rewards (2N), the chosen first; the trainer's bookkeeping is left empty."""
    trainer = SimpleNamespace(
        model=SimpleNamespace(training=False),
        args=SimpleNamespace(center_rewards_coefficient=centring if centring else None),
        accelerator=SimpleNamespace(gather_for_metrics=lambda x: x, gather=lambda x: x),
        _metrics={"eval": {n: [] for n in (
            "num_tokens", "min_reward", "mean_reward", "max_reward", "accuracy", "margin")}},
        _total_train_tokens=0, _tp_size=1)
    inputs = {"attention_mask": torch.ones(1)} | ({} if margin is None else {"margin": margin})
    model = lambda **_: SimpleNamespace(logits=rewards.unsqueeze(-1))
    return trl.RewardTrainer.compute_loss(trainer, model, inputs)


def loss(kind, rewards, strength, centring):
    if kind == "REGULAR":
        return trl_loss(rewards, None, centring)
    if kind == "MARGIN":
        return trl_loss(rewards, strength, centring)
    chosen, rejected = rewards.chunk(2)
    scaled = (strength * -logsigmoid(chosen - rejected)).mean()
    return scaled + (centring * ((chosen + rejected) ** 2).mean() if centring else 0)


def nemo_loss(kind, output, labels):
    """Micro-batches of one pair: output (2N, 9), labels (N) in -3..3 without 0, negative where the first is chosen."""
    losses = []
    for i, label in enumerate(labels.tolist()):
        first, second = output[2 * i, 4], output[2 * i + 1, 4]
        apart = first - second if label < 0 else second - first
        m = abs(label)
        losses.append({
            "REGULAR": -logsigmoid(apart), "MARGIN": -logsigmoid(apart - m), "SCALED": m * -logsigmoid(apart)}[kind])
    return torch.stack(losses).mean()


def of(value, leaf):
    value.backward()
    return {"loss": value.item(), "gradient": leaf.grad.tolist()}


KINDS = ["REGULAR", "MARGIN", "SCALED"]
groups = {
    "ordinary": (2 * torch.randn(24), torch.randint(1, 4, (12,)).to(torch.float64)),
    "near zero": (torch.tensor([0.25, -0.25, 0.0, 2.5, 1.5, 0.25, 0.25, 0.0, 0.5, 0.5]),
                  torch.tensor([1.0, 1.0, 2.0, 2.0, 1.0])),
    "far apart": (torch.tensor([1e4, 0.0, 5000.0, -5000.0, 40.0, -40.0, 0.0, 1e4, -5000.0, 5000.0, -40.0, 40.0]),
                  torch.tensor([1.0, 2.0, 3.0, 1.0, 2.0, 3.0])),
}
cases = []
for name, (rewards, strength) in groups.items():
    for kind in KINDS:
        for centring in (0.0, 0.01, 0.5):
            leaf = rewards.clone().requires_grad_()
            cases.append({"name": name, "kind": kind, "centring": centring, "goodness": rewards.tolist(),
                          "strength": strength.tolist(), **of(loss(kind, leaf, strength, centring), leaf)})

labels = torch.tensor([-3, -2, -1, 1, 2, 3, 1, -2])
outputs = 2 * torch.randn(16, 9)
nemo = []
for kind in KINDS:
    leaf = outputs.clone().requires_grad_()
    nemo.append({"kind": kind, "labels": labels.tolist(), "outputs": outputs.tolist(),
                 **of(nemo_loss(kind, leaf, labels), leaf)})

predicted = 4 * torch.rand(6, 5)
rated = torch.randint(0, 5, (6, 5)).to(torch.float64)
ATTRIBUTES = ["HELPFULNESS", "CORRECTNESS", "COHERENCE", "COMPLEXITY", "VERBOSITY"]
regression = []
for attributes in ([0], [0, 1, 2, 3, 4], [1, 4]):
    leaf = predicted.clone().requires_grad_()
    regression.append({
        "attributes": [ATTRIBUTES[a] for a in attributes], "predicted": predicted.tolist(), "labels": rated.tolist(),
        **of(torch.nn.functional.mse_loss(leaf[:, attributes], rated[:, attributes]), leaf)})

weak, strong = torch.randn(6).float(), torch.randn(6).float()
extrapolation = [{"weak": weak.tolist(), "strong": strong.tolist(), "factor": f,
                  "result": torch.lerp(weak.double(), strong.double(), f).tolist()} for f in (0.0, 0.5, 1.0, 1.52, 3.0)]

made_by = f"torch {torch.__version__}, trl {trl.__version__}; python make_goldens.py"
with open("losses.json", "w", encoding="utf-8") as f:
    f.write('{"made_by": ' + json.dumps(made_by) + ",\n")
    parts = {"comparisons": cases, "nemo": nemo, "regression": regression, "extrapolation": extrapolation}
    f.write(",\n".join(
        json.dumps(k) + ": [\n" + ",\n".join(json.dumps(c) for c in v) + "]" for k, v in parts.items()) + "}\n")
