"""Fetches what the checks want to know beyond the pages, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable

from linterbot.lint.linter import wants
from linterbot.markup.document import Document
from linterbot.model import Facts
from linterbot.rule import Rule
from linterbot.wiki.gateway import Wiki


def fetch(wiki: Wiki, documents: Iterable[Document], rules: tuple[Rule, ...]) -> Facts:
    """Return the facts that the rules want for these documents."""
    files: set[str] = set()
    templates: set[str] = set()
    for document in documents:
        wanted = wants(document, rules)
        files |= wanted.files
        if wanted.template_redirects:
            templates |= {template.name for template in document.templates}
    return Facts(
        files=wiki.files(files) if files else {},
        template_redirects=wiki.template_redirects(templates) if templates else {},
    )
