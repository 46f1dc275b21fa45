"""The sentences that every form of a review shares."""

from __future__ import annotations

from linterbot.digest.review import Review
from linterbot.digest.trends import Accuracy
from linterbot.ledger.findings import RecordedFinding
from linterbot.plurals import counted

_SETTLED = {
    "resolved": "put right by people",
    "repaired": "repaired by the bot",
    "rejected": "no fault",
    "ignored": "may stay",
    "reverted": "undone by people",
}


def days(review: Review) -> str:
    """Return from when to when the week was, as in “16 to 22 November 2026”."""
    first, last = review.first, review.last
    year = f" {first.year}" if first.year != last.year else ""
    month = f" {first:%B}" if first.month != last.month else ""
    return f"{first.day}{month}{year} to {last.day} {last:%B} {last.year}"


def in_one_line(review: Review) -> str:
    """Return what became of all findings in the week."""
    if review.quiet and not review.sum.open_at_end:
        return "Nothing happened, and nothing waits."
    parts = [f"{review.total(name):,} {words}" for name, words in _SETTLED.items() if review.total(name)]
    settled = f"{review.sum.settled:,} settled" + (f" ({', '.join(parts)})" if parts else "")
    back = f", {review.total('reopened'):,} opened again by people" if review.total("reopened") else ""
    waiting = f"{review.sum.open_at_end:,} open{_compared(review)}"
    return f"{review.sum.opened:,} new, {settled}{back}; {waiting}. The bot made {counted(review.written, 'edit')}."


def described(one: RecordedFinding) -> str:
    """Return what an open finding is, and how sure the bot is of it."""
    sure = f", {one.confidence:.0%} sure" if one.confidence < 1 else ""
    return f"{one.rule} ({one.severity}{sure})"


def rated(one: Accuracy) -> str:
    """Return how often a rule was right."""
    return f"right {one.good:,} of {one.counted:,} times, so in at least {one.low:.0%} of cases"


def _compared(review: Review) -> str:
    if not review.fewer:
        return "" if review.fewer is None else ", as many as before"
    return f", {review.fewer:,} fewer" if review.fewer > 0 else f", {-review.fewer:,} more"
