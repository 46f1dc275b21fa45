"""Turns markup into the words a reader sees, for checks that compare or weigh wording."""

from __future__ import annotations

import re

from linterbot.model import Markup

_LONGEST = 100_000  # characters
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&nbsp;")
_EXTERNAL = re.compile(r"\[{1,2}https?://[^\s\[\]]++\s?([^\[\]]*+)\]{1,2}")
# What is between the words of wikitext: quotes, brackets with a target that a label hides, the beginning of a spoiler.
WIKI_MARKS = r"''++|\[\[(?:[^\[\]|\n]*+\|)?+|\]\]|\{\{(?:[Ss]poiler\|)?|\}\}"
_WIKI_MARKS = re.compile(WIKI_MARKS)
_SPOILER = re.compile(r"\[\[spoiler:\s*", re.IGNORECASE)
_POTHOLE = re.compile(r"\[\[(?:[A-Z][A-Za-z]*/)?(?:\{\{[^{}\n]*\}\}|[A-Z]\w*)\s([^\[\]\n]*)\]\]")
_NAMESPACE = re.compile(r"\b[A-Z][A-Za-z]{3,}/(?=[A-Z{])")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_TV_MARKS = re.compile(r"''++|\[\[|\]\]|\{\{|\}\}")
_RENDERED_MARKS = re.compile(r"''++|\*\*|(?<!\w)_++|(?<!_)_++(?!\w)")


def plain(words: str, markup: Markup) -> str:
    """Return the words of some text as a reader sees them, on one line; only the beginning of a very long text."""
    words = words[:_LONGEST]
    if "<" in words or "&" in words:
        words = _TAG.sub(" ", words)
    if markup is Markup.RENDERED:
        words = _RENDERED_MARKS.sub("", words)
    else:
        if "://" in words:
            words = _EXTERNAL.sub(r"\1", words)
        words = _WIKI_MARKS.sub("", words) if markup is Markup.MEDIAWIKI else _tv_tropes(words)
    return " ".join(words.split())


def _tv_tropes(words: str) -> str:
    if "[" in words:
        words = _POTHOLE.sub(r"\1", _SPOILER.sub("", words))
    if "/" in words:
        words = _NAMESPACE.sub("", words)
    return _CAMEL.sub(" ", _TV_MARKS.sub("", words))
