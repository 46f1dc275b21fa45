"""Lessons from a wiki's history: bullets that experienced editors took away, and bullets that outlived many edits.

Nobody labelled these, so they are weak. An edit that was taken back teaches nothing, nor does one that took away much
at once; a bullet that was moved or reworded is the same bullet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz

from linterbot.learn.lessons import Lesson, lesson
from linterbot.markup import read
from linterbot.markup.document import Document, Example
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import NO_FACTS, Markup, Page
from linterbot.rulebook.rule import Rule
from linterbot.view.page_view import View
from linterbot.wiki.export.reader import ExportedPage, ExportedRevision, read_export

EXPERIENCED = 20  # edits in the export that somebody has made
OUTLIVED = 10  # later edits of its section by which a bullet is taken to be fine
_TAKEN_BACK = 8  # revisions within which a text is restored
AT_ONCE = 4  # bullets that one edit may take away and still teach something
_COMPARED, _LONGEST = 40, 2_000  # bullets of one edit that are compared, and characters of each
_LONGEST_PAGE = 1_000_000  # characters of a revision that is read
SAME = 85  # per cent of likeness at which a bullet was only reworded
_FOLDED = 80  # per cent of a bullet's words that are found in the line above it
_WORD = re.compile(r"\w+")


class Fate(StrEnum):
    """What became of a bullet."""

    REMOVED = "removed"
    FOLDED = "folded into the example above"
    OUTLIVED = "outlived many edits"


@dataclass(frozen=True)
class WeakLabel:
    """What the history says of one nested bullet."""

    title: str
    page: Page  # as it was when the bullet was last there
    row: int  # of the bullet
    words: str
    fate: Fate

    @property
    def fault(self) -> bool:
        """Whether that makes it a fault."""
        return self.fate is not Fate.OUTLIVED


@dataclass
class _Bullet:
    """A nested bullet while its page's history goes by."""

    author: str
    outlived: int = 0  # edits of its section since it came
    told: bool = False  # whether it has a label


class _Version:
    """One revision of a page, as far as its bullets go."""

    def __init__(self, revision: ExportedRevision, document: Document) -> None:
        self.user, self.text, self.document = revision.user, revision.text, document
        self.examples = document.examples
        self.words = [" ".join(one.line.of(document.text).lower().split()) for one in self.examples]
        self.there = frozenset(self.words)
        self.nested = [one for one in self.examples if one.parent is not None]

    def of(self, example: Example) -> str:
        """Return the words on an example's own line, in lower case."""
        return self.words[example.number]

    def whole(self, example: Example) -> str:
        """Return what an example and the lines that continue it say, in lower case."""
        return " ".join(example.span.of(self.document.text).lower().split())

    def section(self, example: Example) -> str:
        """Return the title of the section that an example is in."""
        section = self.document.section(example)
        return section.title if section is not None else ""

    @cached_property
    def sections(self) -> dict[str, list[str]]:
        """What the examples of each section say."""
        out: dict[str, list[str]] = {}
        for example in self.examples:
            out.setdefault(self.section(example), []).append(self.whole(example))
        return out


def lessons(export: Path, rule: Rule, names: Names) -> Iterator[Lesson]:
    """Yield what a full-history export teaches a rule; reads the file twice. Raises TargetError if it breaks off."""
    edits = edits_by_user(_pages(export))
    for page in _pages(export):
        for label in weak_labels(page, edits, names):
            document = read(label.page, Markup.MEDIAWIKI, names)
            view = View(document, NO_FACTS, rule.conventions)
            example = next(one for one in document.examples if document.position(one.line.start).row == label.row)
            if (taught := lesson(rule.check, view, example, label.fault, 1.0, label.title)) is not None:
                yield taught


def _pages(export: Path) -> Iterator[ExportedPage]:
    return (part for part in read_export(export) if isinstance(part, ExportedPage))


def edits_by_user(pages: Iterable[ExportedPage]) -> Counter[str]:
    """Return how many edits each person made."""
    return Counter(one.user for page in pages for one in page.revisions if one.user)


def weak_labels(page: ExportedPage, edits: Counter[str], names: Names = MEDIAWIKI_NAMES) -> Iterator[WeakLabel]:
    """Yield what the history of one page says of its nested bullets."""
    known: dict[str, _Bullet] = {}
    old: _Version | None = None
    for revision in lasting(page.revisions):
        new = _Version(revision, read(Page(page.title, revision.text), Markup.MEDIAWIKI, names))
        if old is not None:
            yield from _gone(page.title, old, new, known, edits)
            yield from _outlived(page.title, old, new, known)
        for example in new.nested:
            known.setdefault(new.of(example), _Bullet(revision.user))
        old = new


def lasting(revisions: Sequence[ExportedRevision]) -> list[ExportedRevision]:
    """Return the revisions that nobody took back: after one that was, the text before it is restored soon."""
    out: list[ExportedRevision] = []
    at = 0
    while at < len(revisions):
        here = revisions[at]
        later = range(min(len(revisions) - 1, at + _TAKEN_BACK), at + 1, -1)
        restored = next((number for number in later if revisions[number].text == here.text), None)
        if 0 < len(here.text) <= _LONGEST_PAGE:
            out.append(here)
        at = at + 1 if restored is None else restored + 1
    return out


def _gone(
    title: str, old: _Version, new: _Version, known: dict[str, _Bullet], edits: Counter[str]
) -> Iterator[WeakLabel]:
    """Yield the bullets that an experienced editor took away from where somebody else had put them."""
    gone = [example for example in old.nested if old.of(example) not in new.there]
    added = [words for words in new.words if words not in old.there] if gone else []
    many = max(len(gone), len(added)) > _COMPARED
    for example in gone:
        bullet = known.pop(old.of(example), None)
        if bullet is None or many:
            continue
        if (closest := _closest(old.of(example), added)) is not None:
            known[closest] = bullet
        elif _teaches(bullet, new, gone, edits) and (fate := _fate(old, example, new)) is not None:
            yield _label(title, old, example, fate)


def _teaches(bullet: _Bullet, new: _Version, gone: Sequence[Example], edits: Counter[str]) -> bool:
    """Whether it says something that a bullet is gone."""
    experienced = edits[new.user] >= EXPERIENCED and new.user != bullet.author
    return experienced and not bullet.told and len(gone) <= AT_ONCE


def _fate(old: _Version, example: Example, new: _Version) -> Fate | None:
    """Return what became of a bullet, None if the example above it is gone as well."""
    above = old.words[example.parent or 0][:_LONGEST]
    for one in new.examples:
        if fuzz.partial_ratio(new.of(one)[: len(above)], above) >= SAME:
            own, rest = _WORD.findall(old.of(example)), set(_WORD.findall(new.whole(one)))
            found = sum(word in rest for word in own) * 100
            return Fate.FOLDED if own and found >= _FOLDED * len(own) else Fate.REMOVED
    return None


def _outlived(title: str, old: _Version, new: _Version, known: dict[str, _Bullet]) -> Iterator[WeakLabel]:
    """Yield the bullets that are still there after so many edits of their section."""
    changed = {name for name, said in new.sections.items() if old.sections.get(name) != said}
    for example in new.nested if changed else ():
        bullet = known.get(new.of(example))
        if bullet is None or bullet.told or new.section(example) not in changed:
            continue
        bullet.outlived += new.user != bullet.author
        if bullet.outlived >= OUTLIVED:
            bullet.told = True
            yield _label(title, new, example, Fate.OUTLIVED)


def _label(title: str, version: _Version, example: Example, fate: Fate) -> WeakLabel:
    row = version.document.position(example.line.start).row
    return WeakLabel(title, Page(title, version.text), row, version.of(example), fate)


def _closest(words: str, among: Iterable[str]) -> str | None:
    """Return what a bullet was reworded to, None if nothing is like it."""
    return next((one for one in among if fuzz.ratio(words[:_LONGEST], one[:_LONGEST]) >= SAME), None)
