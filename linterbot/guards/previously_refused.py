"""What the wiki refused once it will refuse again."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold where the wiki refused this before: what is about a finding for good, anything else for a day."""
    if not inputs.refused:
        return None
    return Hold(GuardName.PREVIOUSLY_REFUSED, inputs.say("held-refused", reason=inputs.refused))
