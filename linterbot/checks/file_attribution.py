"""`file-attribution`: a file page that names neither author nor source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.markup.spans import covered, merged
from linterbot.markup.template import parameters
from linterbot.model import Facts, Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.phrase_index import Heard
from linterbot.view.phrase_matcher import any_of
from linterbot.view.templates import alike, called
from linterbot.view.upload_grace import fresh, own_file

_ADDRESS = re.compile(r"https?://\S")
_MOST_CALLS = 200  # of one file page that are looked into


@dataclass(frozen=True)
class FileAttribution(Check):
    """Looks for an author or a source: a filled field of a template, an address, or a line that says so.

    `fields` are the template parameters that count, `phrases` the words that introduce a source in prose,
    `evident` templates that say it all by themselves; own work needs no source. `grace-days` are as for
    `file-licence`.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    fields: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    evident: tuple[str, ...] = ()
    grace_days: float = 0

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        if document.redirect or called(document, facts) & alike(self.evident):
            return
        if fresh(document, facts, self.grace_days):
            return
        if _ADDRESS.search(document.text) or self._in_prose(document) or self._in_a_field(document):
            return
        yield Hit(first_line(document))

    def wants(self, document: Document) -> Wants:
        """Template redirects decide which templates say it all."""
        return Wants(template_redirects=True, helpful_files=own_file(document) if self.grace_days else frozenset())

    def _in_prose(self, document: Document) -> bool:
        calls = merged(template.span for template in document.templates)
        return any_of(self.phrases).found_in(covered(document.text, ((call, " ") for call in calls)))

    def _in_a_field(self, document: Document) -> bool:
        no_answers = {"", *self.language.no_answers}
        for number, template in enumerate(document.templates):
            given = parameters(document.text, template) if number < _MOST_CALLS else None
            if given is None:
                return True  # too much to read: not a fault we can prove
            if any(value.lower() not in no_answers for name, value in given.items() if name.lower() in self.fields):
                return True
        return False
