"""Puts counts of things into words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as in “1 finding” or “1,200 findings”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Return the plural of a noun that just takes an “s”."""
    return f"{noun}s"
