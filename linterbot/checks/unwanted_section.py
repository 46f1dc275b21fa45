"""`unwanted-section`: a section that a template on the same page says the page must not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Hit, Markup
from linterbot.view.media_names import same, shown
from linterbot.view.page_view import View
from linterbot.view.templates import alike
from linterbot.view.wake import Wake


class UnwantedSection(Check):
    """Finds sections named in `sections` on pages that call one of `templates`."""

    wakes: ClassVar[Wake] = Wake.SECTIONS | Wake.TEMPLATES
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"section"})

    templates: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the opener of each such section, with the template."""
        if not view.calls(self.templates):
            return
        names = {same(name, self.language) for name in self.sections}
        wanted = alike(self.templates)
        calls = tuple(one.span for one in view.document.templates if alike([one.name]) & wanted)
        for section in view.document.sections:
            if same(section.title, self.language) in names:
                yield Hit(section.opener, {"section": shown(section.title)}, calls)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since the same template may have a shorter name."""
        return Wants(template_redirects=True)
