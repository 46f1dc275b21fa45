"""{{bots}} and {{nobots}}, under every name they go by, keep the bot out."""

from __future__ import annotations

from collections.abc import Mapping

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind
from linterbot.markup import mediawiki
from linterbot.markup.template import parameters

NAMES = frozenset({"Bots", "Nobots"})


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the page's own text asks bots, this bot or one of the rules to stay out."""
    if intent.page is None or intent.kind is ActionKind.REPORT:
        return None
    for template in mediawiki.read(intent.page.text).templates:
        name = world.aliases.get(template.name, template.name).lower()
        if name not in ("bots", "nobots"):
            continue
        given = parameters(intent.page.text, template)
        if given is None or _keeps_out(name, given, world.settings.user, intent.rules):
            return Hold("exclusion", f"the page carries {{{{{template.name}}}}}")
    return None


def _keeps_out(name: str, given: Mapping[str, str], user: str, rules: frozenset[str]) -> bool:
    ours = {user.lower(), "all"}
    if name == "nobots" and not given:
        return True
    told = {key.lower(): _names(value) for key, value in given.items()}
    if "deny" in told and told["deny"] & ours:
        return True
    if "allow" in told:
        return not told["allow"] & ours
    if told.get("optout", set()) & {"all", *rules}:
        return True
    return name == "nobots" and not told.keys() & {"deny", "optout"}


def _names(value: str) -> set[str]:
    return {" ".join(name.replace("_", " ").split()).lower() for name in value.split(",")} - {""}
