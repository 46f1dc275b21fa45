"""`linterbot fleet scan`: lints every page of an export with all machines of a fleet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import sleep
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.fleet_packages import need_packages
from linterbot.cli.interruption import stoppable
from linterbot.cli.scan_options import WantedScan, scan_options
from linterbot.cli.skipped_rules import say_skipped
from linterbot.errors import TargetError

if TYPE_CHECKING:
    from linterbot.ledger import Ledger
    from linterbot.scan.scan import ScanOrder
    from linterbot.scan.state import Place

_MUCH_PATIENCE = 300.0  # the same, after which one wonders
_PATIENCE = 30.0  # seconds without a result after which one looks whether anybody is at work


@click.command("scan")
@scan_options
def command(wanted: WantedScan) -> Status:
    """Lint the newest text of every page in EXPORT, as `scan` does, with all workers of the fleet.

    Only this machine needs the file. Rounds on wikis go first. An interrupted scan is continued by the same command,
    which writes everything from the beginning on; what was done already comes at once.
    """
    need_packages()
    from linterbot.cli.scan_progress import Progress
    from linterbot.fleet.processes import ledger_of
    from linterbot.fleet.wiki_files import WikiFiles
    from linterbot.rulebook.rules_digest import digest
    from linterbot.scan.state import Place, identity

    lint, export = wanted.lint, wanted.export
    if lint.config.path is None:
        raise TargetError("--config", "a fleet needs a configuration", lint.config.remedy)
    if lint.rule_paths:
        raise TargetError("--rules", "other machines do not have this folder", "name it in the configuration of all")
    ledger = ledger_of(WikiFiles(lint.config.path))
    order = wanted.order()
    size = identity(export, order.pack, order.namespaces, digest(order.rules))["size"]
    with Progress(export, Place(), size) as progress:
        findings, place = 0, Place()
        try:
            for findings, place in _write(ledger, wanted, order):
                progress.at(place, findings)
        except KeyboardInterrupt:
            progress.interrupted(place, findings)
            click.echo("the fleet goes on; for the findings, run the same command again", err=True)
            return Status.INTERRUPTED
        progress.done(place, findings)
    return Status.FINDINGS if findings and not wanted.exit_zero else Status.CLEAN


def _write(ledger: Ledger, wanted: WantedScan, order: ScanOrder) -> Iterator[tuple[int, Place]]:
    """Write findings, and yield how many there are so far, and up to which place."""
    from linterbot.scan.in_parts import in_parts
    from linterbot.scan.instructions import chosen_by

    findings = 0
    chosen = chosen_by(wanted.lint, wanted.second_reader)
    with stoppable() as whole:
        for part in in_parts(ledger, order, chosen, _Watch(ledger).waiting, sleep):
            with whole():
                sys.stdout.write("".join(f"{line}\n" for line in part.lines))
                sys.stdout.flush()
            findings += part.findings
            say_skipped(part.skipped)
            yield findings, part.place


class _Watch:
    """Tells a person who waits if there may be nobody to wait for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._told: set[str] = set()

    def waiting(self, seconds: float) -> None:
        """Look whether anybody is at work, after some seconds without a result."""
        from linterbot.ledger import fleet_queue

        if seconds < _PATIENCE:
            return
        if not fleet_queue.has_tables(self._ledger) or not fleet_queue.state(self._ledger).workers:
            self._tell("no worker is alive; start one: linterbot fleet worker (and linterbot fleet clock)")
        elif seconds > _MUCH_PATIENCE:
            self._tell("nothing has come for minutes: does a clock run, and a worker that does scans (--queue scan)?")

    def _tell(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            click.echo(words, err=True)
