"""`preload-markup`: a page without the markup that the preload of its kind provides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Edit, Facts, Fix, Hit, Markup, Safety, Span
from linterbot.view.first_line import first_line
from linterbot.view.media_names import same
from linterbot.view.page_kind import Kind, Kinds
from linterbot.view.phrase_index import Heard
from linterbot.view.templates import alike, called

_UNKNOWN = Kind("a page of unknown type", "no template, title, category or section shows which")


@dataclass(frozen=True)
class PreloadMarkup(Check):
    """Recognises the kind of a page by evidence, and requires what `needs` lists for that kind.

    `templates`, `subpages`, `titles`, `categories` and `headings` map each kind to what shows it. `divided-by-media`
    names the kind of a page whose examples are under several `media`, `list-of-tropes` the kind of a page whose bullets
    begin with tropes. A need is a template, a heading that begins with some words (`section: Examples`), or words
    anywhere on the page (`text: examples of`); if ` | ` separates several, one is enough. A page of no known kind needs
    one of `otherwise`. Redirects, unlisted subpages and pages with one of the templates in `unless` are exempt.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"kind", "evidence", "missing"})

    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    templates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    subpages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    divided_by_media: str = ""
    list_of_tropes: str = ""
    otherwise: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        if document.redirect or not document.text.strip() or called(document, facts) & alike(self.unless):
            return
        kind = self._kinds.of(document, facts)
        if not kind.name and "/" in document.title:
            return
        needs = self.needs.get(kind.name, ()) if kind.name else (" | ".join(self.otherwise),)
        missing = [need for need in needs if not self._met(need, document, facts)]
        if missing:
            kind = kind if kind.name else _UNKNOWN
            values = {"kind": kind.name, "evidence": kind.evidence, "missing": _shown(missing)}
            fix = self._fix(kind, missing)
            yield Hit(first_line(document), values, fix=fix, confidence=0.9 if kind.certain else 0.7)

    def _met(self, need: str, document: Document, facts: Facts) -> bool:
        return any(self._has(one.strip(), document, facts) for one in need.split("|"))

    def _has(self, need: str, document: Document, facts: Facts) -> bool:
        what, colon, words = need.partition(":")
        if colon and what == "section":
            wanted = same(words, self.language)
            return any(same(section.title, self.language).startswith(wanted) for section in document.sections)
        if colon and what == "text":
            return words.strip().lower() in document.text.lower()
        return bool(alike([need]) & called(document, facts))

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since a shorter name of the same template is fine."""
        return Wants(template_redirects=True)

    def _fix(self, kind: Kind, missing: list[str]) -> Fix | None:
        """Return an unsafe fix that puts the kind's own template on top: a person has to agree about the kind."""
        own = self.templates.get(kind.name, ())
        if not own or missing[0] != own[0]:
            return None
        template = f"{{{{{own[0]}}}}}"
        return Fix((Edit(Span(0, 0), f"{template}\n"),), Safety.UNSAFE, "put-at-top", template)

    @cached_property
    def _kinds(self) -> Kinds:
        return Kinds(
            templates=self.templates,
            subpages=self.subpages,
            titles=self.titles,
            categories=self.categories,
            headings=self.headings,
            media=self.media,
            divided_by_media=self.divided_by_media,
            list_of_tropes=self.list_of_tropes,
            language=self.language,
        )


def _shown(missing: list[str]) -> str:
    return ", ".join(" or ".join(_need(one.strip()) for one in need.split("|")) for need in missing)


def _need(need: str) -> str:
    what, colon, words = need.partition(":")
    if not colon:
        return f"{{{{{need}}}}}"
    return f"a section “{words.strip()}”" if what == "section" else f"the words “{words.strip()}”"
