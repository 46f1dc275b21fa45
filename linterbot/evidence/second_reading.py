"""What a second reader is asked about a bullet that the evidence leaves in doubt, and what becomes of its answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple, Protocol

from linterbot.evidence.scoring import likelihood, needed

MOST_READ = 200  # bullets of one page that are read, those in most doubt first; real pages have twenty at most
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


class Known(NamedTuple):
    """What is remembered of a page."""

    opinions: Mapping[str, Opinion] = NO_OPINIONS  # by the digests of their passages
    bullets: frozenset[str] = frozenset()  # those that any reader read, by `bullet_of`


NOTHING_KNOWN = Known()


class Remembering:
    """A second reader that reads no passage twice, and notes what it was asked about a page.

    It travels to other processes without what it remembers.
    """

    def __init__(self, reader: SecondReader) -> None:
        self._reader = reader
        self._said: OrderedDict[str, Opinion] = OrderedDict()
        self.used: dict[str, Opinion] = {}  # since `begin`: the opinions by the digests of their passages
        self._fresh: Container[int] | None = None
        self._bullets: frozenset[str] = frozenset()

    def __reduce__(self) -> tuple[type[Remembering], tuple[SecondReader]]:
        return type(self), (self._reader,)

    @property
    def identity(self) -> str:
        """Tells one reader from another."""
        return self._reader.identity

    def begin(self, known: Known = NOTHING_KNOWN, fresh: Container[int] | None = None) -> None:
        """Begin with another page, of which some rows are fresh; None if the whole page is to be read."""
        self._said |= known.opinions
        self._bullets = known.bullets | {bullet_of(one) for one in known.opinions}
        self._fresh, self.used = fresh, {}

    def looks_at(self, passage: Passage, rows: Iterable[int]) -> bool:
        """Whether it is to read a passage in some rows: one that is fresh, or whose bullet was read before."""
        fresh = self._fresh
        return fresh is None or any(row in fresh for row in rows) or bullet_of(digest(passage)) in self._bullets

    def read(self, passages: Sequence[Passage]) -> list[Opinion]:
        """Return an opinion on each passage."""
        digests = [digest(one) for one in passages]
        new = {one: passage for one, passage in zip(digests, passages, strict=True) if one not in self._said}
        if new:
            said = (Opinion(*one) for one in self._reader.read(list(new.values())))  # it may know of no such type
            self._said |= zip(new, said, strict=True)
        self.used |= {one: self._said[one] for one in digests}
        opinions = [self._said[one] for one in digests]
        while len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
        return opinions


def digest(passage: Passage) -> str:
    """Return what a passage is remembered by: 12 characters for the bullet below its parent, 12 for what is around."""
    bullet, parent, *around = passage
    return f"{_digest(bullet, parent)}{_digest(*map(str, around))}"


def bullet_of(digest: str) -> str:
    """Return the part of a digest that stays the same in other surroundings."""
    return digest[: len(digest) // 2]


def _digest(*words: str) -> str:
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def remembered(known: Mapping[str, Opinion], used: Mapping[str, Opinion]) -> dict[str, Opinion]:
    """Return what is to be remembered of a page: what was used, and what may be once more.

    A bullet may be hidden for a while, by a comment that somebody forgot to close.
    """
    seen = {bullet_of(one) for one in used}
    hidden = {one: opinion for one, opinion in known.items() if bullet_of(one) not in seen}
    return dict(islice({**used, **hidden}.items(), MOST_READ))


class Doubt(NamedTuple):
    """When a second reader is asked, and what its opinion counts."""

    least: float  # the likelihood by evidence alone from which on it is asked
    most: float  # the likelihood up to which it is asked
    counts: float  # what one unit of its log-odds weighs beside the evidence


class Reading(NamedTuple):
    """What evidence and a second reader together make of a bullet."""

    likelihood: float  # of a fault, from 0 to 1
    says: str  # what the second reader says for it, "" if it was not asked or speaks against it


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
