"""`linterbot patrol`: does one round over what changed on a wiki."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.config_option import of_wiki
from linterbot.cli.waiting import waiting
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.bot.round_result import PlannedWrite, RoundResult

_QUOTED = 80  # characters of a page's words
_WOULD = {  # what would become of a page, by the kind of the write
    "fix": "would be fixed",
    "tag": "would get or lose its template",
    "talk": "would be written on",
    "message": "would be written to",
    "report": "would be brought up to date",
    "undo": "would be undone",
    "answer": "would get an answer",
}


@click.command("patrol")
@click.option("--once", is_flag=True, help="Do one round, which is what patrol does anyway.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, but write and record nothing.")
@click.option("--rule", multiple=True, metavar="RULE", help="With --dry-run: show only writes about this rule.")
@click.option("--page", default="", metavar="WORDS", help="With --dry-run: show only pages with such a title.")
@of_wiki
def command(once: bool, dry_run: bool, rule: tuple[str, ...], page: str, name: str | None, config_path: Path) -> Status:
    """Do one round: read and lint the pages that changed since the last one, then fix or flag what was found.

    What a rule may do is set in the configuration: shadow, flag, suggest or auto. A dry run goes through the same
    round and shows every write that it would make, and what would hold others back.
    """
    from linterbot.bot.opening import open_bot
    from linterbot.bot.patrol import patrol
    from linterbot.config import reader as configuration
    from linterbot.lint.selection import Selection

    if (rule or page) and not dry_run:
        raise click.UsageError("--rule and --page only choose what --dry-run shows; a round is always whole")
    config = configuration.load(config_path)
    with open_bot(config, name, dry_run=dry_run) as context:
        chosen = Selection(rule)
        chosen.refuse_unknown(context.rules, "--rule")
        shown = {one.name for one in context.rules if chosen.wants(one)} if rule else set()
        with waiting("the round is under way"):
            result = patrol(context, dry_run)
    for line in _planned(result, shown, page) if dry_run else _lines(result):
        click.echo(terminal_escape(line))
    click.echo(f"{'dry run: ' if dry_run else ''}{result.in_words()}")
    return Status.CLEAN


def _planned(result: RoundResult, rules: Set[str], words: str) -> Iterator[str]:
    """Show what a round would do: the sum, then each write with what it is about, then what would be held."""
    from linterbot.formats.unified_diff import unified

    kinds = Counter(str(one.kind) for one in result.planned)
    shown = [
        one
        for one in result.planned
        if words.lower() in one.title.lower() and (not rules or {found.rule for found in one.findings} & rules)
    ]
    held = [(title, hold) for title, hold in result.held if words.lower() in title.lower()]
    summary = ", ".join(f"{kind} {number}" for kind, number in kinds.items()) or "nothing"
    yield f"would write: {summary}; held: {len(result.held)}"
    diffs = {one.title: one for one in result.fixes}
    for one in shown:
        yield f"{one.title}: {_WOULD[one.kind]}{_rules(one)}"
        yield from (
            f"  line {found.row}, {found.rule}: {' '.join(found.words.split())[:_QUOTED]}" for found in one.findings
        )
        if one.kind == "fix" and one.title in diffs:
            yield from unified(diffs[one.title].before, diffs[one.title].after, one.title).splitlines()
    for title, hold in () if rules else held:
        yield f"{title}: held: {hold.reason}"


def _rules(one: PlannedWrite) -> str:
    names = ", ".join(sorted({found.rule for found in one.findings}))
    return f" ({names})" if names else ""


def _lines(result: RoundResult) -> Iterator[str]:
    for title, finding in result.found:
        yield f"{title}: {finding.code} {finding.name}: {finding.message}"
    for fixed in result.fixes:
        names = ", ".join(sorted({one.name for one in fixed.findings}))
        yield f"{fixed.title}: fixed ({names})"
    for title, hold in result.held:
        yield f"{title}: held: {hold.reason}"
    for action in result.reverted:
        yield f"{action.title}: a person undid {', '.join(action.plan.rules)}; the bot leaves that alone from now on"
    for rule, reason in result.stopped:
        yield f"{rule}: stopped until a person resumes it: {reason}"
    for title, reason in result.refused:
        yield f"{title}: the wiki refused the edit: {reason}"
