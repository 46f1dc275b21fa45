"""Turns markup into the words a reader sees, for checks that compare or weigh wording."""

from __future__ import annotations

import re

_SPOILER = re.compile(r"\[\[spoiler:\s*|\{\{spoiler\|", re.IGNORECASE)
_EXTERNAL = re.compile(r"\[{1,2}https?://\S+\s?([^\]]*)\]{1,2}")
_PIPED = re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]|\n]*)\]\]")
_POTHOLE = re.compile(r"\[\[(?:[A-Z][A-Za-z]*/)?(?:\{\{[^{}\n]*\}\}|[A-Z]\w*)\s([^\[\]\n]*)\]\]")
_NAMESPACE = re.compile(r"\b[A-Z][A-Za-z]{3,}/(?=[A-Z{])")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&nbsp;")
_MARKS = re.compile(r"'{2,}|\[\[|\]\]|\{\{|\}\}|(?<!\w)_+|_+(?!\w)|\*\*")
_ANY_MARK = re.compile(r"['\[\]{}_*]")


def plain(markup: str) -> str:
    """Return the words of a stretch of any of the three markups, on one line."""
    text = markup
    # Most text holds few of these signs; asking first makes this several times faster.
    if "[" in text or "{" in text:
        text = _EXTERNAL.sub(r"\1", text)
        text = _SPOILER.sub("", text)
        text = _PIPED.sub(r"\1", text)
        text = _POTHOLE.sub(r"\1", text)
    if "/" in text:
        text = _NAMESPACE.sub("", text)
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", text)
    if _ANY_MARK.search(text):
        text = _MARKS.sub("", text)
    return " ".join(_CAMEL.sub(" ", text).split())
