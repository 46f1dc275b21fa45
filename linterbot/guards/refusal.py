"""What the wiki refused once it will refuse again, until the page changes."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the wiki refused an edit of this very revision."""
    return Hold("refusal", f"the wiki refused it before: {world.refused}") if world.refused else None
