"""`linterbot show`: one finding, with its evidence, the repair and all that was said to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk
from linterbot.report.visible import visible

if TYPE_CHECKING:
    from linterbot.jobs.tools import Tools
    from linterbot.ledger.findings import Recorded


@click.command("show", short_help="Show one finding: evidence, repair, history.")
@click.argument("number", type=int)
@desk.of_wiki
def command(number: int, name: str | None, config_path: Path) -> Status:
    """Show the finding of a number: what is wrong and where, how sure that is, its repair as a difference, its history.

    The page is read again for the difference.
    """
    from linterbot import config as configuration
    from linterbot.jobs.desk import numbered
    from linterbot.jobs.setup import tools

    with tools(configuration.read(config_path), name) as given:
        one = numbered(given.ledger, number)
        for line in (*_facts(one), *_history(given, one)):
            click.echo(visible(line))
        _difference(given, one)
    return Status.CLEAN


def _facts(one: Recorded) -> Iterator[str]:
    yield f"no. {one.id}: {one.code} {one.rule} ({one.severity}), {one.state} since {one.since}"
    yield f"  page: {one.title}, line {one.row}, revision {one.last_revision}"
    yield f"  words: {' '.join(one.words.split())}"
    yield f"  {one.message}"
    if one.confidence < 1:
        yield f"  confidence: {one.confidence:.2f}"
    if one.author:
        yield f"  came with an edit by: {one.author}"
    yield f"  policy: {one.policy}"


def _history(given: Tools, one: Recorded) -> Iterator[str]:
    from linterbot.ledger import decisions, deeds

    events = [
        (it.at, f"{it.verdict} by {it.who}{f': {it.why}' if it.why else ''}")
        for it in decisions.about(given.ledger, one.title, one.fingerprint)
    ]
    for it in deeds.about(given.ledger, one.fingerprint, one.title):
        words = f"{it.plan.kind}: {it.state}{f' (revision {it.revision})' if it.revision else ''}"
        events.append((it.at, f"{words}{f': {it.reason}' if it.reason else ''} [linterbot {it.token}]"))
    for at, words in sorted(events):
        yield f"  {at}  {words}"


def _difference(given: Tools, one: Recorded) -> None:
    from linterbot.cli.repair import unified
    from linterbot.jobs.desk import proposed

    if one.state not in ("open", "backlog"):
        return
    texts = proposed(given, given.wiki.site(), one)
    if isinstance(texts, str):
        click.echo(f"  repair: {visible(texts)}")
        return
    click.echo(f"  repair, made by `linterbot approve {one.id}`:")
    click.echo(unified(*texts, one.title), nl=False)
