"""What a reader of one page sees. Each column is worked out once, when a check first asks, however many checks ask."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from linterbot.markup.document import Document, Example, Template
from linterbot.markup.spans import merged
from linterbot.model import NO_FACTS, Facts, Markup, Span
from linterbot.view.conventions import NO_CONVENTIONS, Conventions
from linterbot.view.examples_scope import examples_of, excepted_sections
from linterbot.view.foreign_words import is_foreign
from linterbot.view.language import Language
from linterbot.view.page_kind import Kind
from linterbot.view.phrase_index import Heard, PhraseIndex, Phrases
from linterbot.view.places import holds
from linterbot.view.proper_names import shows_name
from linterbot.view.section_tree import SectionTree
from linterbot.view.seen_text import LINE, LONGEST_LINE, SeenText
from linterbot.view.templates import alike, alike_all, called
from linterbot.view.voice import others_words
from linterbot.view.word_forms import telling_words
from linterbot.view.work_titles import OpeningWork, names_work, opening_work

_ANCESTORS = 4  # levels up that are searched for names; deeper lists hold no examples
_LONGEST_SEARCHED, _MOST_NAMES = 200_000, 1_000  # characters that are searched for a name, and names
_BESIDE, _LONGEST_BESIDE = 8, 2_000  # items at one level that are looked back at, and characters of each
_SAMPLED = 200  # items whose words tell the language of a page
_LONGEST_KNOWN = 5_000  # characters of an example that are searched for names


class View(SeenText):
    """One page, with what is known beyond it, as the rules of one pack see it."""

    def __init__(self, document: Document, facts: Facts = NO_FACTS, conventions: Conventions = NO_CONVENTIONS) -> None:
        super().__init__(document)
        self.facts, self.conventions = facts, conventions
        self._heard: Heard | None = None
        self._whole: dict[int, str] = {}
        self._names: dict[str, bool] = {}
        self._above: dict[int | None, str] = {}
        self._beside: dict[int, str] = {}
        self._telling: dict[int, frozenset[str]] = {}
        self._others: dict[int, list[Span]] = {}
        self._works: dict[int, OpeningWork | None] = {}

    @property
    def language(self) -> Language:
        """The words of the pack's language."""
        return self.conventions.language

    @cached_property
    def is_foreign(self) -> bool:
        """Whether the page's words are of another language than the pack's."""
        items = self.document.examples[:_SAMPLED]
        if is_foreign(map(self.words, items), self.language):
            return True
        return not items and is_foreign(self.prose[:_LONGEST_SEARCHED].split("\n"), self.language)

    @cached_property
    def called(self) -> frozenset[str]:
        """The templates that the page calls, redirects resolved, as `alike` compares them."""
        return called(self.document, self.facts)

    def calls(self, names: tuple[str, ...]) -> bool:
        """Whether the page calls one of some templates, or one that redirects to it."""
        return not self.called.isdisjoint(alike_all(names))

    @cached_property
    def kind(self) -> Kind:
        """The kind of the page."""
        return self.conventions.kinds.of(self.document, self.called, self.line)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The list items that are examples, or stand under one; the other lists of the page are not meant so."""
        return examples_of(self.document, self.kind.name, self.conventions, self.excepted, self._announced)

    @property
    def _announced(self) -> list[Span]:
        return self.heard(self.conventions.announcements) if self.conventions.example_lines else []

    @cached_property
    def excepted(self) -> set[int]:
        """The numbers of the sections that hold no examples on any page, such as “See also”."""
        return excepted_sections(self.document, self.conventions)

    @cached_property
    def sections(self) -> SectionTree:
        """The sections of the page, as a tree."""
        return SectionTree(self.document, self.conventions.media_keys, self.language)

    @cached_property
    def top(self) -> list[Example]:
        """The examples that are under no other."""
        return [example for example in self.examples if example.parent is None]

    def holding(self, *signs: str) -> list[Example]:
        """Return the examples whose own lines hold one of some signs; pages without them cost nothing."""
        seen, found = self.seen, set()
        for sign in signs:
            at = seen.find(sign)
            while at != -1:
                number = bisect_right(self._starts, at) - 1
                if number < 0 or at >= self.document.examples[number].line.end:
                    after = self._starts[number + 1] if number + 1 < len(self._starts) else len(seen)
                    at = seen.find(sign, after)
                    continue
                found.add(number)
                at = seen.find(sign, self.document.examples[number].line.end)
        return [example for example in self.examples if example.number in found] if found else []

    def opening_work(self, example: Example) -> OpeningWork | None:
        """Return the work that an example begins with (“In ''Lanternfall'', …”), None if there is none."""
        number = example.number
        if number not in self._works:
            self._works[number] = opening_work(self.lines[number], self.document.markup, self.language)
        return self._works[number]

    def names_work(self, example: Example) -> bool:
        """Whether an example names a work on its own line."""
        return names_work(self.lines[example.number], self.document.markup)

    def tagged(self, example: Example, names: tuple[str, ...]) -> bool:
        """Whether one of some templates is called in an example."""
        if "{{" not in self.document.text[slice(*example.span)]:
            return False
        wanted = alike(names)
        return any(alike([one.name]) & wanted for one in self.templates_in(example.span))

    def templates_in(self, place: Span) -> Sequence[Template]:
        """Return the template calls that begin in a part of the page."""
        templates = self.document.templates
        first = bisect_left(templates, place.start, key=lambda one: one.span.start)
        return templates[first : bisect_left(templates, place.end, key=lambda one: one.span.start)]

    def is_name(self, word: str) -> bool:
        """Whether the page shows that a word is a name: it has a capital letter in mid-sentence, a link or italics.

        Only the beginning of a very long page is searched, and not for more words than any page needs.
        """
        if word not in self._names and len(self._names) < _MOST_NAMES:
            self._names[word] = shows_name(self.seen[:_LONGEST_SEARCHED], word)
        return self._names.get(word, True)

    def above(self, example: Example) -> str:
        """Return the page's title and what the examples above this one say, in lower case."""
        parent = example.parent
        if parent not in self._above:
            ancestors = islice(self.document.ancestors(example), _ANCESTORS)
            self._above[parent] = " ".join([self.document.title.lower(), *map(self.whole, ancestors)])
        return self._above[parent]

    def earlier(self, example: Example) -> Sequence[Example]:
        """Return the last few items before this one at its level, under the same one, nearest last."""
        if example.parent is None:
            return ()
        siblings = self.document.examples[example.parent].children
        at = bisect_left(siblings, example.number)
        return [self.document.examples[number] for number in siblings[max(0, at - _BESIDE) : at]]

    def beside(self, example: Example) -> str:
        """Return what those items say, in lower case."""
        if example.number not in self._beside:
            said = (self.whole(one)[:_LONGEST_BESIDE] for one in self.earlier(example))
            self._beside[example.number] = " ".join(said)
        return self._beside[example.number]

    def telling(self, example: Example) -> frozenset[str]:
        """Return the longer words on an example's own line that say something by themselves, in the singular."""
        if example.number not in self._telling:
            self._telling[example.number] = telling_words(self.words(example)[:_LONGEST_BESIDE], self.language)
        return self._telling[example.number]

    def whole(self, example: Example) -> str:
        """Return what an example and its continuations say, in lower case; only the beginning of a very long one."""
        if example.number not in self._whole:
            words = self.words(example)
            if example.continuations:
                rest = Span(example.line.end, min(example.span.end, example.line.end + _LONGEST_KNOWN))
                words = f"{words} {self.shown(self.markup(rest))}"
            self._whole[example.number] = words[:_LONGEST_KNOWN].lower()
        return self._whole[example.number]

    def listen(self, index: PhraseIndex) -> None:
        """Search the page for the phrases of all checks, in one pass."""
        self._heard = index.listen(self.document.text)

    def heard(self, phrases: Phrases) -> list[Span]:
        """Return where a reader sees these phrases, whoever says them; `listen` has to know them."""
        heard = self._heard or PhraseIndex([phrases]).listen(self.document.text)
        found = heard.of(phrases)
        return [span for span in found if not holds(self.unseen, span.start)] if found and self.unseen else found

    def editor_says(self, span: Span) -> bool:
        """Whether a reader takes words that are seen for the editor's own: neither quoted nor part of a title."""
        if holds(self._quotations, span.start) or self.literal.holds(span.start):
            return False
        text = self.document.text
        start = text.rfind("\n", 0, span.start) + 1
        if start not in self._others:
            end = text.find("\n", start)
            line = self.seen[start : len(text) if end == -1 else end][:LONGEST_LINE]
            self._others[start] = merged(others_words(line, self.document.markup))
        return not holds(self._others[start], span.start - start)

    @cached_property
    def lower(self) -> str:
        """What the page shows, in lower case; only the beginning of a very long page."""
        return self.seen[:_LONGEST_SEARCHED].lower()

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in map(LINE, self.document.examples)]

    @cached_property
    def _quotations(self) -> list[Span]:
        """The calls of templates that quote somebody or name a source."""
        if self.document.markup is not Markup.MEDIAWIKI:
            return []
        names = alike_all((*self.conventions.quotation_templates, *self.conventions.source_templates))
        return merged(one.span for one in self.document.templates if not names.isdisjoint(alike([one.name])))

    @cached_property
    def example_spans(self) -> list[Span]:
        """Where the examples are, each with the lines that continue it, in order."""
        return [example.span for example in self.examples]
