"""A page that somebody is working on is left alone."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent
from linterbot.markup import mediawiki
from linterbot.markup.namespace_names import title_form

NAMES = frozenset({"Inuse", "In use", "In-use", "Under construction", "Underconstruction", "Editing", "Wip"})


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if a template on the page says that somebody is working on it."""
    if intent.page is None or intent.kind not in ON_ARTICLES:
        return None
    at_work = {title_form(name).lower() for name in (*NAMES, *inputs.settings.in_use)}
    for template in mediawiki.read(intent.page.text).templates:
        if inputs.aliases.get(template.name, template.name).lower() in at_work:
            return Hold(GuardName.IN_USE, inputs.say("held-template", template=template.name))
    return None
