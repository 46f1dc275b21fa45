"""Fetches what the checks want to know beyond the pages, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable

from linterbot.lint.linter import Wanted
from linterbot.model import Facts
from linterbot.wiki.gateway import Wiki


def fetch(wiki: Wiki, wanted: Iterable[Wanted]) -> Facts:
    """Return the facts that are wanted for some pages."""
    files: set[str] = set()
    templates: set[str] = set()
    for one in wanted:
        files |= one.files
        templates |= one.templates
    return Facts(
        files=wiki.files(files) if files else {},
        template_redirects=wiki.template_redirects(templates) if templates else {},
    )
