"""What was made from an older revision is not sent: the page is read and judged again."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World

REASON = "the page was edited, made or deleted meanwhile"


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where the page is not at the revision any more that the write was made from."""
    base = intent.page.revision if intent.page else None
    return None if base == world.newest else Hold("moved-on", REASON)
