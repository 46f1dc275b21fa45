"""While nobody knows whether a write to a page was done, the page gets no other one."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold where an earlier write to this page has yet to be read back."""
    if not inputs.pending_write:
        return None
    return Hold(GuardName.PENDING_WRITE, inputs.say("held-pending-write", token=inputs.pending_write))
