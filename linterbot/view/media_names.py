"""Names of media sections, compared the way people write them; shared by the checks on folders."""

from __future__ import annotations

import re
from functools import lru_cache

_MARKUP = re.compile(r"\[\[|\]\]|\{\{|\}\}|'{2,}|[*_]+")
_AND = re.compile(r"&|\band\b", re.IGNORECASE)
_LONGEST_TITLE = 300  # characters of a section's title that are looked at
_NOT_WORD = re.compile(r"[^\w&]+")


def shown(title: str) -> str:
    """Return a section's title as a reader sees it."""
    return " ".join(_MARKUP.sub("", title[:_LONGEST_TITLE]).split())


def same(title: str) -> str:
    """Return what two spellings of one medium have in common: `Films — Live-Action` and `films live action`."""
    return _same(title[:_LONGEST_TITLE])


@lru_cache(maxsize=4_096)  # the names in a pack's rules are the same for every page
def _same(title: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", _AND.sub(" & ", shown(title))).lower().split())


def stem(medium: str) -> str:
    """Return what the sections of a medium have in their titles: “Films — Live-Action” holds Film."""
    return same(medium).partition(" ")[0].rstrip("s")
