"""A stop page with anything on it stops the bot, or one rule; so does a stop page that cannot be read."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent

_QUOTED = 80  # characters of the stop page that are quoted


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold while a stop page, the bot's or that of one of the rules, has anything on it or cannot be read."""
    if inputs.stops is None:
        return Hold(GuardName.STOP, inputs.say("held-stop-unreadable"), stops_round=True)
    for title, words in inputs.stops.items():
        rule = title.removeprefix(inputs.settings.stop_page).removeprefix("/")
        if not rule or rule in intent.rules:
            quoted = inputs.say("held-stop", page=title, words=words[:_QUOTED])
            return Hold(GuardName.STOP, quoted, stops_round=not rule)
    return None
