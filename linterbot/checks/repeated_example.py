"""`repeated-example`: the same example told twice on a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import ClassVar, NamedTuple

from linterbot.checks.base import Check
from linterbot.evidence.shared_names import CAST, same_casts
from linterbot.markup.bullet_fixes import remove
from linterbot.markup.document import Document, Example
from linterbot.markup.prose import plain
from linterbot.model import Facts, Fix, Hit, Safety
from linterbot.view.example_text import bare
from linterbot.view.language import Language
from linterbot.view.phrase_index import Heard
from linterbot.view.sentence_starters import is_name

_WORD = re.compile(r"[\w'’-]+")
_QUOTED = re.compile(r'"[^"]*+"|“[^“”]*+”')
_TITLE = re.compile(r"'(?<!'')'++([^'\n]{2,80})''|_(?<!\w_)([^_\n]{2,80})_(?!\w)")
_LONG = 6  # letters of a long word, with the punctuation after it
_COMMON = 4  # an anchor that more examples than this share says nothing
_CLOSEST = 3  # examples that one is compared with
_LONGEST = 4_000  # characters of an example that are compared
_SHINGLE = 4  # words
_FEWEST_ANCHORS, _SHARED_ANCHORS = 2, 0.3  # that two examples must share, and of those of the shorter one
_HEAD = re.compile(r"([^:]{1,70}): (?=\S)")
_LIKELY = 0.8
_VERBATIM = "in the same words"


@dataclass(frozen=True)
class RepeatedExample(Check):
    """Finds examples of at least `words` words that are told twice: the same words, or nearly.

    Two examples are the same where `likeness` per cent of the shorter one's words stand in the other one in the same
    order, most of them side by side, and no name is missing there. Quotations do not count: one line may be quoted
    under two tropes. Two entries of one work in one section that list the same people, four or more, are the same too.
    """

    says: ClassVar[frozenset[str]] = frozenset({"how"})

    words: int = 8
    likeness: int = 70

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each later telling, with the first one."""
        found = {later: (earlier, _VERBATIM) for later, earlier in _copies(document, self.words)}
        found.update(self._reworded(document, set(found)))
        for number, (first, how) in sorted(found.items()):
            later, earlier = document.examples[number], document.examples[first]
            confidence = 1.0 if how == _VERBATIM else _LIKELY
            place = document.words_span(earlier)
            yield Hit(document.words_span(later), {"how": how}, (place,), _remove(document, later, earlier), confidence)

    def _reworded(self, document: Document, settled: set[int]) -> Iterator[tuple[int, tuple[int, str]]]:
        told = _Tellings(document, self.language)
        found: set[int] = set()
        for later, others in chain(_resembling(document, settled, self.words), same_casts(document, settled)):
            for earlier in others if later not in found else ():
                together = document.examples[earlier].section == document.examples[later].section
                if how := self._same(told.of(earlier), told.of(later), together):
                    found.add(later)
                    yield later, (earlier, how)
                    break

    def _same(self, one: _Telling, other: _Telling, together: bool) -> str:
        short, long = sorted((one, other), key=lambda telling: len(telling.words))
        if len(short.words) < self.words:
            return ""
        missing = short.names - long.vocabulary
        if len(missing) * 4 <= len(short.names) and self._told_alike(short, long):
            return "in nearly the same words"
        return "with the same names" if together and _same_list(short, long) else ""

    def _told_alike(self, short: _Telling, long: _Telling) -> bool:
        from rapidfuzz.distance import LCSseq  # here, because most pages never need it

        enough = self.likeness / 100 * len(short.words)
        if LCSseq.similarity(short.words, long.words, score_cutoff=int(enough)) < enough:
            return False
        runs = _shingles(short.words)
        return len(runs & _shingles(long.words)) * 2 >= len(runs)


class _Telling(NamedTuple):
    """What an example says, without what it quotes: its words, its names, the works it names."""

    words: tuple[str, ...]
    vocabulary: frozenset[str]
    names: frozenset[str]
    titles: frozenset[str]


class _Tellings:
    """What the examples of one page say, each read only once."""

    def __init__(self, document: Document, language: Language) -> None:
        self._document, self._language = document, language
        self._known: dict[int, _Telling] = {}

    def of(self, number: int) -> _Telling:
        """Return what one example says."""
        if number not in self._known:
            example = self._document.examples[number]
            stretches = [example.line, *example.continuations]
            raw = " ".join(span.of(self._document.text) for span in stretches)[:_LONGEST]
            self._known[number] = _telling(raw, plain(raw, self._document.markup), self._language)
        return self._known[number]


def _telling(raw: str, text: str, language: Language) -> _Telling:
    titles = frozenset(title.lower() for pair in _TITLE.findall(raw) if (title := max(pair))[:1].isupper())
    body = _QUOTED.sub(" ", text)
    head = _HEAD.match(body)
    own = body[head.end() :] if head and head[1].lower() not in titles else body
    spoken = _WORD.findall(body)
    names = frozenset(bare(word) for word in _WORD.findall(own) if is_name(word, language))
    return _Telling(tuple(word.lower() for word in spoken), frozenset(map(bare, spoken)), names, titles)


def _same_list(one: _Telling, other: _Telling) -> bool:
    """Whether two entries of one work name the same people: all that one of them names, and no few."""
    fewer, more = sorted((one.names, other.names), key=len)
    title = {word for work in one.titles & other.titles for word in work.split()}
    return bool(title) and len(fewer - title) >= CAST and fewer <= more


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1)}


def _copies(document: Document, words: int) -> Iterator[tuple[int, int]]:
    """Yield (later, first) for the examples whose lines are the same to the letter."""
    text = document.text
    first: dict[str, int] = {}
    for example in document.examples:
        line = example.line.of(text).strip()
        if line.count(" ") + 1 >= words:
            earlier = first.setdefault(line, example.number)
            if earlier != example.number and _whole(document, example) == _whole(document, document.examples[earlier]):
                yield example.number, earlier


def _whole(document: Document, example: Example) -> list[str]:
    return [span.of(document.text).strip() for span in example.continuations]


def _resembling(document: Document, settled: set[int], fewest: int) -> Iterator[tuple[int, list[int]]]:
    """Yield (later, the closest earlier ones) for the examples that share a good part of their long words.

    A long word counts with the word after it; only what few examples share is compared.
    """
    text = document.text
    index: dict[str, list[int]] = defaultdict(list)
    size: dict[int, int] = {}
    for example in document.examples:
        if example.number in settled or text.count(" ", *example.line) + 1 < fewest:
            continue
        words = example.line.of(text).split()
        anchors = {word + after for word, after in pairwise(words) if len(word) >= _LONG}
        size[example.number] = len(anchors)
        lists = [numbers for anchor in anchors if len(numbers := index[anchor]) < _COMMON]
        if close := _closest(lists, len(anchors), size):
            yield example.number, close
        for numbers in lists:
            numbers.append(example.number)


def _closest(lists: list[list[int]], anchors: int, size: dict[int, int]) -> list[int]:
    shared = Counter(chain.from_iterable(lists))
    close = [
        (-count, number)
        for number, count in shared.items()
        if count >= _FEWEST_ANCHORS and count >= _SHARED_ANCHORS * min(anchors, size[number])
    ]
    return [number for _, number in sorted(close)[:_CLOSEST]]


def _remove(document: Document, later: Example, earlier: Example) -> Fix | None:
    """Removing a second verbatim copy in one list is safe; which of two sections keeps it, a person decides."""
    text = document.text
    alone = not later.children and (later.parent, later.section) == (earlier.parent, earlier.section)
    if not alone or later.span.of(text) != earlier.span.of(text):
        return None
    return remove(document, later, Safety.SAFE, "the second copy")
