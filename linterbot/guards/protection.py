"""A page that our account may not edit is not tried."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold where the page is protected above our rights."""
    if intent.page is None or intent.page.edit_level in inputs.levels:
        return None
    return Hold(GuardName.PROTECTION, inputs.say("held-protected", group=intent.page.edit_level))
