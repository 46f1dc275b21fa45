"""The names in a text: whom and what it is about."""

from __future__ import annotations

import re

from linterbot.view.example_text import bare
from linterbot.view.sentence_starters import is_name

FIRST_WORD = re.compile(r"[\"“'(\[]*((?:[A-Z]\.){2,}|[\w’'-]+)")
NAME = re.compile(
    r"[A-Z](?<!\w[A-Z])(?<![.!?:] [A-Z])(?<!^[A-Z])(?<![\"“(][A-Z])[\w'’-]+(?: (?:of |the |de )?[A-Z][\w'’-]+)*"
)


def names_in(text: str) -> set[str]:
    """Return the names in a text, in small letters; a sentence's first word only where it cannot be another word."""
    first = FIRST_WORD.match(text)
    names = set(map(bare, NAME.findall(text)))
    return names | {bare(first[1])} if first is not None and is_name(first[1]) else names
