"""`only-child`: the only item at its level under an example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.bullet_fixes import join
from linterbot.model import Hit
from linterbot.view.page_view import View
from linterbot.view.wake import Wake


class OnlyChild(Check):
    """Finds items that are alone under their parent; the fix joins both on one line, unless the lone one asks."""

    wakes: ClassVar[Wake] = Wake.NESTED

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each lone item, with its parent."""
        document = view.document
        for parent in view.examples:
            if len(parent.children) == 1:
                (child,) = document.children(parent)
                span = document.words_span(child)
                if span.start < span.end:
                    asks = "?" in view.said(child)
                    fix = None if asks else join(document, parent, child)
                    yield Hit(span, related=(document.words_span(parent),), fix=fix)
