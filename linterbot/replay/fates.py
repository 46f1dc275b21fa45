"""What became of the findings that the edits of one page brought in, although nobody was told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from linterbot.formats.line_diff import line_diff
from linterbot.learn.history import AT_ONCE, OUTLIVED, SAME, lasting
from linterbot.lint.linter import lint_page, read_page
from linterbot.lint.page_linter import PageLinter
from linterbot.markup.document import Document
from linterbot.model import NO_FACTS, Finding, Markup, Page
from linterbot.wiki.export.reader import ExportedPage, ExportedRevision

SOON = timedelta(days=30)  # within which people take away what they mind
_SHOWN = 200  # characters of what a finding is about
_COMPARED = 2_000  # characters of two findings that may be the same one, reworded


class Fate(StrEnum):
    """What people did about a finding."""

    CONFIRMED = "confirmed"  # they made, soon, the very change that the bot would have proposed
    AGREED = "agreed"  # they took it away soon, in another way
    TOLERATED = "tolerated"  # it outlived many edits of its section


class Story(NamedTuple):
    """One finding and its fate."""

    rule: str
    title: str
    words: str
    fate: Fate
    by: str  # who took it away, "" if nobody did
    at: str  # when


@dataclass
class _Open:
    """A finding while its page's history goes by."""

    finding: Finding
    author: str
    since: str
    outlived: int = 0  # edits of its section by others


class _Version:
    """One revision of a page with what the rules find in it."""

    def __init__(self, linter: PageLinter, title: str, namespace: str, revision: ExportedRevision) -> None:
        page = Page(title, revision.text, namespace)
        self.user, self.at, self.text = revision.user, revision.timestamp, revision.text
        self.document = read_page(page, Markup.MEDIAWIKI, linter.names)
        found = lint_page(self.document, linter.rules, NO_FACTS).findings
        self.found = {one.fingerprint: one for one in found}
        self.sections = _sections(self.document)

    def words(self, finding: Finding) -> str:
        """Return what a finding is about."""
        return finding.span.of(self.text)

    def section_of(self, finding: Finding) -> str:
        """Return the title of the innermost section that a finding is in, "" before the first one."""
        at = finding.span.start
        inside = [one.title for one in self.document.sections if one.span.start <= at < one.span.end]
        return inside[-1] if inside else ""


def fates(linter: PageLinter, page: ExportedPage, namespace: str, since: str) -> list[Story]:
    """Return the fates of what edits since a time brought in, of those that can be told.

    An edit that was soon taken back counts for nothing, nor does one that took away much at once.
    """
    stories: list[Story] = []
    known: dict[str, _Open] = {}
    old: _Version | None = None
    for revision in _wanted(lasting(page.revisions), since):
        new = _Version(linter, page.title, namespace, revision)
        if old is not None:
            stories += _gone(page.title, old, new, known)
            stories += _outlived(page.title, old, new, known)
        if old is not None or _is_first(page, revision, since):
            brought = (one for one in new.found.values() if old is None or one.fingerprint not in old.found)
            for one in brought:
                known.setdefault(one.fingerprint, _Open(one, new.user, new.at))
        old = new
    return stories


def _wanted(revisions: Sequence[ExportedRevision], since: str) -> Iterator[ExportedRevision]:
    """Yield the revisions since a time, and the last one before it, with which the first of them is compared."""
    first = next((number for number, one in enumerate(revisions) if one.timestamp >= since), len(revisions))
    yield from revisions[max(0, first - 1) :]


def _is_first(page: ExportedPage, revision: ExportedRevision, since: str) -> bool:
    """Whether a revision created its page, so that it brought in everything on it."""
    return revision is page.revisions[0] and revision.timestamp >= since


def _gone(title: str, old: _Version, new: _Version, known: dict[str, _Open]) -> Iterator[Story]:
    """Yield the findings that somebody else than their author took away soon after they came."""
    gone = [one for one in known.values() if one.finding.fingerprint not in new.found]
    for one in gone:
        del known[one.finding.fingerprint]
        if (same := _reworded(old, one.finding, new)) is not None:
            known[same.fingerprint] = _Open(same, one.author, one.since, one.outlived)
            continue
        many = sum(other.finding.name == one.finding.name for other in gone) > AT_ONCE
        soon = datetime.fromisoformat(new.at) - datetime.fromisoformat(one.since) <= SOON
        there = old.found.get(one.finding.fingerprint)
        if soon and not many and new.user != one.author and there is not None:
            fate = Fate.CONFIRMED if _as_proposed(old, there, new) else Fate.AGREED
            yield Story(there.name, title, old.words(there)[:_SHOWN], fate, new.user, new.at)


def _outlived(title: str, old: _Version, new: _Version, known: dict[str, _Open]) -> Iterator[Story]:
    """Yield the findings that are still there after so many edits of their section by others."""
    changed = {name for name, text in new.sections.items() if old.sections.get(name) != text}
    for fingerprint, one in list(known.items()):
        here = new.found.get(fingerprint)
        if here is None or new.user == one.author or new.section_of(here) not in changed:
            continue
        one.outlived += 1
        if one.outlived >= OUTLIVED:
            del known[fingerprint]
            yield Story(here.name, title, new.words(here)[:_SHOWN], Fate.TOLERATED, "", new.at)


def _reworded(old: _Version, finding: Finding, new: _Version) -> Finding | None:
    """Return the finding that another one has become by a change of its words, None if it is gone."""
    before = old.found.get(finding.fingerprint)
    if before is None:
        return None
    words = old.words(before)[:_COMPARED]
    others = (one for one in new.found.values() if one.name == finding.name and one.fingerprint not in old.found)
    return next((one for one in others if fuzz.ratio(words, new.words(one)[:_COMPARED]) >= SAME), None)


def _as_proposed(old: _Version, finding: Finding, new: _Version) -> bool:
    """Whether a finding's place is now as its fix would have left it, with the lines above and below as they were."""
    if finding.fix is None or not finding.fix.edits:
        return False
    touched = line_diff(old.text, finding.fix)
    rows, first = old.text.split("\n"), touched.row - 1
    last = first + len(touched.before)
    proposed = [*rows[max(0, first - 1) : first], *touched.after, *rows[last : last + 1]]
    return "\n".join(["", *proposed, ""]) in f"\n{new.text}\n"


def _sections(document: Document) -> Mapping[str, str]:
    """Return the text of each section by its title, what is before the first one under ""."""
    out = {"": document.text[: document.sections[0].span.start] if document.sections else document.text}
    for one in document.sections:
        out[one.title] = one.span.of(document.text)
    return out


def in_order(stories: Iterable[Story]) -> list[Story]:
    """Return stories by rule, then by fate and page."""
    return sorted(stories, key=lambda one: (one.rule, one.fate, one.title, one.at))
