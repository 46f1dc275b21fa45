"""The names of media sections, compared regardless of how people spell them; shared by the checks on folders."""

from __future__ import annotations

import re
from functools import lru_cache

from linterbot.view.language import Language, one_of

_MARKUP = re.compile(r"\[\[|\]\]|\{\{|\}\}|'{2,}|[*_]+")
_TAG = re.compile(r"<!--.*?-->|<ref\b[^<>]*>.*?</ref>|</?[A-Za-z][^<>]*>", re.IGNORECASE)
_CALL = re.compile(r"\{\{[^{}|]*\|[^{}]*\}\}")  # such as {{anchor|…}}, which shows nothing
_TARGET = re.compile(r"\[\[[^\[\]|]*\|")
_LONGEST_TITLE = 300  # characters of a section's title that count
_DASH = re.compile(r"\s*(?:--+|[–—])\s*")
_NOT_WORD = re.compile(r"[^\w&]+")


def shown(title: str) -> str:
    """Return a section's title as a reader sees it."""
    title = title[:_LONGEST_TITLE]
    if "<" in title or "{" in title or "|" in title:
        title = _TAG.sub("", title)
        title = without if (without := _CALL.sub("", title)).strip() else title
        title = _TARGET.sub("", title)
    return " ".join(_MARKUP.sub("", title).split())


def same(title: str, language: Language) -> str:
    """Return what two spellings of one medium have in common: `Films — Live-Action` and `films live action`."""
    return _same(title[:_LONGEST_TITLE], language)


@lru_cache(maxsize=4_096)  # because the names in a pack's rules are the same for every page
def _same(title: str, language: Language) -> str:
    return " ".join(_NOT_WORD.sub(" ", _and(language).sub(" & ", shown(title))).lower().split())


@lru_cache(maxsize=4_096)
def same_signs(name: str, language: Language) -> str:
    """Return a name with its signs as the wiki shows them: `Films -- Animation` has a dash, and “and” is “&”."""
    return " ".join(_DASH.sub(" — ", _and(language).sub(" & ", name)).split())


@lru_cache(maxsize=16)
def _and(language: Language) -> re.Pattern[str]:
    return re.compile(rf"&|\b{one_of(language.and_words)}\b", re.IGNORECASE)


def stem(medium: str, language: Language) -> str:
    """Return what the titles of a medium's sections have in common: `film` for “Films — Live-Action”."""
    return same(medium, language).partition(" ")[0].rstrip("s")
