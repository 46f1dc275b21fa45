"""`linterbot log`: shows what the bot wrote and what was decided, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Whole
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.desk.history import Event


@click.command("log")
@click.option("--limit", type=Whole(1), default=30, show_default=True)
@of_wiki
def command(limit: int, name: str | None, config_path: Path) -> Status:
    """Show the bot's writes and everybody's decisions: when, what, on which page, in which run, and what came of it."""
    from linterbot.config import reader as configuration
    from linterbot.desk.history import newest_events
    from linterbot.desk.opening import open_desk

    with open_desk(configuration.load(config_path), name) as desk:
        for event in newest_events(desk.ledger, limit):
            click.echo(terminal_escape(_line(event)))
    return Status.CLEAN


def _line(event: Event) -> str:
    from linterbot.ledger.decisions import Decision

    if isinstance(event, Decision):
        about = " ".join(filter(None, (event.rule, f"on {event.title}" if event.title else ""))) or "the wiki"
        return f"{event.at}  {event.who} {event.verdict} {about}{f': {event.why}' if event.why else ''}"
    plan = event.plan
    rules = f" ({', '.join(plan.rules)})" if plan.rules else ""
    outcome = f"{event.state}{f', revision {event.revision}' if event.revision else ''}"
    why = f": {event.reason}" if event.reason else ""
    return f"{event.at}  {plan.kind} {plan.title}{rules}: {outcome}{why} [run {plan.run}]"
