"""Times as MediaWiki and the ledger write them."""

from __future__ import annotations

from datetime import datetime, timedelta


def timestamp(moment: datetime) -> str:
    """Return a moment as text that sorts by time: UTC, ISO 8601, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def before(now: str, **ago: float) -> str:
    """Return the time so long before `now`, the length given as for a timedelta."""
    return timestamp(datetime.fromisoformat(now) - timedelta(**ago))
