"""A fix that changes much of a page is a person's to make."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent

_SMALL = 200  # characters that may change however short the page is


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold where more of the page would change than the wiki allows."""
    if intent.kind not in ON_ARTICLES or intent.page is None or intent.approved:
        return None
    changed, size = _changed(intent.page.text, intent.after), max(1, len(intent.page.text))
    if changed <= max(_SMALL, inputs.settings.largest_change * size):
        return None
    return Hold(GuardName.SIZE, inputs.say("held-size", count=f"{changed:,}", size=f"{size:,}"))


def _changed(before: str, after: str) -> int:
    """Return how many characters of either text lie between what both begin with and what both end with."""
    head = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    if head is None:
        return abs(len(before) - len(after))
    rest = zip(reversed(before[head:]), reversed(after[head:]), strict=False)
    tail = next((at for at, (one, other) in enumerate(rest) if one != other), min(len(before), len(after)) - head)
    return max(len(before), len(after)) - head - tail
