"""Times as MediaWiki and the ledger write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def timestamp(moment: datetime) -> str:
    """Return a UTC time as text that sorts by time (ISO 8601, whole seconds)."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def before(now: str, **ago: float) -> str:
    """Return the time that was some while before `now`, as in `before(now, days=1)`."""
    return timestamp(datetime.fromisoformat(now) - timedelta(**ago))


def after(now: str, **later: float) -> str:
    """Return the time that will be some while after `now`, as in `after(now, hours=1)`."""
    return timestamp(datetime.fromisoformat(now) + timedelta(**later))


def as_timestamp(text: str) -> str | None:
    """Return a time that a person wrote as the ledger writes it, None if it is none; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return timestamp(moment.astimezone(UTC) if moment.tzinfo else moment)
    except (ValueError, OverflowError):
        return None
