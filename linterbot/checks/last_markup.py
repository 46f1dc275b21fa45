"""`last-markup`: a footer with something after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Template
from linterbot.markup.spans import covered, merged
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.templates import alike
from linterbot.view.wake import Wake

_WORD = re.compile(r"\w")
# A link to another language, a tag, a behaviour switch.
_UNSEEN = re.compile(r"\[\[[a-z][a-z-]{1,11}:[^\[\]\n]+\]\]|</?[A-Za-z][^<>\n]*>|__[A-Z]+__")


class LastMarkup(Check):
    """Requires that nothing readable comes after the first of `templates`; `silent` lists templates that show nothing.

    Categories, links to other languages and comments may follow.
    """

    wakes: ClassVar[Wake] = Wake.TEMPLATES
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    templates: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the footer's call."""
        document = view.document
        footers, silent = alike(self.templates), alike(self.silent)
        footer = next((one for one in document.templates if alike([one.name]) & footers), None)
        if footer is None:
            return
        calls = [one.span for one in document.templates if alike([one.name.partition(":")[0]]) & silent]
        below = covered(view.seen, ((call, " ") for call in merged(calls)))[footer.span.end :]
        if _WORD.search(_UNSEEN.sub("", below)):
            yield Hit(footer.span, fix=_move(document, footer))


def _move(document: Document, footer: Template) -> Fix:
    """Return an unsafe fix: what comes after the footer may belong elsewhere."""
    start, end = footer.span
    text = document.text
    gone = end + 1 if text[end : end + 1] == "\n" and (start == 0 or text[start - 1] == "\n") else end
    back = Edit(Span(len(text), len(text)), f"{'' if text.endswith(chr(10)) else chr(10)}{footer.span.of(text)}\n")
    return Fix((Edit(Span(start, gone), ""), back), Safety.UNSAFE, "move-to-end")
