"""Where an example's words stand, shared by the checks on example lists."""

from __future__ import annotations

from linterbot.markup.document import Document, Example
from linterbot.model import Span


def words_of(document: Document, example: Example) -> Span:
    """Return where an example's words stand on its first line, without the blanks around them."""
    words = example.line.of(document.text)
    start = example.line.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
