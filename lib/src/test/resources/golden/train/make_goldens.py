"""Goldens of the learning-rate schedules.

Run: python make_goldens.py
"""

import json

import torch
import transformers
from transformers import (
    get_constant_schedule_with_warmup,
    get_cosine_schedule_with_warmup,
    get_cosine_with_min_lr_schedule_with_warmup,
    get_linear_schedule_with_warmup,
)

PEAK = 3e-4
MINIMUM = 3e-5
CASES = [(0, 12), (1, 12), (4, 12), (10, 57), (11, 12)]


def rates(make, total):
    """The rate of each step of a schedule over an optimiser of one parameter."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=PEAK)
    schedule = make(optimizer)
    out = []
    for _ in range(total + 3):
        out.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return out


rows = []
for warmup, total in CASES:
    rows.append({
        "warmup": warmup,
        "total": total,
        "CONSTANT": rates(lambda o: get_constant_schedule_with_warmup(o, warmup), total),
        "LINEAR": rates(lambda o: get_linear_schedule_with_warmup(o, warmup, total), total),
        "COSINE": rates(lambda o: get_cosine_schedule_with_warmup(o, warmup, total), total),
        "COSINE_MINIMUM": rates(
            lambda o: get_cosine_with_min_lr_schedule_with_warmup(o, warmup, total, min_lr=MINIMUM), total),
    })
made_by = f"transformers {transformers.__version__}, torch {torch.__version__}; python make_goldens.py"
with open("schedules.json", "w", encoding="utf-8") as f:
    f.write('{"made_by": ' + json.dumps(made_by) + ",\n")
    f.write(json.dumps({"peak": PEAK, "minimum": MINIMUM, "rows": rows})[1:] + "\n")
