"""What a page can have: a rule is not asked about a page without what its check needs."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linterbot.view.page_view import View


class Wake(IntFlag):
    """Something that a page has."""

    NOTHING = 0
    TEMPLATES = 1
    SECTIONS = 2
    FOLDERS = 4
    STRAYS = 8  # closing marks of folders that were never opened
    ITEMS = 16  # of lists, examples or not
    EXAMPLES = 32
    NESTED = 64  # examples under others


ABOUT_ITEMS = (Wake.ITEMS | Wake.EXAMPLES | Wake.NESTED).value


def has(view: View) -> int:
    """Return what a page has, as a number made of `Wake`."""
    document = view.document
    found = Wake.SECTIONS.value if document.sections else 0
    found |= Wake.FOLDERS.value if document.folders else 0
    found |= Wake.STRAYS.value if document.strays else 0
    found |= Wake.TEMPLATES.value if "{{" in document.text else 0
    if document.examples:
        found |= Wake.ITEMS.value
        found |= Wake.EXAMPLES.value if view.examples else 0
        found |= Wake.NESTED.value if len(view.top) < len(view.examples) else 0
    return found
