"""`repeated-example`: the same example twice on a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import ClassVar, NamedTuple

from linterbot.checks.base import Check
from linterbot.evidence.retold import retold
from linterbot.evidence.shared_names import CAST, same_casts
from linterbot.markup.bullet_fixes import remove
from linterbot.markup.document import Document, Example
from linterbot.model import Fix, Hit, Safety
from linterbot.view.language import Language
from linterbot.view.page_view import View
from linterbot.view.sentence_starters import is_name
from linterbot.view.wake import Wake
from linterbot.view.word_forms import bare

_WORD = re.compile(r"[\w'’-]+")
_QUOTED = re.compile(r'"[^"]*+"|“[^“”]*+”')
_TITLE = re.compile(r"'(?<!'')'++([^'\n]{2,80})''|_(?<!\w_)([^_\n]{2,80})_(?!\w)")
_SHORTEST_CLAUSE = 14  # characters of a clause that is worth comparing
# Where clauses end, and the marks that do not count in them.
_CLAUSES = str.maketrans(dict.fromkeys('.,;:!?()|–—"“”', "\n") | dict.fromkeys("[]{}'’*"))
_BETWEEN = "\0"  # stands between the lines of a page while their clauses are found
_COMMON = 4  # a clause that this many earlier examples share proves nothing
_CLOSEST = 3  # earlier examples that one is compared with
_LONGEST = 4_000  # characters of an example that are compared
_SHINGLE = 4  # words
_HEAD = re.compile(r"([^:]{1,70}): (?=\S)")
_LIKELY = 0.8
_VERBATIM, _RETOLD = "in the same words", "in other words"
_CONFIDENCE = {_VERBATIM: 1.0, _RETOLD: 0.7}


class RepeatedExample(Check):
    """Finds examples of at least `words` words that are on the page twice, in the same words or nearly the same.

    Two examples are the same if `likeness` per cent of the shorter one's words are in the other one in the same order,
    most of them side by side, and at least three quarters of its names are there. Quotations do not count, since one
    line may be quoted under two tropes. Two entries for one work in one section that list the same four or more people
    are the same as well, and so are two of one work, or under one name, that say nearly the same in other words. What
    has other numbers (another season, another year) is another example.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    says: ClassVar[frozenset[str]] = frozenset({"how"})

    words: int = 8
    likeness: int = 70

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each later example, with the first one."""
        document = view.document
        found = {later: (earlier, _VERBATIM) for later, earlier in _copies(view, self.words)}
        found.update(self._reworded(view, set(found)))
        for number, first in retold(view, set(found)):
            found.setdefault(number, (first, _RETOLD))
        for number, (first, how) in sorted(found.items()):
            later, earlier = document.examples[number], document.examples[first]
            confidence = _CONFIDENCE.get(how, _LIKELY)
            place = document.words_span(earlier)
            yield Hit(document.words_span(later), {"how": how}, (place,), _remove(document, later, earlier), confidence)

    def _reworded(self, view: View, settled: set[int]) -> Iterator[tuple[int, tuple[int, str]]]:
        contents, items = _Contents(view), view.document.examples
        found: set[int] = set()
        for later, others in chain(_resembling(view, settled, self.words), same_casts(view, settled)):
            for earlier in others if later not in found else ():
                together = items[earlier].section == items[later].section
                if how := self._same(contents.of(earlier), contents.of(later), together):
                    found.add(later)
                    yield later, (earlier, how)
                    break

    def _same(self, one: _Content, other: _Content, together: bool) -> str:
        """Return in what way two examples are the same, "" if they are not; `together` if they are in one section."""
        short, long = sorted((one, other), key=lambda content: len(content.words))
        if len(short.words) < self.words:
            return ""
        missing = short.names - long.vocabulary
        if not (short.numbers <= long.numbers or long.numbers <= short.numbers):
            return ""  # the first season is not the second one
        if len(missing) * 4 <= len(short.names) and self._alike(short, long):
            return "in nearly the same words"
        return "with the same names" if together and _same_list(short, long) else ""

    def _alike(self, short: _Content, long: _Content) -> bool:
        from rapidfuzz.distance import LCSseq  # imported here, because most pages never need it

        enough = self.likeness / 100 * len(short.words)
        if LCSseq.similarity(short.words, long.words, score_cutoff=int(enough)) < enough:
            return False
        runs = _shingles(short.words)
        return len(runs & _shingles(long.words)) * 2 >= len(runs)


class _Content(NamedTuple):
    """What an example says, without its quotations; everything is in lower case."""

    words: tuple[str, ...]  # all words, in order
    vocabulary: frozenset[str]  # the same words without possessive endings
    names: frozenset[str]  # likewise, only those that look like names
    titles: frozenset[str]  # the works it names
    numbers: frozenset[str]


class _Contents:
    """What the examples of one page say, each read only once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[int, _Content] = {}

    def of(self, number: int) -> _Content:
        """Return what one example says."""
        if number not in self._known:
            example = self._view.document.examples[number]
            raw = self._view.markup(example.line, *example.continuations)[:_LONGEST]
            self._known[number] = _content(raw, self._view.shown(raw), self._view.language)
        return self._known[number]


def _content(raw: str, text: str, language: Language) -> _Content:
    titles = frozenset(title.lower() for pair in _TITLE.findall(raw) if (title := max(pair))[:1].isupper())
    body = _QUOTED.sub(" ", text)
    head = _HEAD.match(body)
    own = body[head.end() :] if head and head[1].lower() not in titles else body
    words = _WORD.findall(body)
    names = frozenset(bare(word) for word in _WORD.findall(own) if is_name(word, language))
    numbers = frozenset(word for word in words if word.isdigit())
    return _Content(tuple(word.lower() for word in words), frozenset(map(bare, words)), names, titles, numbers)


def _same_list(one: _Content, other: _Content) -> bool:
    """Whether two entries for one work list the same people: one names all that the other names, and enough of them."""
    fewer, more = sorted((one.names, other.names), key=len)
    title = {word for work in one.titles & other.titles for word in work.split()}
    return bool(title) and len(fewer - title) >= CAST and fewer <= more


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1)}


def _copies(view: View, words: int) -> Iterator[tuple[int, int]]:
    """Yield (later, first) for the examples whose lines are identical."""
    lines, spaces = view.lines, view.spaces
    first: dict[str, int] = {}
    for example in view.examples:
        if spaces[example.number] + 1 >= words and (line := lines[example.number].strip()).count(" ") + 1 >= words:
            earlier = first.setdefault(line, example.number)
            if earlier != example.number and _below(view, example) == _below(view, view.document.examples[earlier]):
                yield example.number, earlier


def _below(view: View, example: Example) -> list[str]:
    return [span.of(view.document.text).strip() for span in example.continuations]


def _resembling(view: View, settled: set[int], fewest: int) -> Iterator[tuple[int, list[int]]]:
    """Yield (later, the closest earlier ones) for the examples that share a clause.

    Whoever copies an example and rewords it leaves one clause or another as it was. Clauses that many examples share
    are left out.
    """
    lines, spaces = view.lines, view.spaces
    numbers = [one.number for one in view.examples if spaces[one.number] + 1 >= fewest]
    clauses = _clauses([lines[number] for number in numbers])
    repeated = {one for one, count in Counter(chain.from_iterable(clauses)).items() if count > 1}
    index: dict[str, list[int]] = defaultdict(list)
    for number, own in zip(numbers, clauses, strict=True) if repeated else ():
        if repeated.isdisjoint(own) or number in settled:
            continue
        lists = [index[one] for one in own & repeated]
        if shared := [earlier for earlier in lists if 0 < len(earlier) < _COMMON]:
            yield number, _closest(shared)
        for earlier in lists:
            earlier.append(number)


def _clauses(lines: list[str]) -> list[set[str]]:
    """Return the clauses of each line that are worth comparing."""
    texts = _BETWEEN.join(lines).translate(_CLAUSES).split(_BETWEEN)
    if len(texts) != len(lines):  # a page that has even this character
        texts = [line.translate(_CLAUSES) for line in lines]
    return [{one for one in text.split("\n") if len(one) >= _SHORTEST_CLAUSE} for text in texts]


def _closest(lists: list[list[int]]) -> list[int]:
    shared = Counter(chain.from_iterable(lists))
    return [number for number, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:_CLOSEST]]


def _remove(document: Document, later: Example, earlier: Example) -> Fix | None:
    """Return a safe fix for a verbatim copy in the same list; elsewhere, a person decides which one stays."""
    text = document.text
    alone = not later.children and (later.parent, later.section) == (earlier.parent, earlier.section)
    if not alone or later.span.of(text) != earlier.span.of(text):
        return None
    return remove(document, later, Safety.SAFE, "remove-copy")
