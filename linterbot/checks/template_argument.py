"""`template-argument`: a template without an argument that it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from linterbot.checks.base import NO_PAIRS, Check, Wants
from linterbot.markup.document import Document
from linterbot.markup.template import parameters
from linterbot.model import Hit, Markup
from linterbot.view.page_view import View
from linterbot.view.templates import alike
from linterbot.view.upload_grace import fresh, own_file
from linterbot.view.wake import Wake

_MOST_CALLS = 200  # that are read on one page


class TemplateArgument(Check):
    """Finds calls of templates without the argument that `needs` names for them (`SemiPD: "1"` is the first one).

    On file pages, `grace-days` works as in `file-licence`.
    """

    wakes: ClassVar[Wake] = Wake.TEMPLATES
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    needs: Mapping[str, str] = NO_PAIRS
    grace_days: float = 0

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such call."""
        calls = () if fresh(view.document, view.facts, self.grace_days) else view.document.templates[:_MOST_CALLS]
        for template in calls:
            for name, argument in self.needs.items():
                if alike([template.name]) != alike([name]):
                    continue
                given = parameters(view.document.text, template)
                if given is not None and not given.get(argument):
                    yield Hit(template.span)

    def wants(self, document: Document) -> Wants:
        """Ask for the upload date if needed."""
        return Wants(helpful_files=own_file(document) if self.grace_days else frozenset())
