"""Times as MediaWiki and the ledger write them."""

from __future__ import annotations

from datetime import datetime, timedelta


def timestamp(moment: datetime) -> str:
    """Return a UTC time as text that sorts by time (ISO 8601, whole seconds)."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def before(now: str, **ago: float) -> str:
    """Return the time that was some while before `now`, as in `before(now, days=1)`."""
    return timestamp(datetime.fromisoformat(now) - timedelta(**ago))
