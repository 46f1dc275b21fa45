"""`preload-markup`: a page without the markup that the preload of its kind provides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from linterbot.checks.base import NO_PAIRS, Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.first_line import first_line
from linterbot.view.media_names import same
from linterbot.view.page_kind import UNKNOWN
from linterbot.view.page_view import View


class PreloadMarkup(Check):
    """Requires what `needs` lists for the kind of a page.

    A need is a template, a heading that begins with some words (`section: Examples`), or words anywhere on the page
    (`text: examples of`); if ` | ` separates several, one is enough. A page of no known kind needs one of `otherwise`.
    Redirects, subpages of no known kind and pages with one of the templates in `unless` are exempt.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"kind", "evidence", "missing"})

    needs: Mapping[str, tuple[str, ...]] = NO_PAIRS
    otherwise: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document, kind = view.document, view.kind
        if document.redirect or not document.text.strip() or view.calls(self.unless):
            return
        if kind.name == UNKNOWN and "/" in document.title:
            return
        needs = (" | ".join(self.otherwise),) if kind.name == UNKNOWN else self.needs.get(kind.name, ())
        missing = [need for need in needs if not self._met(need, view)]
        if missing:
            values = {"kind": kind.words, "evidence": kind.evidence, "missing": _shown(missing)}
            fix = self._fix(view, missing)
            yield Hit(first_line(document), values, fix=fix, confidence=0.9 if kind.certain else 0.7, of_page=True)

    def _met(self, need: str, view: View) -> bool:
        return any(self._has(one.strip(), view) for one in need.split("|"))

    def _has(self, need: str, view: View) -> bool:
        what, colon, words = need.partition(":")
        if colon and what == "section":
            wanted = same(words, self.language)
            return any(same(section.title, self.language).startswith(wanted) for section in view.document.sections)
        if colon and what == "text":
            return words.strip().lower() in view.document.text.lower()
        return view.calls((need,))

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since a shorter name of the same template is fine."""
        return Wants(template_redirects=True)

    def _fix(self, view: View, missing: list[str]) -> Fix | None:
        """Return an unsafe fix that puts the kind's own template on top: a person has to agree about the kind."""
        own = view.conventions.kinds.templates.get(view.kind.name, ())
        if not own or missing[0] != own[0]:
            return None
        template = f"{{{{{own[0]}}}}}"
        return Fix((Edit(Span(0, 0), f"{template}\n"),), Safety.UNSAFE, "put-at-top", template)


def _shown(missing: list[str]) -> str:
    return ", ".join(" or ".join(_need(one.strip()) for one in need.split("|")) for need in missing)


def _need(need: str) -> str:
    what, colon, words = need.partition(":")
    if not colon:
        return f"{{{{{need}}}}}"
    return f"a section “{words.strip()}”" if what == "section" else f"the words “{words.strip()}”"
