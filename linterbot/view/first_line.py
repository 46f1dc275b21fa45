"""The first line of a page that is not blank: where findings about the whole page are shown."""

from __future__ import annotations

from linterbot.markup.document import Document
from linterbot.model import Span


def first_line(document: Document) -> Span:
    """Return the first line that is not blank, without surrounding spaces; an empty span on an empty page."""
    start = len(document.text) - len(document.text.lstrip())
    end = document.text.find("\n", start)
    line = document.text[start : len(document.text) if end == -1 else end].rstrip()
    return Span(start, start + len(line))
