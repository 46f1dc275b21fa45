"""Cuts the vocabulary of the base model down to what tropes pages need; words without an entry are read in pieces."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from linterbot_reader.pair import pair
from training.lessons import Lesson

_FAMILIES = 6  # in which an entry must occur: others are names of one subject, and 94 in 100 of what is read is left
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_LATIN = 0x17F  # the last character that is always kept, so that any word of a Latin script can be read in pieces


def cut(folder: Path, lessons: Sequence[Lesson]) -> tuple[str, list[int]]:
    """Return a tokenizer as JSON, and the rows of the base model's entries that it still has, in its order."""
    whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole.no_padding()
    whole.no_truncation()
    families: dict[int, set[str]] = defaultdict(set)
    for one, encoded in zip(lessons, whole.encode_batch([pair(one.passage) for one in lessons]), strict=True):
        for row in encoded.ids:
            families[row].add(one.family)
    data = json.loads(whole.to_str())
    entries: dict[str, int] = data["model"]["vocab"]
    kept = [
        word for word, row in entries.items() if word in _SPECIAL or _is_letter(word) or len(families[row]) >= _FAMILIES
    ]
    kept.sort(key=entries.__getitem__)
    numbers = data["model"]["vocab"] = {word: number for number, word in enumerate(kept)}
    for one in data["added_tokens"]:
        one["id"] = numbers[one["content"]]
    for one in data["post_processor"]["special_tokens"].values():
        one["ids"] = [numbers[token] for token in one["tokens"]]
    return json.dumps(data), [entries[word] for word in kept]


def _is_letter(word: str) -> bool:
    letter = word.removeprefix("##")
    return len(letter) == 1 and ord(letter) <= _LATIN
