"""A BERT encoder with a linear head on a read-out that no class of transformers has.

AutoModelForSequenceClassification.from_pretrained(FOLDER, trust_remote_code=True) opens it.
"""

import torch
from transformers import BertModel, BertPreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput


class BertRewardModel(BertPreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.score = torch.nn.Linear(config.hidden_size, config.num_labels)
        self.post_init()

    def forward(self, input_ids=None, attention_mask=None, token_type_ids=None, **kwargs):
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        hidden = self.bert(input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        return SequenceClassifierOutput(logits=self.score(self.read_out(hidden, attention_mask)))

    def read_out(self, hidden, attention_mask):
        if self.config.reward_read_out == "first_token":
            return hidden[:, 0]
        if self.config.reward_read_out == "last_token":
            last = attention_mask.long().cumsum(1).argmax(1)
            return hidden[torch.arange(hidden.shape[0], device=hidden.device), last]
        keep = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * keep).sum(1) / keep.sum(1)
