"""`file-attribution`: a file page that names neither author nor source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.markup.template import parameters
from linterbot.model import Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.language import one_of
from linterbot.view.page_view import View
from linterbot.view.upload_grace import fresh, own_file

_ADDRESS = re.compile(r"https?://\S")
_MOST_CALLS = 200  # template calls that are read on one file page
_ANSWER = r"[\w\"“'(][^\n.;]*|[^\w\s]"


class FileAttribution(Check):
    """Requires an author or a source: a filled-in template field, a web address, or a line of text that names one.

    `fields` are the template parameters that count; `labels` the words that introduce a source in prose if a colon and
    an answer follow (“Source: the press kit”); `phrases` those that need an answer only (“drawn by Oda”), and `whole`
    those that say it all (“own work”). `evident` lists templates that make all this unnecessary, such as the one for
    the uploader's own work. `grace-days` works as in `file-licence`.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    fields: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    evident: tuple[str, ...] = ()
    grace_days: float = 0

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document = view.document
        if document.redirect or view.calls(self.evident) or fresh(document, view.facts, self.grace_days):
            return
        if _ADDRESS.search(view.seen) or self._in_prose(view) or self._in_a_field(document):
            return
        yield Hit(first_line(document), of_page=True)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since they decide which templates count, and for the upload date if needed."""
        return Wants(template_redirects=True, helpful_files=own_file(document) if self.grace_days else frozenset())

    def _in_prose(self, view: View) -> bool:
        return any(self._answers(found) for found in self._attribution.finditer(view.prose))

    def _answers(self, found: re.Match[str]) -> bool:
        """Whether somebody is named: “source: unknown” names nobody."""
        answer = found["labelled"] or found["named"]
        return answer is None or " ".join(answer.lower().strip("'\"“” ").split()) not in self._no_answers

    def _in_a_field(self, document: Document) -> bool:
        for number, template in enumerate(document.templates):
            values = parameters(document.text, template) if number < _MOST_CALLS else None
            if values is None:
                return True  # too much to read, so that a fault cannot be proven
            filled = (name.lower() for name, value in values.items() if value.lower() not in self._no_answers)
            if any(name in self.fields for name in filled):
                return True
        return False

    @cached_property
    def _no_answers(self) -> frozenset[str]:
        return frozenset({"", *self.language.no_answers})

    @cached_property
    def _attribution(self) -> re.Pattern[str]:
        """The pattern of an attribution in prose, with what is named."""
        label = rf"\b{one_of(self.labels)}(?:\(s\)|s)?['\s]{{0,6}}[:=]['\s]*(?P<labelled>{_ANSWER})"
        phrase = rf"\b{one_of(self.phrases)}['\s]+(?P<named>{_ANSWER})"
        return re.compile(rf"{label}|{phrase}|\b{one_of(self.whole)}\b", re.IGNORECASE)
