"""What a labelled bullet teaches: the evidence that a rule's check sees on it, and whether it was a fault."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from linterbot.checks.bare_example import BareExample
from linterbot.checks.base import Check
from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.reply_words import first_words_key, word_key
from linterbot.markup.document import Example
from linterbot.view.page_view import View

_TOGETHER = 3  # words at the beginning of a bullet that can be learned together


class Lesson(NamedTuple):
    """One labelled bullet, as far as learning is concerned."""

    seen: Collection[str]  # the names of the evidence on it
    words: Collection[str]  # the words and beginnings that may be learned
    fault: bool
    counts: float  # its weight in learning
    family: str  # of its page


def lesson(check: Check, view: View, example: Example, fault: bool, counts: float, family: str) -> Lesson | None:
    """Return what a bullet teaches a rule that weighs evidence, None if the rule does not look at such bullets."""
    if isinstance(check, BareExample):
        return Lesson(check.evidence_on(view, example).keys(), (), fault, counts, family)
    parent = view.document.parent(example)
    if not isinstance(check, NestedReply) or parent is None:
        return None
    said = view.said_words(example)
    starts = {first_words_key(" ".join(said[:length])) for length in range(1, min(_TOGETHER, len(said)) + 1)}
    seen = check.evidence_on(view, example, parent).keys()
    return Lesson(seen & check.evidence.keys(), {*map(word_key, said), *starts}, fault, counts, family)
