"""A page that our account may not edit is not tried."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the page is protected above our rights."""
    if intent.page is None or intent.page.edit_level in world.levels:
        return None
    return Hold("protection", f"only {intent.page.edit_level} may edit this page")
