"""An edit that no reader would notice is not worth a line in everybody's watchlist."""

from __future__ import annotations

import re

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind

_UNSEEN = re.compile(r"<!--.*?-->|\s+", re.DOTALL)


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold a fix that changes only spaces, line breaks and comments."""
    if intent.kind is not ActionKind.FIX or intent.page is None or intent.approved:
        return None
    if _UNSEEN.sub("", intent.page.text) != _UNSEEN.sub("", intent.after):
        return None
    return Hold(GuardName.COSMETIC, inputs.say("held-cosmetic"))
