"""While nobody knows whether a write to a page was done, the page gets no other one."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold where an earlier write to this page waits to be read back."""
    if not world.unclear:
        return None
    return Hold("unclear", f"the answer to an earlier write here was lost (linterbot {world.unclear}); reading it back")
