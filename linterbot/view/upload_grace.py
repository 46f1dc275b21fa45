"""The days that somebody has to finish the page of a file they uploaded; shared by the checks on files."""

from __future__ import annotations

from linterbot.markup.document import Document
from linterbot.markup.namespace_names import title_form
from linterbot.model import Facts, FilePage


def own_file(document: Document) -> frozenset[str]:
    """Return the name of the file that a file page is about, in a set of one; an empty set for other pages."""
    return frozenset([title_form(document.title.partition(":")[2])]) if ":" in document.title else frozenset()


def fresh(document: Document, facts: Facts, days: float) -> bool:
    """Whether the file that a file page is about was uploaded less than `days` days ago; False if unknown."""
    return any(recent((facts.files or {}).get(name), days) for name in own_file(document))


def recent(page: FilePage | None, days: float) -> bool:
    """Whether a file was uploaded less than `days` days ago; False if unknown."""
    return page is not None and page.days_here is not None and page.days_here < days
