"""`linterbot queue`: what waits for a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from linterbot.cli import Status, desk
from linterbot.report.visible import visible, window


@click.command("queue", short_help="Show what waits for a person.")
@click.option("--rule", help="Only findings of this rule.")
@click.option("--page", help="Only findings on pages whose title has these words.")
@click.option("--age", type=click.FloatRange(min=0), metavar="DAYS", help="Only findings at least so many days old.")
@click.option("--older", is_flag=True, help="Those that were there before any edit linterbot saw, not told to anybody.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@desk.of_wiki
def command(
    rule: str | None,
    page: str | None,
    age: float | None,
    older: bool,
    limit: int,
    name: str | None,
    config_path: Path,
) -> Status:
    """List open findings with their numbers, by which approve, reject, ignore and show know them."""
    from linterbot.ledger import findings

    state = findings.State.BACKLOG if older else findings.State.OPEN
    with desk.opened(config_path, name) as at:
        found = findings.in_state(at.ledger, state)
    now = datetime.fromisoformat(desk.now())
    found = [one for one in found if rule in (None, one.rule) and (page or "").lower() in one.title.lower()]
    found = [one for one in found if age is None or _days(one.since, now) >= age]
    title = None
    for one in found[:limit]:
        if one.title != title:
            title = one.title
            click.echo(click.style(visible(title), bold=True))
        words, _, _ = window(visible(" ".join(one.words.split())), 0, 1, 60)
        click.echo(f"{one.id:>6}  line {one.row}, {one.rule} ({one.severity}), {_age(one.since, now)}: {words}")
        if one.suggestion:
            shown, _, _ = window(visible(one.suggestion), 0, 1, 70)
            click.echo(f"        suggested: {shown}")
    if len(found) > limit:
        click.echo(f"and {len(found) - limit} more; --limit shows them")
    click.echo(f"{len(found)} {'older' if older else 'open'} finding{'' if len(found) == 1 else 's'}")
    return Status.CLEAN


def _days(since: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(since)).total_seconds() / 86_400


def _age(since: str, now: datetime) -> str:
    days = _days(since, now)
    return f"{days:.0f} d" if days >= 1 else f"{max(0, days * 24):.0f} h"
