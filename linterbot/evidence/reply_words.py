"""How a nested bullet speaks: like somebody who answers, or like somebody who tells what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.evidence.reply_bullet import Bullet
from linterbot.evidence.reply_cues import Cues
from linterbot.evidence.scoring import Seen
from linterbot.markup.document import Example
from linterbot.view.page_view import View

OPENING = ("opener", "qualifier", "under-header")
VOICE = ("guess", "sweeping", "concession", "denial", "states", "trailing")
FIRST_WORD = ("pointing", "pronoun")
REMARKS = frozenset({*OPENING, *VOICE} - {"states", "under-header"})  # by which a remark differs from what only goes on
_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")
_LONGEST_TAIL = 40  # characters at the end that are searched for the ending of a remark
_LONGEST_CUE = 100  # characters at the beginning that are searched for an opener
_EARLY = 5  # words within which a bullet that states something says “is”


def opening(bullet: Bullet) -> Seen:
    """Yield whether a bullet opens like a reply, or else whether a bare header lets one expect an example."""
    found = dict(_own_cues(bullet)) if "opener" in bullet.likely else {}
    yield from found.items()
    above = bullet.view.words(bullet.parent)
    if "opener" not in found and above.endswith(":") and not bullet.parent.continuations:
        yield "under-header", "is under a bare header"


def _own_cues(bullet: Bullet) -> Seen:
    """Yield the cues that are the editor's own; what a title or somebody else says does not count."""
    found = list(cues_in(bullet.text, bullet.cues))
    if not found:
        return  # not even if speech and titles counted
    if [name for name, _ in found] != ["opener"] or not bullet.view.line(bullet.example).lstrip()[:1].isalpha():
        found = list(cues_in(bullet.view.said(bullet.example), bullet.cues))
    yield from found


def cues_in(text: str, cues: Cues) -> Seen:
    """Yield by which of the cues a text opens like a reply, or comments on something in its first sentence."""
    start = text[:_LONGEST_CUE]
    if length := cues.openers.length(start.lower()):
        yield "opener", f"opens with “{start[:length]}”"
    elif cues.pattern is not None and cues.pattern.found_in(text):
        yield "opener", "opens like a reply"
    if (span := next(iter(cues.qualifiers.spans(text)), None)) and not _END_OF_SENTENCE.search(text, 0, span[1]):
        yield "qualifier", f"comments on what was said (“{text[slice(*span)]}”)"


def voice(bullet: Bullet) -> Seen:
    """Yield what the editor's own words show: a guess, a generalisation, a concession, a denial, a statement."""
    words, cues, text = bullet.view.said_words(bullet.example), bullet.cues, bullet.text
    known, said = frozenset(words), bullet.view.said(bullet.example).lower()
    if found := cues.guesses.first_in(said, words, known):
        yield "guess", f"guesses (“{found}”)"
    if found := cues.sweeping.first_in(said, words, known):
        yield "sweeping", f"generalises (“{found}”)"
    if found := cues.concessions.first_in(said, words, known):
        yield "concession", f"weighs one thing against another (“{found}”)"
    if found := cues.denials.first_in(said, words, known):
        yield "denial", f"denies something (“{found}”)"
    if not cues.copulas.words.isdisjoint(words[:_EARLY]):
        yield "states", "states what something is"
    if (tail := bullet.grammar.tail.search(text, max(0, len(text) - _LONGEST_TAIL))) is not None:
        yield "trailing", f"ends with “{tail[0].lstrip(', ')}”"


def first_word(bullet: Bullet) -> Seen:
    """Yield whether a bullet begins by pointing back."""
    first = bullet.view.first_word(bullet.example)
    if first in bullet.grammar.pointing:
        yield "pointing", f"opens with “{bullet.text.partition(' ')[0]}”"
    if first in bullet.grammar.pronouns:
        yield "pronoun", f"opens with “{bullet.text.partition(' ')[0]}”"


def weight_of_words(view: View, example: Example, cues: Cues) -> float:
    """Return what the words of a bullet weigh that have a weight of their own, wherever they stand."""
    words = view.said_words(example)
    total = sum(map(cues.words.__getitem__, cues.words.keys() & words))
    return total + sum(cues.first_words[start] for start in _starts(words, cues))


def learned(view: View, example: Example, cues: Cues) -> Seen:
    """Yield these words as evidence."""
    words = view.said_words(example)
    for word in sorted(cues.words.keys() & words):
        yield word_key(word), f"says “{word}”"
    for start in _starts(words, cues):
        yield first_words_key(start), f"opens with “{start}”"


def _starts(words: list[str], cues: Cues) -> Iterator[str]:
    for length in range(1, min(cues.longest_start, len(words)) + 1):
        if (start := " ".join(words[:length])) in cues.first_words:
            yield start


def word_key(word: str) -> str:
    """Return the name under which the weight of a single word is known."""
    return f"“{word}”"


def first_words_key(words: str) -> str:
    """Return the name under which the weight of a beginning is known."""
    return f"“{words} …”"
