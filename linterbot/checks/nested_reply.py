"""`nested-reply`: a nested bullet that comments on the example above it instead of giving one (natter)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import merge
from types import MappingProxyType
from typing import Any, ClassVar

from linterbot.checks.base import NO_PAIRS, Check
from linterbot.evidence.nested_reply import EVIDENCE, QUESTIONS, impossible, with_words
from linterbot.evidence.reply_bullet import Bullet, grammar
from linterbot.evidence.reply_cues import FILTERED, Cues, likely_on, word_list
from linterbot.evidence.reply_lines import reply_lines, total
from linterbot.evidence.reply_words import REMARKS, learned, weight_of_words
from linterbot.evidence.scoring import Scale, Weighed, likelihood, strongest
from linterbot.evidence.second_opinions import opinions_on
from linterbot.evidence.second_reading import Doubt, Opinion, Reading, Remembering, named, together
from linterbot.markup.bullet_fixes import fold, remove
from linterbot.markup.document import Document, Example
from linterbot.model import Hit, Safety
from linterbot.view.page_view import View
from linterbot.view.phrase_index import Beginnings, Phrases
from linterbot.view.phrase_matcher import any_of
from linterbot.view.places import within
from linterbot.view.wake import Wake

_REPLY = {
    "does": "replies to the example above it",
    "remedy": "Take it to the talk page, or work its facts into that example",
}
_FEWEST_SPACES = 3  # in a line that can be a remark although none of the phrases is in it
_LONGEST_CUE = 100  # characters at the beginning that are searched for a phrase
_UNKNOWN = "How often that is right, nobody has measured"
_STRATA = {
    "alone": "lone bullets reported",
    "beside": "bullets with others beside them reported",
    "read": "bullets that only a second reading finds",
}
_CONTINUATION = {"does": "continues the example above it", "remedy": "Fold it into that example"}

_IN_GENERAL = MappingProxyType(
    {
        "does": "replies to the example above it, or continues it,",
        "remedy": "Fold it into that example, or take it to the talk page",
        "record": "It says in how many of 100 cases that is right",
    }
)


class NestedReply(Check):
    """Weighs whether a nested bullet is an example of its own; reports it if not, at confidence `threshold` or higher.

    A line written `*:` or `::` is reported as well if it opens like a reply.

    `openers` are phrases that a reply begins with, `qualifiers` phrases that comment on what was said. `guesses`,
    `sweeping`, `concessions` and `denials` are words of somebody with an opinion, `copulas` words with which something
    is stated; “-n't” stands for all words with that ending. `additions` are words that announce one more example,
    `continuers` words with which an example continues. `patterns` are RE2 patterns that count as openers. `weights`
    says how much each piece of evidence counts, `words` and `first-words` how much single words do, anywhere in the
    bullet or as its first one, two or three words. All weights are learned (docs/decisions/0005). `records` says in how
    many of 100 cases a report is right, for bullets that are `alone` at their level and for those `beside` others; it
    is told only where the threshold is the one that it was measured `at`.

    Where a second reader is installed (linterbot-reader), it is asked about bullets that the evidence finds between
    `from` and `to` likely, as `doubt` says, and each unit of its answer `counts` so much; without `doubt`, never. What
    only it finds is a notice without a fix, `right` in so many of 100 cases.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"does", "evidence", "remedy", "record"})
    in_general: ClassVar[Mapping[str, str]] = _IN_GENERAL
    evidence: ClassVar[Mapping[str, str]] = EVIDENCE
    no_options: ClassVar[frozenset[str]] = frozenset({"language", "second_reader"})

    openers: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    sweeping: tuple[str, ...] = ()
    concessions: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    copulas: tuple[str, ...] = ()
    additions: tuple[str, ...] = ()
    continuers: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    weights: Mapping[str, float] = NO_PAIRS
    words: Mapping[str, float] = NO_PAIRS
    first_words: Mapping[str, float] = NO_PAIRS
    records: Mapping[str, float] = NO_PAIRS
    doubt: Mapping[str, float] = NO_PAIRS
    threshold: float = 0.5

    second_reader: Remembering | None = None

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each bullet that is likely enough to be a reply, with the example above it and the evidence."""
        yield from merge(self._among_bullets(view), self._among_lines(view), key=lambda hit: hit.span)

    def _among_lines(self, view: View) -> Iterator[Hit]:
        """Yield the lines that answer an example without being bullets; nothing is offered for them."""
        for line in reply_lines(view, view.heard(self._cue_phrases), self._cues, grammar(self.language)):
            confidence = likelihood(total(line, self._weights))
            if confidence >= self.threshold:
                values = {**_REPLY, "evidence": "; ".join(strongest(line.seen, self._weights)), "record": _UNKNOWN}
                yield Hit(line.span, values, (view.document.words_span(line.example),), None, confidence)

    def _among_bullets(self, view: View) -> Iterator[Hit]:
        nested = [example for example in view.examples if example.parent is not None]
        if not nested:
            return
        items, spaces, heard = view.document.examples, view.spaces, view.heard(self._cue_phrases)
        awake = [
            (example, cued)
            for example in nested
            if (cued := within(heard, example.line)) or spaces[example.number] >= _FEWEST_SPACES
        ]
        view.words_of([items[number] for number in sorted({example.parent or 0 for example, _ in awake})])
        words = view.words_of([example for example, _ in awake])
        language = grammar(self.language)
        likely = likely_on(words, [cued for _, cued in awake], language.parts)
        found = []
        for (example, _), text, names in zip(awake, words, likely, strict=True):
            parent = items[example.parent or 0]
            bullet = Bullet(view, example, parent, text, self._cues, language, names)
            known = weight_of_words(view, example, self._cues)
            if (weighed := self._scale.weigh(bullet, impossible(bullet), known)) is not None:
                found.append((bullet, weighed))
        opinions = opinions_on(found, self.asked_reader, self._doubt, self.threshold)
        for (bullet, weighed), opinion in zip(found, opinions, strict=True):
            reading = together(weighed.confidence, opinion, self._doubt)
            if reading.likelihood >= self.threshold:
                yield self._hit(view.document, bullet, weighed, opinion, reading)

    def listens(self) -> tuple[Phrases, ...]:
        """Return the phrases that make a bullet worth a closer look."""
        return (self._cue_phrases,)

    def evidence_on(self, view: View, example: Example, parent: Example) -> dict[str, str]:
        """Return all the evidence seen in a nested bullet, in words, by its names."""
        bullet = Bullet(
            view, example, parent, view.words(example), self._cues, grammar(self.language), frozenset(FILTERED)
        )
        found = {name: words for question in QUESTIONS for name, words in question.ask(bullet)}
        return found | dict(learned(view, example, self._cues))

    def values(self) -> list[Any]:
        """Return what the options are set to, and which second reader is asked, if one is."""
        return [*super().values(), *([self.second_reader.identity] if self.second_reader else ())]

    def _hit(
        self, document: Document, bullet: Bullet, weighed: Weighed, opinion: Opinion | None, reading: Reading
    ) -> Hit:
        continues = bool(self._continuing.length(bullet.text[:_LONGEST_CUE].lower()))
        goes_on = opinion.continues > 0 if opinion is not None else not REMARKS & weighed.seen.keys()
        carries_on = continues or goes_on
        parent, example = bullet.parent, bullet.example
        seen = {**weighed.seen, **dict(learned(bullet.view, example, self._cues))}
        fix = fold(document, parent, example) if carries_on else remove(document, example, Safety.DISPLAY)
        said = named(strongest(seen, self._weights), reading.says)
        values = {**(_CONTINUATION if carries_on else _REPLY), "evidence": said}
        beside = "alone" if len(parent.children) == 1 else "beside"
        values["record"] = self._record("read" if weighed.confidence < self.threshold else beside)
        unaided = weighed.confidence if opinion is not None else None
        return Hit(
            document.words_span(example),
            values,
            (document.words_span(parent),),
            fix,
            reading.likelihood,
            unaided=unaided,
        )

    def _record(self, stratum: str) -> str:
        """Return how often a report on such bullets is right, in words."""
        shares = {**self.records, "read": self.doubt.get("right")}
        share = shares.get(stratum) if self.records.get("at") == self.threshold else None
        return f"Of the {_STRATA[stratum]}, {share:g} in 100 are rightly so" if share else _UNKNOWN

    @cached_property
    def _cues(self) -> Cues:
        return Cues(
            openers=Beginnings(self.openers),
            qualifiers=any_of(self.qualifiers),
            pattern=any_of((), self.patterns, at_start=True) if self.patterns else None,
            guesses=word_list(self.guesses),
            sweeping=word_list(self.sweeping),
            concessions=word_list(self.concessions),
            denials=word_list(self.denials),
            copulas=word_list(self.copulas),
            additions=word_list(self.additions),
            words=self.words,
            first_words=self.first_words,
            longest_start=max((start.count(" ") + 1 for start in self.first_words), default=0),
        )

    @cached_property
    def _continuing(self) -> Beginnings:
        return Beginnings(self.continuers)

    @cached_property
    def _weights(self) -> dict[str, float]:
        return with_words(self.weights, self.words, self.first_words)

    @cached_property
    def _scale(self) -> Scale[Bullet]:
        least = self._doubt.least if self.asked_reader else 1.0
        return Scale(QUESTIONS, self.weights, min(self.threshold, least))

    @property
    def asked_reader(self) -> Remembering | None:
        """The second reader that it asks, None if there is none, or if the rule is never in doubt."""
        return self.second_reader if self.doubt else None

    @cached_property
    def _doubt(self) -> Doubt:
        return Doubt(self.doubt.get("from", 0.0), self.doubt.get("to", 1.0), self.doubt.get("counts", 0.0))

    @cached_property
    def _cue_phrases(self) -> Phrases:
        return Phrases((*self.openers, *self.qualifiers), self.patterns)
