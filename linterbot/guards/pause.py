"""A paused wiki gets no writes, a paused rule makes none."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold while the wiki, or a rule that takes part, is paused; taking back what a rule did is no deed of the rule."""
    for pause in world.pauses:
        until = f"until {pause.until}" if pause.until else "until a person resumes it"
        if not pause.rule:
            return Hold("pause", f"paused {until}: {pause.reason}", everything=True)
        if pause.rule in intent.rules and intent.kind is not ActionKind.UNDO:
            return Hold("pause", f"{pause.rule} is paused {until}: {pause.reason}")
    return None
