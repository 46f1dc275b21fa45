"""The days that somebody who uploads a file has to finish its page; shared by the checks on file pages."""

from __future__ import annotations

from linterbot.markup.document import Document
from linterbot.markup.names import title_form
from linterbot.model import Facts


def own_file(document: Document) -> frozenset[str]:
    """Return the name of the file whose page a document is."""
    return frozenset([title_form(document.title.partition(":")[2])]) if ":" in document.title else frozenset()


def fresh(document: Document, facts: Facts, days: float) -> bool:
    """Whether the file whose page this is was uploaded less than some days ago, as far as anybody knows."""
    for name in own_file(document) if days else ():
        page = (facts.files or {}).get(name)
        if page is not None and page.days_here is not None and page.days_here < days:
            return True
    return False
