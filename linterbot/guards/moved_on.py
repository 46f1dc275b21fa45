"""What was made from an older revision is not sent: the page is read and linted again."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold where the page is no longer at the revision that the write was made from."""
    return None if intent.base == inputs.newest else Hold(GuardName.MOVED_ON, inputs.say("held-moved-on"))
