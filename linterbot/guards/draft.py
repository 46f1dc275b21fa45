"""Drafts belong to their authors, so nothing is fixed in a namespace of drafts."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold a fix or a tag in a namespace of drafts, unless a person approved it."""
    if intent.kind not in ON_ARTICLES or intent.page is None or intent.approved:
        return None
    if intent.page.namespace not in inputs.settings.drafts:
        return None
    return Hold(GuardName.DRAFT, inputs.say("held-draft", namespace=intent.page.namespace))
