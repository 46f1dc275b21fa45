"""Drafts in the workshop are their authors' own: nothing is repaired there."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a repair in a namespace of drafts."""
    if intent.kind not in ON_ARTICLES or intent.page is None or intent.approved:
        return None
    if intent.page.namespace not in world.settings.drafts:
        return None
    return Hold("draft", f"{intent.page.namespace} holds drafts, which are left to their authors")
