"""`folder-name`: a media section whose name is not one of the wiki's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.checks.media import same, shown
from linterbot.markup.document import Document, Section, SectionKind
from linterbot.model import Edit, Facts, Fix, Hit, Markup, Safety, Span

_LETTERS = re.compile(
    r"(?:tropes )?(?:[a-z0-9#]|numbers?|symbols?)(?:\W+(?:to |and )?(?:[a-z]|numbers?|symbols?))*",
    re.IGNORECASE,
)
_MOSTLY = 2  # a page is divided by media when at least this many of its folders bear a medium's name


@dataclass(frozen=True)
class FolderName(Check):
    """Compares folder names with the wiki's `media`; `variants` maps other spellings to the right one.

    A wholly unknown name counts only among folders that are named by media: a work's page may divide its list
    as it likes, and letters (`A–D`) are always fine. Headings are compared with the variants only.
    """

    says: ClassVar[frozenset[str]] = frozenset({"right"})

    media: tuple[str, ...] = ()
    variants: dict[str, str] = field(default_factory=dict)

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each section's opener, with the name that was probably meant."""
        known, meant = self._names
        sections = document.media_sections
        by_media = sum(1 for one in sections if same(one.title) in known or same(one.title) in meant) >= _MOSTLY
        for section in sections:
            name, key = shown(section.title), same(section.title)
            right = meant.get(key) or known.get(key)
            heading = section.kind is SectionKind.HEADING
            if section.title in self.media or (heading and name in self.media):
                continue
            if right is None and (heading or not by_media or _LETTERS.fullmatch(name)):
                continue
            yield self._hit(document, section, right)

    @cached_property
    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        """The media by their loose spelling, and what other spellings mean."""
        meant = {same(name): right for name, right in self.variants.items()}
        return {same(name): name for name in self.media}, meant

    def _hit(self, document: Document, section: Section, right: str | None) -> Hit:
        said = f"; the wiki calls it “{right}”" if right else ""
        at = document.text.find(section.title, section.opener.start, section.opener.end)
        span = Span(at, at + len(section.title)) if section.title and at != -1 else section.opener
        fix = None
        if right and document.markup is not Markup.RENDERED and span != section.opener:
            fix = Fix((Edit(span, right),), Safety.UNSAFE, f"Call it “{right}”")
        return Hit(span, {"right": said}, fix=fix)
