"""The time between two moments that a wiki gave as text."""

from __future__ import annotations

from datetime import datetime


def days_between(earlier: str, later: str) -> float | None:
    """Return the days between two times (ISO 8601, as MediaWiki writes them), None if one is unknown."""
    try:
        return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 86_400
    except (ValueError, TypeError):
        return None
