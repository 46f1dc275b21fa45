"""How much time lies between two moments that a wiki told, as text."""

from __future__ import annotations

from datetime import datetime


def days_between(earlier: str, later: str) -> float | None:
    """Return the days between two times (ISO 8601, as MediaWiki writes them); None where one is unknown."""
    try:
        return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 86_400
    except (ValueError, TypeError):
        return None
