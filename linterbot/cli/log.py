"""`linterbot log`: what the bot wrote and what was decided, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk
from linterbot.report.visible import visible

if TYPE_CHECKING:
    from linterbot.ledger import Ledger


@click.command("log", short_help="Show what was written and decided, the newest first.")
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True)
@desk.of_wiki
def command(limit: int, name: str | None, config_path: Path) -> Status:
    """Show the bot's writes and everybody's decisions: when, what, on which page, in which run, and what came of it."""
    with desk.opened(config_path, name) as at:
        for _, line in sorted(_events(at.ledger, limit), reverse=True)[:limit]:
            click.echo(visible(line))
    return Status.CLEAN


def _events(ledger: Ledger, limit: int) -> Iterator[tuple[str, str]]:
    from linterbot.ledger import decisions, deeds

    for one in deeds.newest(ledger, limit):
        plan = one.plan
        what = f"{one.at}  {plan.kind} {plan.title}"
        rules = f" ({', '.join(plan.rules)})" if plan.rules else ""
        outcome = f"{one.state}{f', revision {one.revision}' if one.revision else ''}"
        yield one.at, f"{what}{rules}: {outcome}{f': {one.reason}' if one.reason else ''} [run {plan.run}]"
    for it in decisions.newest(ledger, limit):
        about = " ".join(filter(None, (it.rule, f"on {it.title}" if it.title else ""))) or "the wiki"
        yield it.at, f"{it.at}  {it.who} {it.verdict} {about}{f': {it.why}' if it.why else ''}"
