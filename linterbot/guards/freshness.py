"""People are left in peace while they write: pages that were just edited or just created have to wait."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.timestamps import before


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold what changes or speaks of an article that a person just edited, or that is new, unless it was approved."""
    if not intent.articles or intent.approved:
        return None
    patience = inputs.settings.patience
    if patience.edit_minutes and inputs.edited > before(inputs.now, minutes=patience.edit_minutes):
        return Hold(GuardName.FRESHNESS, inputs.say("held-just-edited", count=f"{patience.edit_minutes:g}"))
    if patience.page_hours and inputs.created_at > before(inputs.now, hours=patience.page_hours):
        return Hold(GuardName.FRESHNESS, inputs.say("held-just-created", count=f"{patience.page_hours:g}"))
    return None
