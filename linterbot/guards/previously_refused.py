"""What the wiki refused once, it will refuse again."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if the wiki refused this before: permanently if it is about a finding, otherwise for a day."""
    if not inputs.refused:
        return None
    return Hold(GuardName.PREVIOUSLY_REFUSED, inputs.say("held-refused", reason=inputs.refused))
