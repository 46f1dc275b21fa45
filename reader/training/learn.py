"""Teaches a network from lessons, and asks it about others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import nn

from linterbot_reader.pair import pair
from training import vocabulary
from training.lessons import Lesson
from training.network import TOKENS, Network, base

SEED = 7
_EPOCHS, _BATCH, _RATE, _DECAY, _WARM = 2, 16, 5e-5, 0.01, 0.1
_TOGETHER = 50  # batches among which bullets are sorted by length, so that few tokens are padding


class Taught(NamedTuple):
    """A network that has learned, with its tokenizer."""

    network: Network
    tokenizer: str  # as JSON

    def logits(self, lessons: Sequence[Lesson]) -> list[list[float]]:
        """Return three logits for each lesson."""
        encoded = _encoded(self.tokenizer, lessons)
        self.network.eval()
        with torch.no_grad():
            return [self.network(*_tensors([one]))[0].tolist() for one in encoded]


def taught(lessons: Sequence[Lesson], seed: int = SEED) -> Taught:
    """Return a network that has learned from some lessons; the same lessons and seed give the same network."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311  # no secret: a seed draws the same order again
    tokenizer, rows = vocabulary.cut(base(), lessons)
    network, encoded = Network(rows), _encoded(tokenizer, lessons)
    steps = _EPOCHS * -(-len(lessons) // _BATCH)
    learner = torch.optim.AdamW(_groups(network), lr=_RATE, fused=True)
    pace = torch.optim.lr_scheduler.LambdaLR(learner, lambda step: _pace(step / steps))
    network.train()
    for numbers in (batch for _ in range(_EPOCHS) for batch in _batches(encoded, chance)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(*_tensors([encoded[one] for one in numbers])).float()
        wanted = torch.tensor([lessons[one].label for one in numbers])
        counts = torch.tensor([lessons[one].counts for one in numbers])
        loss = (nn.functional.cross_entropy(logits, wanted, reduction="none") * counts).mean()
        learner.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        learner.step()
        pace.step()
    return Taught(network, tokenizer)


def _pace(share: float) -> float:
    """Return the rate of learning after a share of the steps: up in the first tenth, then down to nothing."""
    return min(share / _WARM + 0.01, max(0.0, (1 - share) / (1 - _WARM)))


def _groups(network: Network) -> list[dict[str, Any]]:
    """Return the parameters: those of matrices decay, others do not."""
    every = list(network.parameters())
    decaying = {"params": [one for one in every if one.ndim > 1], "weight_decay": _DECAY}
    return [decaying, {"params": [one for one in every if one.ndim <= 1], "weight_decay": 0.0}]


def _encoded(tokenizer: str, lessons: Sequence[Lesson]) -> list[Any]:
    reader = Tokenizer.from_str(tokenizer)
    reader.no_padding()
    reader.enable_truncation(TOKENS)
    encoded: list[Any] = reader.encode_batch([pair(one.passage) for one in lessons])
    return encoded


def _batches(encoded: Sequence[Any], chance: random.Random) -> Iterator[list[int]]:
    """Yield all numbers in batches of about one length, in a random order."""
    numbers = list(range(len(encoded)))
    chance.shuffle(numbers)
    batches = []
    for at in range(0, len(numbers), _BATCH * _TOGETHER):
        part = sorted(numbers[at : at + _BATCH * _TOGETHER], key=lambda number: len(encoded[number].ids))
        batches += [part[begin : begin + _BATCH] for begin in range(0, len(part), _BATCH)]
    chance.shuffle(batches)
    yield from batches


def _tensors(encoded: Sequence[Any]) -> tuple[Any, Any, Any]:
    longest = max(len(one.ids) for one in encoded)
    parts = ("ids", "type_ids", "attention_mask")
    ids, types, mask = ([getattr(one, part) + [0] * (longest - len(one.ids)) for one in encoded] for part in parts)
    return torch.tensor(ids), torch.tensor(types), torch.tensor(mask)
