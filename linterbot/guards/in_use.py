"""A page that somebody is at work on is left alone."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World
from linterbot.markup import mediawiki

NAMES = frozenset({"Inuse", "In use", "In-use", "Under construction", "Underconstruction", "Editing", "Wip"})
_LOWER = frozenset(name.lower() for name in NAMES)


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the page says that it is being edited."""
    if intent.page is None or intent.kind not in ON_ARTICLES:
        return None
    for template in mediawiki.read(intent.page.text).templates:
        if world.aliases.get(template.name, template.name).lower() in _LOWER:
            return Hold("in-use", f"the page carries {{{{{template.name}}}}}")
    return None
