"""People are left in peace while they write: pages just edited, or just made, wait."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World
from linterbot.ledger.stamps import before


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a repair of a page that a person edited just now, or that is new; an approval is a person's own doing."""
    if intent.kind not in ON_ARTICLES or intent.page is None or intent.approved:
        return None
    patience = world.settings.patience
    if patience.edit_minutes and world.edited > before(world.now, minutes=patience.edit_minutes):
        return Hold("freshness", f"edited less than {patience.edit_minutes:g} minutes ago")
    if patience.page_hours and world.born > before(world.now, hours=patience.page_hours):
        return Hold("freshness", f"made less than {patience.page_hours:g} hours ago")
    return None
