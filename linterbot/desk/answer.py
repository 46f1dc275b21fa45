"""What a person hears about a decision."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.ledger.findings import RecordedFinding
from linterbot.wiki.protocol import Outcome, Saved


@dataclass(frozen=True)
class Answer:
    """What came of one decision."""

    about: str  # what was decided on, for people to read
    words: str  # what came of it
    done: bool  # whether everything is now as the person wants it


class Stale(Answer):
    """What was decided on is no longer what the person saw; nothing was done."""


def about(one: RecordedFinding) -> str:
    """Return the words by which people know a finding."""
    return f"no. {one.id} on {one.title}"


def answer_to(about: str, outcome: Outcome) -> Answer:
    """Return the wiki's answer to a write, in words."""
    if isinstance(outcome, Saved):
        return Answer(about, f"done, revision {outcome.revision}", done=True)
    return Answer(about, f"not done: {getattr(outcome, 'reason', 'the page already said so')}", done=False)
