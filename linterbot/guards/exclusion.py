"""{{bots}} and {{nobots}}, under any name that redirects to them, keep the bot out."""

from __future__ import annotations

from collections.abc import Mapping

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind
from linterbot.markup import mediawiki
from linterbot.markup.template import parameters

NAMES = frozenset({"Bots", "Nobots"})


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if a template on the page asks all bots, this bot or one of the rules to stay out."""
    if intent.page is None or intent.kind is ActionKind.REPORT:
        return None
    for template in mediawiki.read(intent.page.text).templates:
        name = inputs.aliases.get(template.name, template.name).lower()
        if name not in ("bots", "nobots"):
            continue
        values = parameters(intent.page.text, template)
        if values is None or _keeps_out(name, values, inputs.settings.user, intent.rules):
            return Hold(GuardName.EXCLUSION, inputs.say("held-template", template=template.name))
    return None


def _keeps_out(name: str, values: Mapping[str, str], user: str, rules: frozenset[str]) -> bool:
    ours = {user.lower(), "all"}
    if name == "nobots" and not values:
        return True
    named = {key.lower(): _names(value) for key, value in values.items()}
    if "deny" in named and named["deny"] & ours:
        return True
    if "allow" in named:
        return not named["allow"] & ours
    if named.get("optout", set()) & {"all", *rules}:
        return True
    return name == "nobots" and not named.keys() & {"deny", "optout"}


def _names(value: str) -> set[str]:
    return {" ".join(name.replace("_", " ").split()).lower() for name in value.split(",")} - {""}
