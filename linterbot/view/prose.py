"""Turns markup into the words a reader sees; only the view of a page asks here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linterbot.model import Markup

_LONGEST = 100_000  # characters of one line
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|&nbsp;")
_EXTERNAL = re.compile(r"\[{1,2}https?://[^\s\[\]]++[ \t]?([^\[\]\n]*+)\]{1,2}")
# What is between the words of wikitext: quotes, brackets with a target that a label hides, the name of a call.
_WIKI_MARKS = re.compile(r"''++|\[\[(?:[^\[\]|\n]*+\|)?+|\]\]|\{\{(?:[^{}\[\]|\n]*+\|)?+|\}\}")
_SPOILER = re.compile(r"\[\[spoiler:[ \t]*|\[\[/?(?:note|labelnote(?::[^\[\]\n]*)?)\]\]", re.IGNORECASE)
_POTHOLE = re.compile(r"\[\[(?:[A-Z][A-Za-z]*/)?(?:\{\{[^{}\n]*\}\}|[A-Z]\w*)[ \t]([^\[\]\n]*)\]\]")
_NAMESPACE = re.compile(r"\b[A-Z][A-Za-z]{3,}/(?=[A-Z{])")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_TV_MARKS = re.compile(r"''++|\[\[|\]\]|\{\{|\}\}|\[=|=\]")
_RENDERED_MARKS = re.compile(r"''++|\*\*|(?<!\w)_++|(?<!_)_++(?!\w)")
_BREAK = re.compile(r"[\r\n]")


def plain(words: str, markup: Markup) -> str:
    """Return the words of some text as a reader sees them, on one line; only the beginning of a very long text."""
    return " ".join(_without_marks(_BREAK.sub(" ", words[:_LONGEST]), markup).split())


def plain_lines(lines: Sequence[str], markup: Markup) -> list[str]:
    """Return the words of many texts, each as `plain` does, but in one go."""
    joined = "\n".join(lines)
    if len(joined) > _LONGEST or "\r" in joined or joined.count("\n") >= len(lines):
        joined = "\n".join(_BREAK.sub(" ", line[:_LONGEST]) for line in lines)
    words = _without_marks(joined, markup)
    if "  " in words or "\t" in words or not words.isascii():
        return [" ".join(line.split()) for line in words.split("\n")] if lines else []
    return [line.strip() for line in words.split("\n")] if lines else []


def _without_marks(words: str, markup: Markup) -> str:
    """Return text without its markup; no pattern reaches beyond a line."""
    if "<" in words or "&" in words:
        words = _TAG.sub(" ", words)
    if markup is Markup.RENDERED:
        return _RENDERED_MARKS.sub("", words)
    if "://" in words:
        words = _EXTERNAL.sub(r"\1", words)
    return _WIKI_MARKS.sub("", words) if markup is Markup.MEDIAWIKI else _tv_tropes(words)


def _tv_tropes(words: str) -> str:
    if "[" in words:
        words = _POTHOLE.sub(r"\1", _SPOILER.sub("", words))
    if "/" in words:
        words = _NAMESPACE.sub("", words)
    return _CAMEL.sub(" ", _TV_MARKS.sub("", words))
