"""What the examples of one page say, each read only once; shared by the checks that weigh words."""

from __future__ import annotations

from itertools import islice

from linterbot.markup.document import Document, Example
from linterbot.markup.prose import plain
from linterbot.model import Span

_ANCESTORS = 4  # levels up that are searched for names; deeper lists hold no examples
_LONGEST_KNOWN = 5_000  # characters of an example that are searched for names


class ExampleTexts:
    """The words of a page's examples, and of those above each of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._whole: dict[int, str] = {}

    def words(self, example: Example) -> str:
        """Return the words on an example's own line, as a reader sees them."""
        return self.document.words(example)

    def above(self, example: Example) -> str:
        """Return the page's title and what the examples above this one say, in lower case."""
        ancestors = islice(self.document.ancestors(example), _ANCESTORS)
        return " ".join([self.document.title.lower(), *map(self.whole, ancestors)])

    def whole(self, example: Example) -> str:
        """Return what an example and its continuations say, in lower case; only the beginning of a very long one."""
        if example.number not in self._whole:
            words = self.words(example)
            if example.continuations:
                span = Span(example.line.end, min(example.span.end, example.line.end + _LONGEST_KNOWN))
                words = f"{words} {plain(span.of(self.document.text), self.document.markup)}"
            self._whole[example.number] = words[:_LONGEST_KNOWN].lower()
        return self._whole[example.number]


def bare(word: str) -> str:
    """Return a word in lower case, without a possessive ending."""
    return word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")


def holds(text: str, word: str) -> bool:
    """Whether a word is in a text as a whole word, possessive or not."""
    at = text.find(word)
    while at != -1:
        end = at + len(word)
        if not (_joins(text[at - 1 : at]) or _joins(text[end : end + 1])):
            return True
        at = text.find(word, end)
    return False


def _joins(character: str) -> bool:
    return character.isalnum() or character in ("_", "-")
