"""What the text of one page shows: its lines without what nobody sees, their words, and who says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter

from linterbot.markup.document import Document, Example
from linterbot.markup.spans import LITERAL, covered, merged
from linterbot.model import Span
from linterbot.view.literal_ranges import LiteralRanges
from linterbot.view.prose import plain, plain_lines
from linterbot.view.unseen_ranges import unseen
from linterbot.view.voice import others_words

LONGEST_LINE = 20_000  # characters of a line in which speech and titles are told apart
LINE = attrgetter("line")
_SIGNS = " \t\"“”'’.,:;!?()[]{}*_"
_APOSTROPHE = re.compile("['’]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NOTHING = "\x00"  # covers what a reader does not see


class SeenText:
    """The text of one page; each column is worked out when it is first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._words: dict[int, str] = {}
        self._said: dict[int, str] = {}
        self._said_words: dict[int, list[str]] = {}

    @cached_property
    def unseen(self) -> list[Span]:
        """The parts of the page that show no words, in order."""
        return unseen(self.document)

    @cached_property
    def prose(self) -> str:
        """The text outside template calls, with what shows no words covered; every character keeps its offset."""
        calls = merged(template.span for template in self.document.templates)
        return covered(self.seen, ((call, " ") for call in calls)).replace(_NOTHING, " ")

    @cached_property
    def seen(self) -> str:
        """The page with what shows no words covered; every character keeps its offset."""
        return covered(self.document.text, ((span, _NOTHING) for span in self.unseen))

    @cached_property
    def literal(self) -> LiteralRanges:
        """Where the page's text is not markup."""
        return LiteralRanges(self.document)

    @cached_property
    def lines(self) -> list[str]:
        """Each item's own line, by its number: its markup, without what shows no words."""
        seen = self.seen
        lines = [seen[line.start : line.end] for line in map(LINE, self.document.examples)]
        return [line.replace(_NOTHING, "").rstrip() for line in lines] if self.unseen else lines

    @cached_property
    def spaces(self) -> list[int]:
        """How many spaces each item's own line has, by its number: about as many as words."""
        return [line.count(" ") for line in self.lines]

    def line(self, example: Example) -> str:
        """Return an example's own line: its markup, without what shows no words."""
        return self.lines[example.number]

    def words(self, example: Example) -> str:
        """Return the words on an example's own line, as a reader sees them."""
        number = example.number
        if number not in self._words:
            self._words[number] = self.shown(self.lines[number])
        return self._words[number]

    def words_of(self, examples: Sequence[Example]) -> list[str]:
        """Return the words on the own lines of some examples; all at once is faster than one by one."""
        new = [example.number for example in examples if example.number not in self._words]
        lines = self.lines
        words = plain_lines([lines[number] for number in new], self.document.markup)
        self._words.update(zip(new, words, strict=True))
        return [self._words[example.number] for example in examples]

    @cached_property
    def first_words(self) -> list[str]:
        """The first word of each item, by its number, in lower case, without the marks around it and without `'s`."""
        firsts = [line.lstrip(_SIGNS).partition(" ")[0].lower().rstrip(_SIGNS) for line in self.lines]
        return [_APOSTROPHE.split(first, maxsplit=1)[0] if "'" in first or "’" in first else first for first in firsts]

    def first_word(self, example: Example) -> str:
        """Return the first word on an example's own line, as `first_words` does."""
        return self.first_words[example.number]

    def shown(self, markup: str) -> str:
        """Return the words of some markup, as a reader sees them."""
        return plain(markup, self.document.markup)

    def said(self, example: Example) -> str:
        """Return the words that the editor says on an example's own line, with a sign for speech and for titles."""
        number = example.number
        if number not in self._said:
            line = self.lines[number][:LONGEST_LINE]
            others = [(span, LITERAL) for span in merged(others_words(line, self.document.markup))]
            self._said[number] = self.shown(covered(line, others)) if others else self.words(example)
        return self._said[number]

    def said_words(self, example: Example) -> list[str]:
        """Return the words that the editor says on an example's own line, in lower case, one by one."""
        number = example.number
        if number not in self._said_words:
            self._said_words[number] = _WORD.findall(self.said(example).lower().replace("’", "'"))
        return self._said_words[number]

    def markup(self, *places: Span) -> str:
        """Return the markup in some parts of the page, without what shows no words."""
        return " ".join(self.seen[slice(*place)] for place in places).replace(_NOTHING, "")
