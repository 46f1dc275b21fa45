"""{{bots}}, {{nobots}} and in-use templates keep the bot out."""

from __future__ import annotations

from collections.abc import Mapping

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind
from linterbot.markup import mediawiki
from linterbot.markup.template import parameters

IN_USE = frozenset({"inuse", "in use", "in-use", "under construction", "underconstruction", "editing"})


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the page's own text asks bots, this bot or one of the rules to stay out."""
    if intent.page is None or intent.kind is ActionKind.REPORT:
        return None
    for template in mediawiki.read(intent.page.text).templates:
        name = template.name.lower()
        if name in IN_USE:
            return Hold("exclusion", f"the page carries {{{{{template.name}}}}}")
        if name not in ("bots", "nobots"):
            continue
        given = parameters(intent.page.text, template)
        if given is None or _keeps_out(name, given, world.settings.user, intent.rules):
            return Hold("exclusion", f"the page carries {{{{{template.name}}}}}")
    return None


def _keeps_out(name: str, given: Mapping[str, str], user: str, rules: frozenset[str]) -> bool:
    if name == "nobots":
        return True
    ours = {user.lower(), "all"}
    if "deny" in given and _names(given["deny"]) & ours:
        return True
    if "allow" in given and not _names(given["allow"]) & ours:
        return True
    return bool(_names(given.get("optout", "")) & {"all", *rules})


def _names(value: str) -> set[str]:
    return {name.strip().lower() for name in value.split(",")} - {""}
