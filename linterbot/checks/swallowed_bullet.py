"""`swallowed-bullet`: a bullet in the middle of a line, because the line break before it was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Example
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_SWALLOWED = re.compile(r"(?<=[.!?…\"”)\]}])(?:\s?(\*{1,3})\s+|\s?([•◦▪])\s+)(?=[\"“'\[{_]*[A-Z])")


class SwallowedBullet(Check):
    """Finds list markers between the end of one sentence and the beginning of the next on the same line.

    In rendered text, asterisks in pairs make words bold or italic.
    """

    wakes: ClassVar[Wake] = Wake.ITEMS

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such marker."""
        text, rendered = view.document.text, view.document.markup is Markup.RENDERED
        for example in view.holding("*", "•", "◦", "▪"):
            emphasis = rendered and text.count("*", *example.line) > 1
            for found in _SWALLOWED.finditer(text, *example.line):
                if not view.literal.holds(found.start()) and not (found[1] and emphasis):
                    yield Hit(_marker(found), related=(), fix=_break(view.document, example, found), confidence=0.9)


def _marker(found: re.Match[str]) -> Span:
    return Span(*found.span(1 if found[1] else 2))


def _break(document: Document, example: Example, found: re.Match[str]) -> Fix | None:
    """Return an unsafe fix: only a person can say which level the bullet belongs to."""
    if document.markup is Markup.RENDERED:
        return None
    edit = Edit(Span(*found.span()), f"\n{example.marker.of(document.text)} ")
    return Fix((edit,), Safety.UNSAFE, "own-line")
