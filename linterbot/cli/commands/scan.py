"""`linterbot scan`: lints every page of a MediaWiki XML export."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.interruption import stoppable
from linterbot.cli.numbers import Whole
from linterbot.cli.scan_options import WantedScan, scan_options
from linterbot.cli.skipped_rules import say_skipped
from linterbot.errors import LinterbotError, TargetError
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.cli.scan_progress import Progress
    from linterbot.scan.scan import ScanOrder
    from linterbot.scan.state import ScanState, Written


@click.command("scan")
@scan_options
@click.option("--jobs", type=Whole(1, 256), help="How many processes to use; by default, one per processor.")
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only write what is found to FILE, as known.",
)
@click.option("--resume", is_flag=True, help="Continue an interrupted scan; append to its output with >>.")
@click.option(
    "--state", "state_path", type=click.Path(path_type=Path), help="Where to record how far the scan has come."
)
def command(
    wanted: WantedScan, jobs: int | None, write_baseline: Path | None, resume: bool, state_path: Path | None
) -> Status:
    """Lint the newest text of every page in EXPORT: XML, plain or compressed with gzip, bzip2 or Zstandard.

    Findings go to standard output as they come, progress to standard error. What the rules need to know about files,
    template redirects and licence categories comes from the export itself.
    """
    from linterbot.cli import scan_baseline
    from linterbot.cli.scan_progress import Progress
    from linterbot.rulebook.rules_digest import digest
    from linterbot.scan.state import identity

    order, export = wanted.order(jobs), wanted.export
    if write_baseline is not None:
        return scan_baseline.make(order, write_baseline)
    what = identity(export, order.pack, order.namespaces, digest(order.rules))
    state = _state(state_path or Path(f"{export.name}.scan.json"), what, resume)
    with Progress(export, state.place, what["size"]) as progress:
        try:
            _write(order, state, progress)
        except KeyboardInterrupt:
            progress.interrupted(state.place, state.findings)
            click.echo("to continue, run the same command with --resume (and >> for the output)", err=True)
            return Status.INTERRUPTED
        except LinterbotError:
            _forget(state)
            raise
        progress.done(state.place, state.findings)
    if state.set_aside:
        click.echo(f"{counted(len(state.set_aside), 'page')} set aside, see: linterbot status {state.path}", err=True)
    _forget(state)
    return Status.FINDINGS if state.findings and not wanted.exit_zero else Status.CLEAN


def _state(path: Path, what: dict[str, object], resume: bool) -> ScanState:
    from linterbot.scan.state import ScanState, load

    old = load(path)
    if not resume:
        return ScanState(path, what, set_aside=old.set_aside if old else {})
    if old is None:
        raise TargetError(str(path), "there is no interrupted scan to continue", "leave out --resume, or see --state")
    if old.what != what:
        changed = ", ".join(sorted(key for key in what if old.what.get(key) != what[key]))
        raise TargetError(str(path), f"the interrupted scan was different ({changed})", "start again without --resume")
    _cut_back(old.written)
    return old


def _forget(state: ScanState) -> None:
    """Remove the state of a scan that will not be continued, unless it names pages that were set aside."""
    if not state.set_aside:
        state.path.unlink(missing_ok=True)


def _write(order: ScanOrder, state: ScanState, progress: Progress) -> None:
    """Write findings and record how far that is, so that an interruption at any time loses and repeats nothing."""
    from linterbot.scan.scan import scan

    state.written = _written()
    state.save()
    with stoppable() as whole:
        for part in scan(order, state.place, state.reason):
            with whole():
                sys.stdout.write("".join(f"{line}\n" for line in part.lines))
                sys.stdout.flush()
                state.place = part.place
                state.findings += part.findings
                state.written = _written()
                for page, reason in part.failed:
                    state.note(page, reason)
                state.save()
            progress.at(state.place, state.findings)
            say_skipped(part.skipped)


def _written() -> Written | None:
    """Return which file standard output goes to and its size now, None if it does not go to a file."""
    import stat

    from linterbot.scan.state import Written

    try:
        status = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return Written((status.st_dev, status.st_ino), status.st_size) if stat.S_ISREG(status.st_mode) else None


def _cut_back(before: Written | None) -> None:
    """Drop what was written after the state was last saved, since the scan comes to it again; raises TargetError."""
    now = _written()
    if before is None or now is None or now.file != before.file:
        return
    if now.size < before.size:
        remedy = "next time, append to the output with >>; this time, start again without --resume"
        raise TargetError("standard output", "the findings so far are gone from this file", remedy)
    os.ftruncate(sys.stdout.fileno(), before.size)
    os.lseek(sys.stdout.fileno(), 0, os.SEEK_END)
