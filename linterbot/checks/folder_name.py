"""`folder-name`: a media section whose name is not one that the wiki uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import ClassVar

from linterbot.checks.base import NO_PAIRS, Check
from linterbot.markup.document import Document, Section, SectionKind
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.language import any_or_none, one_of
from linterbot.view.media_names import same, same_signs, shown
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_SHORTEST = 6  # characters; in a shorter name, a typo looks like a different word
_SLIPS, _LONG = 2, 9  # letters that may be wrong, missing, extra or swapped in a long name; in a shorter one, half
_LIKELY = 0.8


class FolderName(Check):
    """Compares folder names with the wiki's `media`; `variants` maps other spellings to the right one.

    A name that looks like a typo of one of the media is reported as well, unless it is one of the `others`. A name that
    is merely unusual is fine, and so are letters (`A–D`), since a work's page may divide its list as it likes, and
    whatever divides the section of a medium. Two hyphens are a dash, and “and” is “&”.
    """

    wakes: ClassVar[Wake] = Wake.SECTIONS
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"right"})

    media: tuple[str, ...] = ()
    variants: Mapping[str, str] = NO_PAIRS
    others: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each wrong name, with the one that was probably meant."""
        document = view.document
        known, meant = self._names
        for section in view.sections.of_media():
            name, key = shown(section.title), same(section.title, self.language)
            right = meant.get(key) or known.get(key)
            if right is not None:
                written = section.title if section.kind is SectionKind.FOLDER else name  # a folder's name has no links
                if self._written(written) != self._written(right):
                    yield self._hit(document, section, right, 1.0)
            elif not self._letters.fullmatch(name) and (right := self._close(key)):
                yield self._hit(document, section, right, _LIKELY)

    def _written(self, name: str) -> str:
        """Return a name with everything written alike that the wiki shows alike."""
        return same_signs(name, self.language)

    @cached_property
    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        """The media by their normalised names, and what the variants mean by theirs."""
        meant = {same(name, self.language): right for name, right in self.variants.items()}
        return {same(name, self.language): name for name in self.media}, meant

    @cached_property
    def _letters(self) -> re.Pattern[str]:
        """The pattern of headings that divide a list by letters: “A–D”, “Tropes E to H”, “Numbers”."""
        words = self.language
        one, another = (f"(?:{letters}|{one_of(words.division_words)})" for letters in ("[a-z0-9#]", "[a-z]"))
        lead, joiner = any_or_none(words.division_leads, " "), any_or_none(words.division_joiners, " ")
        return re.compile(rf"{lead}{one}(?:\W+{joiner}{another})*", re.IGNORECASE)

    def _close(self, key: str) -> str:
        """Return the medium that a name is a typo of, "" if there is none."""
        known, _ = self._names
        if len(key) < _SHORTEST or key in self._others:
            return ""
        return known.get(_slip(key, tuple(known)), "")

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(same(name, self.language) for name in self.others)

    def _hit(self, document: Document, section: Section, right: str, confidence: float) -> Hit:
        at = document.text.find(section.title, section.opener.start, section.opener.end)
        span = Span(at, at + len(section.title)) if section.title and at != -1 else section.opener
        fix = None
        if document.markup is not Markup.RENDERED and span != section.opener:
            fix = Fix((Edit(span, right),), Safety.UNSAFE, "rename", right)
        return Hit(span, {"right": right}, fix=fix, confidence=confidence)


@lru_cache(maxsize=4_096)  # because many pages have the same headings
def _slip(name: str, known: tuple[str, ...]) -> str:
    """Return the known name that a name is a typo of, "" if there is none."""
    from rapidfuzz.distance import OSA  # imported here, because most pages never need it

    most = _SLIPS if len(name) >= _LONG else _SLIPS // 2
    near = (one for one in known if len(one) >= _SHORTEST and OSA.distance(name, one, score_cutoff=most) <= most)
    return min(near, key=lambda one: OSA.distance(name, one), default="")
