"""A reverted edit is an answer: the rule rests on that page."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a repair by a rule that a person turned away from this page not long ago."""
    resting = intent.rules & world.resting
    if intent.kind not in ON_ARTICLES or intent.approved or not resting:
        return None
    days = world.settings.patience.revert_days
    return Hold("reverts", f"a person undid {', '.join(sorted(resting))} here less than {days:g} days ago")
