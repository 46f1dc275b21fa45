"""A fix that changes much of a page is left to a person."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent

_SMALL = 200  # characters that may always change, however short the page is


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if more of the page would change than the wiki allows, unless a person approved it."""
    if intent.kind not in ON_ARTICLES or intent.page is None or intent.approved:
        return None
    changed, size = _changed(intent.page.text, intent.after), max(1, len(intent.page.text))
    if changed <= max(_SMALL, inputs.settings.largest_change * size):
        return None
    return Hold(GuardName.SIZE, inputs.say("held-size", count=f"{changed:,}", size=f"{size:,}"))


def _changed(before: str, after: str) -> int:
    """Return how many characters differ, between the common beginning and the common end of two texts."""
    head = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    if head is None:
        return abs(len(before) - len(after))
    rest = zip(reversed(before[head:]), reversed(after[head:]), strict=False)
    tail = next((at for at, (one, other) in enumerate(rest) if one != other), min(len(before), len(after)) - head)
    return max(len(before), len(after)) - head - tail
