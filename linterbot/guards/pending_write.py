"""While it is unknown whether a write reached a page, the page gets no other one."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if an earlier write to this page still has to be read back."""
    if not inputs.pending_write:
        return None
    return Hold(GuardName.PENDING_WRITE, inputs.say("held-pending-write", token=inputs.pending_write))
