"""`linterbot status`: shows how far the bot has come on each wiki, what is open, and which pages it set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import config_option
from linterbot.errors import TargetError
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import SECOND_READING
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.config.sections import Config, WikiConfig
    from linterbot.desk.status import WikiStatus
    from linterbot.rulebook.rule import Rule

_NAMED = 6  # rules that the line on open findings names


@click.command("status")
@click.argument("scans", nargs=-1, type=click.Path(path_type=Path), metavar="[SCAN...]")
@config_option
def command(scans: tuple[Path, ...], config_path: Path) -> Status:
    """Show the state of each configured wiki, or of each SCAN (the file in which a scan keeps its state).

    The exit status is 0 if all is well, 1 if something waits for a person (the bot is stopped or paused, or a rule is),
    and 2 if the bot last failed to do its work.
    """
    from linterbot.config import reader as configuration

    if not scans and not config_path.exists():
        scans = tuple(sorted(Path().glob("*.scan.json")))
    if scans:
        for path in scans:
            _print(_scan(path))
        return Status.CLEAN
    config = configuration.load(config_path)
    configuration.wiki(config, next(iter(config.wikis), None))  # there has to be one
    return max(_shown(config, name) for name in config.wikis)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(terminal_escape(line))


def _shown(config: Config, name: str) -> Status:
    """Show one wiki; return how it is doing."""
    from linterbot.config import wiki_rules
    from linterbot.desk.opening import open_desk
    from linterbot.desk.status import wiki_status

    rules = wiki_rules.load(config, name)  # what a round would refuse is refused here too
    url = config.ledger_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        _print([f"{name}: no round yet"])
        return Status.CLEAN
    with open_desk(config, name) as desk:
        status = wiki_status(desk.ledger, desk.settings, desk_options.now())
        _print([*_lines(status, desk.settings), *_second_reader(status, rules)])
    if status.failed_by:
        return Status.CANNOT_RUN
    return Status.FINDINGS if status.needs_person else Status.CLEAN


def _lines(status: WikiStatus, settings: WikiConfig) -> Iterator[str]:
    yield f"{status.wiki}: read up to {status.read_up_to or 'nothing: no round yet'}"
    if status.last_run:
        yield f"  last complete round: {status.last_run}{'; one is under way' if status.under_way else ''}"
    if status.failed_by:
        yield f"  FAILED: {status.failed_by}"
    if status.stopped_by:
        yield f"  STOPPED: {status.stopped_by}"
    for one in status.pauses:
        until = f"until {one.until}" if one.until else "until somebody resumes it"
        yield f"  PAUSED {one.rule or 'all writes'} {until}, since {one.since} by {one.who}: {one.reason}"
    most = status.open_findings.most_common(_NAMED)
    by_rule = ", ".join(f"{rule} {count}" for rule, count in most)
    if (rest := len(status.open_findings) - len(most)) > 0:
        by_rule += f", {counted(rest, 'other rule')}"
    yield f"  open findings: {status.open_findings.total()}{f' ({by_rule})' if by_rule else ''}"
    if status.older_findings:
        yield f"  older findings, recorded silently: {status.older_findings}"
    if status.reviewed:
        week, _, at = status.reviewed.partition(" ")
        yield f"  last week in review: {week} ({at})"
    yield from _writes(status, settings)
    yield from _track_records(status, settings)
    for page in status.set_aside:
        yield f"  set aside: {page.title} (revision {page.revision}): {page.reason}"
        yield f"    since {page.at}, by linterbot {page.version}; tried again when its text or the version changes"


def _second_reader(status: WikiStatus, rules: tuple[Rule, ...]) -> Iterator[str]:
    """Yield whether the second reader is asked, if one is installed."""
    from linterbot.rulebook.second_reader import asking, installed

    if (reader := installed()) is not None:
        paused = any(one.rule == SECOND_READING for one in status.pauses)
        unasked = "paused" if paused else "asked by no rule" if asking(rules) is rules else ""
        yield f"  second reader: {unasked or 'in use'} ({reader.identity})"


def _writes(status: WikiStatus, settings: WikiConfig) -> Iterator[str]:
    hour = f"{status.edits_this_hour} of {settings.edits.hour} in the last hour"
    yield f"  edits: {hour}, {status.edits_this_day} of {settings.edits.day} in the last day"
    for one in status.unsettled:
        why = f": {one.reason}" if one.reason else ""
        yield f"  {one.state}: {one.plan.kind} {one.title} [linterbot {one.token}]{why}"
    for one in status.refused:
        yield f"  refused by the wiki: {one.title} ({', '.join(one.plan.rules)}): {one.reason}"


def _track_records(status: WikiStatus, settings: WikiConfig) -> Iterator[str]:
    from linterbot.ledger.track_record import ENOUGH
    from linterbot.model import Mode

    if status.track_records:
        yield f"  {'rule':<26}{'mode':<9}{'edits':>6}{'reverts':>9}{'approved':>10}{'rejected':>10}{'at least':>10}"
    for name, one in status.track_records.items():
        counts = f"{one.edits:>6}{one.reverts:>9}{one.approvals:>10}{one.rejections:>10}{one.lower_bound:>9.0%}"
        yield f"  {name:<26}{settings.mode_of(name):<9}{counts}"
    for name, weak in sorted(status.replayed.items()):
        low, high = weak.interval
        times = f"{weak.good:,} of {weak.counted:,} times ({low:.0%} to {high:.0%})"
        yield f"  {name}: replayed: people agreed {times}, which is weaker evidence"
    if settings.mode is Mode.AUTO:
        yield "  WARNING: rules without a mode of their own are on auto; set auto only for those that have earned it"
    for name in status.unearned:
        yield f"  WARNING: {name} is on auto without evidence that it is right in at least {ENOUGH:.0%} of cases"


def _scan(path: Path) -> Iterator[str]:
    from linterbot.scan.state import load

    remedy = "name the file in which the scan keeps its state"
    state = load(path, remedy)
    if state is None:
        raise TargetError(str(path), "no such file", remedy)
    where = state.what.get("export", "?")
    yield f"scan of {where}: {counted(state.place.pages, 'page')} read, {counted(state.findings, 'finding')}"
    for title, one in sorted(state.set_aside.items()):
        yield f"  set aside: {title}: {one['reason']}"
        yield f"    by linterbot {one['version']}; tried again when its text or the version changes"
