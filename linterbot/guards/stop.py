"""A stop page with anything on it stops the bot, or one rule; one that cannot be read stops it as well."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold while the stop page says so."""
    if world.stops is None:
        return Hold("stop", "the stop page cannot be read", everything=True)
    for title, words in world.stops.items():
        rule = title.removeprefix(world.settings.stop_page).removeprefix("/")
        if not rule or rule in intent.rules:
            return Hold("stop", f"[[{title}]] says: {words[:80]}", everything=not rule)
    return None
