"""`linterbot show`: shows one finding with its evidence, its fix and its history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Whole
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.desk.history import Event
    from linterbot.desk.show import FindingDetails
    from linterbot.ledger.changes import Change
    from linterbot.ledger.findings import RecordedFinding


_GONE = {"repaired": "repaired by an edit of the bot's", "page gone": "gone with its page"}
_THERE = {  # by the state before and the one after
    ("", "open"): "found",
    ("", "backlog"): "found, and recorded silently",
    ("backlog", "open"): "reported, since an edit touched it",
    ("open", "backlog"): "no longer reported",
    ("resolved", "open"): "there again",
    ("resolved", "backlog"): "there again, and recorded silently",
}


@click.command("show")
@click.argument("number", type=Whole())
@of_wiki
def command(number: int, name: str | None, config_path: Path) -> Status:
    """Show the finding with this NUMBER: what is wrong and where, how sure that is, its history, and its fix as a diff.

    The page is read again for the fix.
    """
    from linterbot.bot.opening import open_bot
    from linterbot.config import reader as configuration
    from linterbot.desk.show import details

    with open_bot(configuration.load(config_path), name) as bot:
        shown = details(bot, number)
    for line in (*_facts(shown.finding), *map(_event, shown.events)):
        click.echo(terminal_escape(line))
    _print_fix(shown)
    return Status.CLEAN


def _facts(one: RecordedFinding) -> Iterator[str]:
    yield f"no. {one.id}: {one.code} {one.rule} ({one.severity}), {one.state} since {one.since}"
    yield f"  page: {one.title}, line {one.row}, revision {one.last_revision}"
    if one.words:
        yield f"  words: {' '.join(one.words.split())}"
    yield f"  {one.message}"
    if one.confidence < 1:
        yield f"  confidence: {one.confidence:.2f}"
    if one.author:
        yield f"  brought in by an edit of: {one.author}"
    yield f"  policy: {one.policy}"


def _event(event: Event | Change) -> str:
    from linterbot.ledger.changes import Change
    from linterbot.ledger.decisions import Decision

    if isinstance(event, Change):
        return f"  {event.at}  {_seen(event)}"
    if isinstance(event, Decision):
        return f"  {event.at}  {event.verdict} by {event.who}{f': {event.why}' if event.why else ''}"
    outcome = f"{event.plan.kind}: {event.state}{f' (revision {event.revision})' if event.revision else ''}"
    return f"  {event.at}  {outcome}{f': {event.reason}' if event.reason else ''} [linterbot {event.token}]"


def _seen(change: Change) -> str:
    """Return what was seen of a finding when its page was read."""
    if change.after == "resolved":
        return _GONE.get(change.cause, "gone from the page")
    return _THERE.get((change.before, change.after), change.after)


def _print_fix(shown: FindingDetails) -> None:
    from linterbot.desk.proposal import Proposal
    from linterbot.formats.unified_diff import unified

    if shown.proposal is None:
        return
    if not isinstance(shown.proposal, Proposal):
        click.echo(f"  fix: {terminal_escape(shown.proposal.reason)}")
        return
    click.echo(f"  fix, made by `linterbot approve {shown.finding.id}`:")
    click.echo(unified(shown.proposal.page.text, shown.proposal.fixed.text, shown.finding.title), nl=False)
