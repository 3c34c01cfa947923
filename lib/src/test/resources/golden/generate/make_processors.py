"""Probabilities after transformers' logits processors, one by one and together, in the order in which generate calls them.

Run: python make_processors.py
Writes processors.json: logits of two rows, the ids that stand before, and for each setting the probabilities.
"""

import json
import os

import torch
import transformers
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

SETTINGS = [
    {"temperature": 0.7},
    {"temperature": 1.8},
    {"top_k": 5},
    {"top_p": 0.6},
    {"min_p": 0.1},
    {"repetition_penalty": 1.4},
    {"repetition_penalty": 0.7},
    {"temperature": 1.5, "top_k": 12, "top_p": 0.8, "min_p": 0.15, "repetition_penalty": 1.2},
    {"temperature": 0.6, "top_p": 0.95, "repetition_penalty": 1.1},
]


def main():
    vocabulary = 48
    model = LlamaForCausalLM(LlamaConfig(vocab_size=vocabulary, hidden_size=8, intermediate_size=8, num_hidden_layers=1,
                                         num_attention_heads=1))
    generator = torch.Generator().manual_seed(5)
    logits = 2 * torch.randn(2, vocabulary, generator=generator)
    before = torch.randint(0, vocabulary, (2, 7), generator=generator)
    rows = []
    for setting in SETTINGS:
        config = GenerationConfig(do_sample=True, **{"temperature": 1.0, "top_k": 0, "top_p": 1.0, **setting})
        processors = model._get_logits_processor(config, input_ids_seq_length=7, prefix_allowed_tokens_fn=None,
                                                 encoder_input_ids=before, logits_processor=[], device="cpu")
        p = processors(before, logits.clone()).softmax(-1)
        names = [type(x).__name__ for x in processors]
        rows.append({"setting": setting, "processors": names, "probabilities": [[float(x) for x in row] for row in p]})
    made_by = f"transformers {transformers.__version__}, torch {torch.__version__}; python make_processors.py"
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "processors.json")
    with open(file, "w", encoding="utf-8") as f:
        f.write('{"made_by": ' + json.dumps(made_by) + ",\n")
        f.write('"logits": ' + json.dumps(logits.tolist()) + ',\n"before": ' + json.dumps(before.tolist()) + ',\n"cases": [\n')
        f.write(",\n".join(json.dumps(row) for row in rows) + "]}\n")


if __name__ == "__main__":
    main()
