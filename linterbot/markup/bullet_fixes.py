"""The fixes for bullets, as each markup writes them; rendered text cannot be fixed."""

from __future__ import annotations

from linterbot.markup.document import Document, Example
from linterbot.markup.spans import without_comments
from linterbot.model import Edit, Fix, Markup, Safety, Span


def join(document: Document, parent: Example, child: Example) -> Fix | None:
    """Return an unsafe fix that joins a bullet to the line of its parent, None where that is impossible.

    A person has to agree, since the words may need rewriting.
    """
    gap = _gap(document, parent, child)
    return Fix((Edit(gap, " "),), Safety.UNSAFE, "join-example") if gap else None


def fold(document: Document, parent: Example, child: Example) -> Fix | None:
    """Return an unsafe fix that makes a bullet a paragraph of its parent, None where that is impossible."""
    return _paragraph(document, parent, child, _signs(document, child)[:-1])


def paragraph(document: Document, before: Example, example: Example) -> Fix | None:
    """Return an unsafe fix that makes a bullet a paragraph of the one before it on the same level, or None."""
    return _paragraph(document, before, example, _signs(document, before))


def _paragraph(document: Document, above: Example, bullet: Example, marker: str) -> Fix | None:
    """Return the fix: MediaWiki continues an item with its list marker and a colon, TV Tropes with two backslashes."""
    gap = _gap(document, above, bullet)
    if gap is None:
        return None
    edit = Edit(gap, "\\\\\n") if document.markup is Markup.TVTROPES else Edit(bullet.marker, f"{marker}:")
    return Fix((edit,), Safety.UNSAFE, "make-paragraph")


def remove(document: Document, example: Example, safety: Safety, action: str = "remove") -> Fix | None:
    """Return a fix that removes a bullet with its line, None if that would leave bullets without a parent."""
    if document.markup is Markup.RENDERED or example.children:
        return None
    text = document.text
    end = text.find("\n", example.span.end)
    start, end = (
        (example.span.start, end + 1) if end != -1 else (_line_break_before(text, example.span.start), len(text))
    )
    return Fix((Edit(Span(start, end), ""),), safety, action)


def _gap(document: Document, parent: Example, child: Example) -> Span | None:
    """Return the span between the words of two bullets, None if it has more than a line break and a marker.

    On TV Tropes, a comment hides everything up to the end of its line, so nothing can be joined to it.
    """
    between = document.text[parent.line.end : child.marker.start]
    if document.markup is Markup.RENDERED or parent.continuations or child.children or between.strip():
        return None
    if document.markup is Markup.TVTROPES and "%%" in parent.line.of(document.text):
        return None
    return Span(parent.line.end, document.words_span(child).start)


def _signs(document: Document, bullet: Example) -> str:
    """Return a bullet's marker without the comments that may be inside it."""
    return without_comments(bullet.marker.of(document.text))


def _line_break_before(text: str, at: int) -> int:
    if text[at - 2 : at] == "\r\n":
        return at - 2
    return at - 1 if at else 0
