"""`folder-order`: a media section that is not in its fixed place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Section
from linterbot.model import Hit
from linterbot.view.media_names import same, shown
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

Key = tuple[int, str]
_HABIT = 4  # sections of which one may be astray on a page that keeps to an order


class FolderOrder(Check):
    """Requires the sections in `last` to come after all other `media`, in the order given.

    With `alphabetical`, the others must be in alphabetical order, except for the first one: the medium of the work
    that named the trope may come first. As few sections as possible are reported. Sections that are not named after a
    medium (“See also”, “A–D”) do not count. With `by-habit`, only pages are looked at that keep to the order
    themselves: of four sections or more, one is astray, or of eight or more, two are.
    """

    wakes: ClassVar[Wake] = Wake.SECTIONS
    says: ClassVar[frozenset[str]] = frozenset({"where"})

    media: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    alphabetical: bool = False
    by_habit: bool = False

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each section that has to move, with the one it belongs after, or else before."""
        sections = list(self._placed(view.sections.of_media()))
        keys = [self._key(one) for one in sections]
        leads = self.alphabetical and bool(keys) and keys[0][0] == 0
        sections, keys = sections[leads:], keys[leads:]
        stay = _longest_rising(keys)
        if not self.by_habit or (len(keys) - len(stay)) * _HABIT <= len(keys):
            yield from _astray(sections, keys, stay)

    def _placed(self, sections: Iterable[Section]) -> Iterator[Section]:
        """Yield the sections named after a medium; a second one for the same medium belongs nowhere."""
        seen: set[str] = set()
        for one in sections:
            name = same(one.title, self.language)
            if name in self._place and name not in seen:
                seen.add(name)
                yield one

    def _key(self, section: Section) -> Key:
        name = same(section.title, self.language)
        return self._place[name], name if self.alphabetical and not self._place[name] else ""

    @cached_property
    def _place(self) -> dict[str, int]:
        return {same(name, self.language): 0 for name in self.media} | {
            same(name, self.language): at for at, name in enumerate(self.last, 1)
        }


def _astray(sections: list[Section], keys: list[Key], stay: list[int]) -> Iterator[Hit]:
    """Yield the sections that have to move, each with the one it belongs after, or else before."""
    ranks = [keys[at] for at in stay]
    staying = set(stay)
    for at, (section, key) in enumerate(zip(sections, keys, strict=True)):
        if at in staying:
            continue
        lower, higher = bisect_left(ranks, key), bisect_right(ranks, key)
        if lower and stay[lower - 1] > at:
            yield _hit(section, "after", sections[stay[lower - 1]])
        elif higher < len(stay):
            yield _hit(section, "before", sections[stay[higher]])


def _hit(section: Section, where: str, other: Section) -> Hit:
    return Hit(section.opener, {"where": f"{where} “{shown(other.title)}”"}, (other.opener,))


def _longest_rising(keys: list[Key]) -> list[int]:
    """Return the indexes of the longest subsequence that is already in order (patience sorting)."""
    ends: list[int] = []
    before: dict[int, int] = {}
    for at, key in enumerate(keys):
        pile = bisect_right(ends, key, key=keys.__getitem__)
        before[at] = ends[pile - 1] if pile else -1
        ends[pile : pile + 1] = [at]
    rising: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        rising.append(at)
        at = before[at]
    return rising[::-1]
