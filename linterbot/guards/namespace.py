"""Only configured namespaces are repaired; the bot's own report page and talk pages are not articles."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a repair outside the configured namespaces."""
    if intent.kind not in ON_ARTICLES or intent.page is None:
        return None
    if (intent.page.namespace or "main") in world.settings.namespaces:
        return None
    return Hold("namespace", f'"{intent.page.namespace or "main"}" is not configured')
