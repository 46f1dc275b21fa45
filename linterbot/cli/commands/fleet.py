"""`linterbot fleet`: serves many wikis from many machines, and says how they are doing."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.commands.fleet_scan import command as scan
from linterbot.cli.config_option import config_option
from linterbot.cli.fleet_packages import need_packages
from linterbot.cli.own_process import own_process
from linterbot.credentials import variable_of
from linterbot.errors import TargetError
from linterbot.file_faults import is_there
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.fleet.status import FleetStatus

_QUEUES = ("send", "small", "big", "scan")
_MINUTES, _HOURS = 120, 7200  # seconds from which a time is shown in these
_log_format = click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group("fleet")
def command() -> None:
    """Serve many wikis from many machines (docs/fleet.md)."""


command.add_command(scan)


@command.command("worker")
@config_option
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many to start.")
@click.option("--slots", type=click.IntRange(1, 64), default=4, show_default=True, help="Rounds at once in each.")
@click.option("--queue", "queues", type=click.Choice(_QUEUES), multiple=True, help="Only such work. [default: all]")
@_log_format
@click.option("--parent", type=int, default=0, hidden=True)
def worker(
    config_path: Path, processes: int, slots: int, queues: tuple[str, ...], log_format: str, parent: int
) -> Status:
    """Do the rounds of the wikis that are due, until SIGTERM or Ctrl-C.

    Of several processes, the first does no rounds on big wikis and no scans, so that small ones never wait for those.
    """
    need_packages()
    from linterbot.fleet.processes import be_worker
    from linterbot.fleet.queue import Queue

    chosen = queues or _QUEUES
    if processes == 1:
        be_worker(config_path, [Queue(one) for one in chosen], slots, log_format, parent)
    else:
        _supervise(config_path, processes, chosen, slots, log_format)
    return Status.CLEAN


@command.command("clock")
@config_option
@_log_format
def clock(config_path: Path, log_format: str) -> Status:
    """Put the wikis that are due into the queue, until SIGTERM or Ctrl-C; of several, one is in charge."""
    need_packages()
    from linterbot.fleet.processes import be_clock

    be_clock(config_path, log_format)
    return Status.CLEAN


@command.command("status")
@config_option
@click.option("--format", "form", type=click.Choice(["text", "json", "prometheus"]), default="text", show_default=True)
def status(config_path: Path, form: str) -> Status:
    """Say how the fleet is doing. The exit status is 1 if it needs somebody."""
    need_packages()
    from linterbot.fleet import status as fleet_status
    from linterbot.fleet.processes import ledger_of
    from linterbot.fleet.wiki_files import WikiFiles
    from linterbot.ledger.fleet_queue import has_tables

    ledger = ledger_of(WikiFiles(config_path))
    if not has_tables(ledger):
        raise TargetError("fleet", "no clock has run yet", "start one: linterbot fleet clock")
    one = fleet_status.status(ledger)
    if form == "prometheus":
        click.echo("\n".join(fleet_status.metrics(one)))
    elif form == "json":
        click.echo(json.dumps(asdict(one), indent=1))
    else:
        _print(one)
    return Status.FINDINGS if one.needs_person else Status.CLEAN


@command.command("wake")
@click.argument("wiki")
@config_option
def wake(wiki: str, config_path: Path) -> Status:
    """Look at WIKI now, whatever it was set aside for."""
    need_packages()
    from linterbot.fleet.processes import ledger_of
    from linterbot.fleet.wiki_files import WikiFiles
    from linterbot.ledger import wikis
    from linterbot.yaml_text import near

    ledger = ledger_of(WikiFiles(config_path))
    if not wikis.wake(ledger, wiki):
        raise TargetError(wiki, "no such wiki in the fleet", near(wiki, [one.name for one in wikis.states(ledger)]))
    click.echo(f"{terminal_escape(wiki)} is due now.")
    return Status.CLEAN


@command.command("add")
@click.argument("address")
@click.option("--name", default="", help="What the wiki is called here. [default: from the wiki's own name]")
@click.option("--operator", default="", help="Who answers for the bot there. [default: that of wiki-defaults]")
@click.option("--user", default="LinterBot", show_default=True, help="The bot's account.")
@config_option
def add(address: str, name: str, operator: str, user: str, config_path: Path) -> Status:
    """Ask the wiki at ADDRESS about itself, write its file, and say what does not fit yet, as `doctor` does.

    It is served from then on, in `shadow` mode: nothing is shown to anybody. The exit status is 1 if something does not
    fit.
    """
    from linterbot.cli.diagnoses import print_diagnoses
    from linterbot.cli.new_wiki import asked
    from linterbot.config import reader, wiki_folder
    from linterbot.config.values import wiki_name
    from linterbot.desk.new_config import file_of_its_own

    main = reader.load_main(config_path)
    if main.wiki_folder is None:
        raise TargetError(str(config_path), "names no folder for the files of wikis", "add: wiki-folder: wikis")
    whom = operator or str(main.wiki_defaults.get("operator", ""))
    if not whom:
        raise click.BadParameter('name somebody, as in "Wren, wren@wiki.example"', param_hint="--operator")
    made = asked(address, user, whom)
    name = name or next(iter(reader.parse(made.text, config_path).wikis))
    try:
        path = wiki_folder.file_of(main, wiki_name(name))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--name") from None
    if name in main.wikis or is_there(path):
        raise TargetError(name, "there is a wiki of this name already", "choose another with --name")
    path.parent.mkdir(exist_ok=True)
    path.write_text(file_of_its_own(made, main.wiki_defaults), encoding="utf-8")
    for words in made.notes:
        click.echo(f"linterbot: note: {terminal_escape(words)}", err=True)
    click.echo(f"{terminal_escape(str(path))} is ready. Read it through; put the bot password into {variable_of(name)}")
    click.echo("(docs/operating.md names other places for it).")
    return min(print_diagnoses(reader.load_wiki(main, name), [name]), Status.FINDINGS)


@command.command("restored")
@config_option
def restored(config_path: Path) -> Status:
    """Say that the database was brought back from a backup: each wiki then tells what was written there since."""
    need_packages()
    from linterbot.cli.desk_options import now
    from linterbot.desk.ledger_care import brought_back
    from linterbot.fleet.processes import ledger_of
    from linterbot.fleet.wiki_files import WikiFiles

    number = brought_back(ledger_of(WikiFiles(config_path)), now())
    click.echo(f"{counted(number, 'wiki')} will be asked before anything is written there.")
    return Status.CLEAN


def _supervise(config_path: Path, processes: int, queues: tuple[str, ...], slots: int, log_format: str) -> None:
    from linterbot.daemon.log_lines import to_stderr
    from linterbot.daemon.stopping import asked_to_stop
    from linterbot.daemon.supervisor import Child, supervise

    to_stderr(log_format)
    small = tuple(one for one in queues if one not in ("big", "scan")) or queues

    def command_for(name: str) -> list[str]:
        mine = small if name == "worker 1" else queues
        chosen = [part for one in mine for part in ("--queue", one)]
        return own_process("fleet worker", config_path, "--log-format", log_format, "--slots", str(slots), *chosen)

    names = [f"worker {number}" for number in range(1, processes + 1)]
    supervise(names, Child(command_for, refused=Status.NO_LOGIN, again=2.0), asked_to_stop())


def _print(one: FleetStatus) -> None:
    queue = one.queue
    longest = f" (the longest for {_time(queue.longest)})" if queue.doing else ""
    never = f"; {counted(one.never_read, 'wiki')} not yet" if one.never_read else ""
    click.echo(f"workers alive   {queue.workers}")
    click.echo(f"wikis           {one.wikis}")
    click.echo(f"in the queue    {queue.waiting} waiting, {queue.doing} under way{longest}")
    if queue.scanning:
        click.echo(f"scans           {counted(queue.scanning, 'turn')} waiting or under way")
    click.echo(f"waking late by  {_time(one.late_p50)} (half of them), {_time(one.late_p99)} (99 in 100)")
    click.echo(f"longest overdue {_time(one.overdue)}")
    click.echo(f"all were read   in the last {_time(one.oldest_round)}{never}")
    for words, found in (("set aside", one.set_aside), ("paused", one.paused), ("in trouble", one.in_trouble)):
        for wiki, reason in sorted(found.items()):
            click.echo(f"{words:15} {terminal_escape(wiki)}: {terminal_escape(reason)}")
    if not queue.workers:
        click.echo("No worker is alive. Start one: linterbot fleet worker")


def _time(seconds: float) -> str:
    if seconds < _MINUTES:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < _HOURS else f"{seconds / 3600:.1f} h"
