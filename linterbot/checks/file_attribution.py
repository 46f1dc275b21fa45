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
from linterbot.model import Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.page_view import View
from linterbot.view.phrase_matcher import any_of
from linterbot.view.upload_grace import fresh, own_file

_ADDRESS = re.compile(r"https?://\S")
_MOST_CALLS = 200  # template calls that are read on one file page


@dataclass(frozen=True)
class FileAttribution(Check):
    """Requires an author or a source: a filled-in template field, a web address, or a line of text that names one.

    `fields` are the template parameters that count, and `phrases` the words that introduce a source in prose.
    `evident` lists templates that make both unnecessary, such as the one for the uploader's own work. `grace-days`
    works as in `file-licence`.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    fields: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    evident: tuple[str, ...] = ()
    grace_days: float = 0

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document = view.document
        if document.redirect or view.calls(self.evident):
            return
        if fresh(document, view.facts, self.grace_days):
            return
        if _ADDRESS.search(document.text) or self._in_prose(document) or self._in_a_field(document):
            return
        yield Hit(first_line(document))

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since they decide which templates count, and for the upload date if needed."""
        return Wants(template_redirects=True, helpful_files=own_file(document) if self.grace_days else frozenset())

    def _in_prose(self, document: Document) -> bool:
        calls = merged(template.span for template in document.templates)
        return any_of(self.phrases).found_in(covered(document.text, ((call, " ") for call in calls)))

    def _in_a_field(self, document: Document) -> bool:
        no_answers = {"", *self.language.no_answers}
        for number, template in enumerate(document.templates):
            values = parameters(document.text, template) if number < _MOST_CALLS else None
            if values is None:
                return True  # too much to read, so that a fault cannot be proven
            if any(value.lower() not in no_answers for name, value in values.items() if name.lower() in self.fields):
                return True
        return False
