"""Cuts the vocabulary of the base model down to what tropes pages need; words without an entry are read in pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

SIZE = 11_000  # entries; of 30,522 in the base model
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def cut(folder: Path, texts: Iterable[str], size: int = SIZE) -> tuple[str, list[int]]:
    """Return a tokenizer as JSON, and the rows of the base model's entries that it still has, in its order.

    Kept are single characters, what occurs in the texts, and then the most frequent: the base model lists the rarest
    last.
    """
    whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole.no_padding()
    whole.no_truncation()
    used = {number for one in whole.encode_batch(list(texts)) for number in one.ids}
    data = json.loads(whole.to_str())
    entries: dict[str, int] = data["model"]["vocab"]
    needed = {row for word, row in entries.items() if word in _SPECIAL or len(word.removeprefix("##")) == 1} | used
    rest = (row for word, row in sorted(entries.items(), key=lambda pair: pair[1]) if not word.startswith("[unused"))
    kept = sorted([*needed, *[row for row in rest if row not in needed][: max(0, size - len(needed))]])
    names = {row: word for word, row in entries.items()}
    data["model"]["vocab"] = {names[row]: number for number, row in enumerate(kept)}
    numbers = data["model"]["vocab"]
    for one in data["added_tokens"]:
        one["id"] = numbers[one["content"]]
    for one in data["post_processor"]["special_tokens"].values():
        one["ids"] = [numbers[token] for token in one["tokens"]]
    return json.dumps(data), kept
