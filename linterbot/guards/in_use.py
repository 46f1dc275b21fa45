"""A page that somebody is at work on is left alone."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World
from linterbot.markup import mediawiki
from linterbot.markup.names import title_form

NAMES = frozenset({"Inuse", "In use", "In-use", "Under construction", "Underconstruction", "Editing", "Wip"})


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the page says that it is being edited."""
    if intent.page is None or intent.kind not in ON_ARTICLES:
        return None
    at_work = {title_form(name).lower() for name in (*NAMES, *world.settings.in_use)}
    for template in mediawiki.read(intent.page.text).templates:
        if world.aliases.get(template.name, template.name).lower() in at_work:
            return Hold("in-use", f"the page carries {{{{{template.name}}}}}")
    return None
