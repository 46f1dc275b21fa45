"""`linterbot queue`: lists what waits for a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Days, Whole
from linterbot.formats.terminal_escape import terminal_escape, window
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.ledger.findings import RecordedFinding

_WORDS, _SUGGESTION = 60, 70  # columns of a line


@click.command("queue")
@click.option("--rule", default="", help="Only findings of this rule.")
@click.option("--page", default="", help="Only findings on pages whose titles contain this.")
@click.option("--age", type=Days(), metavar="DAYS", help="Only findings at least this many days old.")
@click.option(
    "--older", is_flag=True, help="Findings from before the edits that linterbot saw, which it reports to nobody."
)
@click.option("--limit", type=Whole(1), default=50, show_default=True)
@of_wiki
def command(
    rule: str, page: str, age: float | None, older: bool, limit: int, name: str | None, config_path: Path
) -> Status:
    """List open findings with their numbers, to use with show, approve, reject and ignore."""
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.desk.queue import QueueFilter, queue

    with open_desk(configuration.load(config_path), name) as desk:
        if rule:
            desk.known_rule(rule)
        now = desk_options.now()
        part = queue(desk.ledger, QueueFilter(rule, page, age, older), now, limit)
    title = None
    for one in part.items:
        if one.title != title:
            title = one.title
            click.echo(click.style(terminal_escape(title), bold=True))
        _print(one, now)
    if (more := part.total - len(part.items)) > 0:
        click.echo(f"and {more:,} more; raise --limit to see them")
    click.echo(counted(part.total, "older finding" if older else "open finding"))
    return Status.CLEAN


def _print(one: RecordedFinding, now: str) -> None:
    words, _, _ = window(terminal_escape(" ".join(one.words.split())), 0, 1, _WORDS)
    click.echo(f"{one.id:>6}  line {one.row}, {one.rule} ({one.severity}), {_age(one.since, now)}: {words}")
    if one.suggestion:
        shown, _, _ = window(terminal_escape(one.suggestion), 0, 1, _SUGGESTION)
        click.echo(f"        suggested: {shown}")


def _age(since: str, now: str) -> str:
    days = (datetime.fromisoformat(now) - datetime.fromisoformat(since)).total_seconds() / 86_400
    return f"{days:.0f} d" if days >= 1 else f"{max(0, days * 24):.0f} h"
