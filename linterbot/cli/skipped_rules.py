"""Names the rules that could not be applied."""

from __future__ import annotations

import click

from linterbot.model import Skipped


def say_skipped(skipped: tuple[Skipped, ...]) -> None:
    """Name the rules that the export could not answer, since that is not the same as finding nothing."""
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        reasons.setdefault(one.reason, []).append(one.name)
    for reason, names in reasons.items():
        click.echo(f"not checked: {', '.join(names)} ({reason})", err=True)
