"""Counts things in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: “1 finding”, “1,200 findings”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Return the plural of a noun that takes a simple “s”."""
    return f"{noun}s"
