"""Where an example's words stand, shared by the checks on example lists."""

from __future__ import annotations

from linterbot.markup.document import Document, Example
from linterbot.model import Span


def words_of(document: Document, example: Example) -> Span:
    """Return where an example's words stand on its first line, without the blanks around them."""
    text = document.text
    start, end = example.line
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
