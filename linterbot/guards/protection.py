"""The bot does not try to edit a page that its account may not edit."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if the page's protection level is not among those at which the bot may edit."""
    if intent.page is None or intent.page.edit_level in inputs.levels:
        return None
    return Hold(GuardName.PROTECTION, inputs.say("held-protected", group=intent.page.edit_level))
