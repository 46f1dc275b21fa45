"""What a second reader is asked about a bullet that the evidence leaves in doubt, and what becomes of its answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Container, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

from linterbot.evidence.scoring import likelihood, needed
from linterbot.markup.document import Example
from linterbot.view.page_view import View

MOST_READ = 200  # bullets of one page that are read, those in most doubt first; real pages have twenty at most
_LONGEST = 600  # characters of each text; a reader looks at fewer
_REMEMBERED = 4_096  # opinions; a page is linted again for each fix that is proven
_ROOM = 100  # characters that a message has for evidence; more would be cut off


class Passage(NamedTuple):
    """A bullet beside what it may answer, each in the words that a reader of the page sees, "" if there is none."""

    bullet: str
    parent: str
    above: str  # what the parent stands under
    before: str  # the bullet before it at its level
    alone: bool  # whether it is the only one at its level


class Opinion(NamedTuple):
    """What a second reader thinks of a bullet, as log-odds."""

    reply: float  # that it replies to the example above it or continues it; 0 adds nothing to the evidence
    continues: float  # that it continues the example rather than replying to it


NO_OPINIONS: Mapping[str, Opinion] = {}  # a plain one, which can be sent to other processes


class SecondReader(Protocol):
    """Reads bullets; it always says the same of the same passage."""

    @property
    def identity(self) -> str:
        """Tells one reader from another: what it is called, and which version of what it learned."""

    def read(self, passages: Sequence[Passage]) -> Sequence[tuple[float, float]]:
        """Return an opinion on each passage."""


class Remembering:
    """A second reader that reads no passage twice, and notes what it was asked about a page.

    It travels to other processes without what it remembers. While a wiki is patrolled it is asked about `fresh` lines
    only, and about bullets that it has read before: what stood there already is not reported anyway.
    """

    def __init__(self, reader: SecondReader) -> None:
        self._reader = reader
        self._known: OrderedDict[str, Opinion] = OrderedDict()
        self.used: dict[str, Opinion] = {}  # since `begin`: the opinions by the digests of their passages
        self._fresh: Container[int] | None = None  # the rows that it is asked about, None for all of a page
        self._bullets: Collection[str] = ()  # those of this page that it has read, by their part of a digest

    def __reduce__(self) -> tuple[type[Remembering], tuple[SecondReader]]:
        return type(self), (self._reader,)

    @property
    def identity(self) -> str:
        """Tells one reader from another."""
        return self._reader.identity

    def begin(self, known: Mapping[str, Opinion], fresh: Container[int] | None = None) -> None:
        """Begin with another page, of which some opinions are known and some rows are fresh, all if it is None."""
        self._known |= known
        self._fresh, self._bullets = fresh, {_bullet_of(one) for one in known}
        self.used = {}

    def read(self, passages: Sequence[Passage], rows: Sequence[Collection[int]]) -> list[Opinion | None]:
        """Return an opinion on each passage, which stands in some rows; None where it is not asked."""
        digests = [digest(one) for one in passages]
        asked = [one for one, place in zip(digests, rows, strict=True) if self._is_asked(one, place)]
        by_digest = dict(zip(digests, passages, strict=True))
        new = {one: by_digest[one] for one in asked if one not in self._known}
        if new:
            said = (Opinion(*one) for one in self._reader.read(list(new.values())))  # it may know of no such type
            self._known |= zip(new, said, strict=True)
        self.used |= {one: self._known[one] for one in asked}
        opinions = [self.used.get(one) for one in digests]
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return opinions

    def _is_asked(self, one: str, rows: Collection[int]) -> bool:
        fresh = self._fresh
        return fresh is None or _bullet_of(one) in self._bullets or any(row in fresh for row in rows)


def digest(passage: Passage) -> str:
    """Return what a passage is remembered by: twelve characters for the bullet, twelve for what is around it."""
    bullet, *around = passage
    return f"{_digest(bullet)}{_digest(*map(str, around))}"


def _digest(*words: str) -> str:
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _bullet_of(digest: str) -> str:
    return digest[: len(digest) // 2]


class Doubt(NamedTuple):
    """When a second reader is asked, and what its opinion counts."""

    least: float  # the likelihood by evidence alone from which on it is asked
    most: float  # the likelihood up to which it is asked
    counts: float  # what one unit of its log-odds weighs beside the evidence


class Reading(NamedTuple):
    """What evidence and a second reader together make of a bullet."""

    likelihood: float  # of a fault, from 0 to 1
    says: str  # what the second reader says for it, "" if it was not asked or speaks against it


def in_most_doubt(likelihoods: Sequence[float], doubt: Doubt, threshold: float) -> list[int]:
    """Return the numbers of the bullets that a second reader is asked about, in order."""
    doubtful = [number for number, one in enumerate(likelihoods) if doubt.least <= one <= doubt.most]
    return sorted(sorted(doubtful, key=lambda number: abs(likelihoods[number] - threshold))[:MOST_READ])


def together(by_evidence: float, opinion: Opinion | None, doubt: Doubt) -> Reading:
    """Return what the evidence and an opinion, if there is one, make of a bullet."""
    if opinion is None:
        return Reading(by_evidence, "")
    says = ""
    if opinion.reply > 0:
        says = f"a second reading takes it for {'a continuation' if opinion.continues > 0 else 'an answer'}"
    return Reading(likelihood(needed(by_evidence) + doubt.counts * opinion.reply), says)


def named(visible: Sequence[str], says: str) -> str:
    """Return the evidence that a message names: what is visible first, as much as there is room for, then the reader's.

    Without anything from a reader, all that is visible.
    """
    if not says:
        return "; ".join(visible)
    most = next((number for number in range(len(visible), 0, -1) if _length(visible[:number], says) <= _ROOM), 0)
    return "; ".join([*visible[:most], says])


def _length(visible: Sequence[str], says: str) -> int:
    return len("; ".join([*visible, says]))


def passage(view: View, example: Example, parent: Example) -> Passage:
    """Return a bullet as a second reader sees it."""
    items = view.document.examples
    at = parent.children.index(example.number)
    before = items[parent.children[at - 1]] if at else None
    above = items[parent.parent] if parent.parent is not None else None

    def words(one: Example | None) -> str:
        return view.words(one)[:_LONGEST] if one is not None else ""

    alone = len(parent.children) == 1
    return Passage(words(example), words(parent), words(above), words(before), alone)
