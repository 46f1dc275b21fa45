"""A write that is based on an older revision is not sent; the page is read and linted again."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if the page is no longer at the revision that the write is based on."""
    return None if intent.base == inputs.newest else Hold(GuardName.MOVED_ON, inputs.say("held-moved-on"))
