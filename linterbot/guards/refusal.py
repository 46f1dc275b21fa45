"""What the wiki refused once it will refuse again."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the wiki refused this before: what is about a finding for good, anything else for a day."""
    return Hold("refusal", f"the wiki refused it before: {world.refused}") if world.refused else None
