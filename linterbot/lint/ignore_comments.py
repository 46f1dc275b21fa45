"""Writes comments that silence what was found on a page, in the way that the page's markup allows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from linterbot.markup.document import Document
from linterbot.model import Edit, Finding, Markup, Span


def ignoring(document: Document, findings: Iterable[Finding], reason: str) -> list[Edit]:
    """Return the edits that put a comment on, or above, each line with findings; none for rendered text.

    What is about the page as a whole is silenced at its top.
    """
    if document.markup is Markup.RENDERED:
        return []
    by_line: dict[int, dict[str, None]] = {}
    of_page: dict[str, None] = {}
    for one in findings:
        if one.of_page:
            of_page[one.name] = None
        else:
            by_line.setdefault(document.position(one.span.start).row, {})[one.name] = None
    starts = _starts(document.text)
    edits = [_on_line(document, starts[row - 1], tuple(rules), reason) for row, rules in sorted(by_line.items())]
    if of_page:
        top = _comment(document.markup, "ignore-page", tuple(of_page), reason)
        edits.insert(0, Edit(Span(0, 0), f"{top}\n"))
    return edits


def _on_line(document: Document, start: int, rules: tuple[str, ...], reason: str) -> Edit:
    comment = _comment(document.markup, "ignore", rules, reason)
    if document.markup is Markup.TVTROPES:
        return Edit(Span(start, start), f"{comment}\n")
    end = document.text.find("\n", start)
    end = len(document.text) if end == -1 else end
    end -= document.text[start:end].endswith("\r")
    return Edit(Span(end, end), f" {comment}")


def _starts(text: str) -> list[int]:
    """Return where each line begins."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]


def _comment(markup: Markup, command: str, rules: tuple[str, ...], reason: str) -> str:
    words = " ".join(reason.replace("--", "—").split())
    because = f" because {words.removeprefix('because ')}" if words else ""
    inside = f"linterbot: {command} {', '.join(rules)}{because}"
    return f"%% {inside}" if markup is Markup.TVTROPES else f"<!-- {inside} -->"
