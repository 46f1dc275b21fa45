"""Where a page's text shows a reader nothing: comments, literal text, categories, pictures, references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.markup.document import Document
from linterbot.markup.spans import merged
from linterbot.model import Markup, Span

_REFERENCE_TAG = re.compile(r"<(/?)ref\b[^<>]*?(/?)>", re.IGNORECASE)


def unseen(document: Document) -> list[Span]:
    """Return the parts of a page that show no words, merged and in order.

    On TV Tropes, literal text such as `[=McCoy=]` is seen; people write it so that a name does not become a link.
    """
    text = document.text
    spans = list(document.opaque)
    if document.markup is Markup.TVTROPES:
        spans = [span for span in spans if text.startswith("%%", span.start)]
    if document.markup is Markup.MEDIAWIKI:
        spans += (link.span for link in document.categories)
        spans += (link.span for link in document.images)
        spans += _references(text) if "<ref" in text or "<REF" in text else ()
    return merged(spans)


def _references(text: str) -> Iterator[Span]:
    start: int | None = None
    for tag in _REFERENCE_TAG.finditer(text):
        if tag[2]:
            if start is None:
                yield Span(*tag.span())
        elif not tag[1]:
            start = tag.start() if start is None else start
        elif start is not None:
            yield Span(start, tag.end())
            start = None
