"""A blocked bot, a bot that people wrote to, and a wiki that takes no edits: each stops everything."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold while the bot is blocked, has mail, or the wiki is read-only."""
    if world.standing.blocked:
        return Hold("standing", f"the bot is blocked {world.standing.blocked}", everything=True, person=True)
    if world.written_to:
        talk = f"User talk:{world.settings.user}"
        return Hold("standing", f"somebody wrote on [[{talk}]]; read it, then resume", everything=True, person=True)
    if world.standing.read_only:
        return Hold("standing", f"the wiki is read-only: {world.standing.read_only}", everything=True)
    return None
