"""Goldens of alignment's losses and their gradients, in double precision.

"dpo": the regular loss is that of TRL's DPOTrainer; margin and scale (HelpSteer2-Preference) are torch's logsigmoid.
"cross_entropy": torch's cross_entropy with ignored tokens, as SFTTrainer asks for it, through the output layer.
"steerlm2": torch's autograd through equation 12, over prompts, with NeMo-Aligner's length normalisation and without.
"leave_one_out", "ppo": TRL 1.16 has no PPO, and its RLOO penalises the sum of the KL and not the mean; written here in torch.

Run: python make_goldens.py
"""

import json
from collections import defaultdict
from types import SimpleNamespace
from unittest.mock import MagicMock

import torch
import trl
from torch.nn.functional import cross_entropy, logsigmoid

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)


def trl_dpo(policy, reference, beta):
    """The loss of TRL's DPOTrainer for sequence log-probabilities (2N), chosen first: one token a response."""
    n = len(policy) // 2
    mask = torch.tensor([[0, 1]]).repeat(2 * n, 1)
    outputs = SimpleNamespace(
        log_probs=policy.unsqueeze(1), entropy=torch.zeros(2 * n, 1), mean_logits=torch.zeros(2 * n, 1),
        is_top1=torch.zeros(2 * n, 1, dtype=torch.bool))  # the last three only for the trainer's log
    trainer = MagicMock()
    trainer.ld_alpha = None
    trainer.aux_loss_enabled = False
    trainer.precompute_ref_logps = True
    trainer.f_divergence_type = "reverse_kl"
    trainer.loss_types, trainer.loss_weights = ["sigmoid"], [1.0]
    trainer.beta, trainer.label_smoothing, trainer.use_weighting = beta, 0.0, False
    trainer.model.training = False
    trainer.accelerator.device = "cpu"
    trainer.accelerator.gather_for_metrics = trainer.accelerator.gather = lambda x: x
    trainer._metrics = defaultdict(lambda: defaultdict(list))
    inputs = {"input_ids": torch.ones(2 * n, 2, dtype=torch.long), "attention_mask": torch.ones(2 * n, 2),
              "completion_mask": mask, "ref_chosen_logps": reference[:n], "ref_rejected_logps": reference[n:]}
    return trl.DPOTrainer._compute_loss(trainer, lambda **_: outputs, inputs, False)


def dpo(kind, policy, reference, strength, beta):
    if kind == "REGULAR":
        return trl_dpo(policy, reference, beta)
    rewards = beta * (policy - reference)
    chosen, rejected = rewards.chunk(2)
    if kind == "MARGIN":
        return -logsigmoid(chosen - rejected - strength).mean()
    return (strength * -logsigmoid(chosen - rejected)).mean()


def of(value, leaf):
    value.backward()
    return {"loss": value.item(), "gradient": leaf.grad.flatten().tolist()}


pairs = []
for name, spread in (("ordinary", 5.0), ("far apart", 4000.0)):
    policy, reference = -spread * torch.rand(12), -spread * torch.rand(12)
    strength = torch.randint(1, 4, (6,)).to(torch.float64)
    for kind in ("REGULAR", "MARGIN", "SCALED"):
        for beta in (0.001, 0.1, 1.0):
            leaf = policy.clone().requires_grad_()
            pairs.append({"name": name, "kind": kind, "beta": beta, "policy": policy.tolist(),
                          "reference": reference.tolist(), "strength": strength.tolist(),
                          **of(dpo(kind, leaf, reference, strength, beta), leaf)})

N, D, V = 11, 4, 7
hidden, output = torch.randn(N, D), torch.randn(V, D)
targets = torch.randint(0, V, (N,))
targets[torch.tensor([0, 3, 4, 10])] = -100
h, w = hidden.clone().requires_grad_(), output.clone().requires_grad_()
loss = cross_entropy(h @ w.T, targets)
loss.backward()
entropy = {"hidden": hidden.flatten().tolist(), "output": output.flatten().tolist(), "targets": targets.tolist(),
           "width": D, "loss": loss.item(), "gradient": h.grad.flatten().tolist(),
           "output_gradient": w.grad.flatten().tolist()}

steerlm2 = []
for name, spread in (("ordinary", 4.0), ("far apart", 2000.0)):
    for normalise in (False, True):
        p, n = 3, 5
        attributes, prior, sampler, policy = (-spread * torch.rand(p, n) for _ in range(4))
        lengths = torch.randint(1, 60, (p, n)).to(torch.float64)
        leaf = policy.clone().requires_grad_()
        wanted = torch.softmax(attributes + prior - sampler, 1)
        shares = torch.log_softmax(leaf - sampler, 1)
        distance = (torch.xlogy(wanted, wanted) - wanted * shares).sum(1)
        value = (distance / lengths.mean(1) if normalise else distance).mean()
        steerlm2.append({"name": name, "normalise": normalise, "n": n, "attributes": attributes.tolist(),
                         "prior": prior.tolist(), "sampler": sampler.tolist(), "policy": policy.tolist(),
                         "lengths": lengths.tolist(), "targets": wanted.tolist(), **of(value, leaf)})

leave_one_out = []
for ended in ([True] * 4, [True, False, True, True], [False, True, False, False], [False] * 4):
    rewards, kl, keep = torch.randn(4), torch.randn(4), torch.tensor(ended)
    r = rewards - 0.01 * kl
    others = (1 - torch.eye(4)) * keep
    base = (others @ r) / others.sum(1)
    leave_one_out.append({"rewards": rewards.tolist(), "kl": kl.tolist(), "ended": ended,
                          "advantages": torch.nan_to_num(r - base).tolist()})

ppo = []
for name, spread in (("ordinary", 0.5), ("far apart", 30.0)):
    t = 9
    old, reference, values = -2 * torch.rand(t), -2 * torch.rand(t), torch.randn(t)
    now, later, reward = old + spread * torch.randn(t), values + spread * torch.randn(t), 1.7
    rewards = -0.1 * (old - reference).abs()
    rewards[-1] += reward
    advantages, last = torch.zeros(t), 0.0
    for i in reversed(range(t)):
        delta = rewards[i] + (0.98 * values[i + 1] if i + 1 < t else 0.0) - values[i]
        last = delta + 0.98 * 0.95 * last
        advantages[i] = last
    normalised = (advantages - advantages.mean()) / advantages.std()
    returns = advantages + values
    leaf, critic = now.clone().requires_grad_(), later.clone().requires_grad_()
    ratio = torch.exp(leaf - old)
    policy_loss = torch.max(-normalised * ratio, -normalised * torch.clamp(ratio, 0.8, 1.2)).mean()
    held = torch.max(torch.min(critic, values + 0.2), values - 0.2)
    value_loss = 0.5 * torch.max((critic - returns) ** 2, (held - returns) ** 2).mean()
    ppo.append({"name": name, "old": old.tolist(), "reference": reference.tolist(), "values": values.tolist(),
                "now": now.tolist(), "later": later.tolist(), "reward": reward, "rewards": rewards.tolist(),
                "advantages": advantages.tolist(), "normalised": normalised.tolist(), "returns": returns.tolist(),
                "policy": of(policy_loss, leaf), "value": of(value_loss, critic)})

made_by = f"torch {torch.__version__}, trl {trl.__version__}; python make_goldens.py"
with open("losses.json", "w", encoding="utf-8") as f:
    f.write('{"made_by": ' + json.dumps(made_by) + ",\n")
    parts = {"dpo": pairs, "cross_entropy": [entropy], "steerlm2": steerlm2, "leave_one_out": leave_one_out, "ppo": ppo}
    f.write(",\n".join(
        json.dumps(k) + ": [\n" + ",\n".join(json.dumps(c) for c in v) + "]" for k, v in parts.items()) + "}\n")
