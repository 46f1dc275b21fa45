"""A reverted edit is an answer: the rule rests on that page for some time."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold a fix or a tag by a rule whose work a person recently undid on this page, unless a person approved it."""
    resting = intent.rules & inputs.resting
    if intent.kind not in ON_ARTICLES or intent.approved or not resting:
        return None
    days = f"{inputs.settings.patience.revert_days:g}"
    words = inputs.say("held-reverted", rule=", ".join(sorted(resting)), count=days)
    return Hold(GuardName.RECENTLY_REVERTED, words)
