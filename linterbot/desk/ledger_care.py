"""What an operator does with a ledger as a whole: sees whether it is sound, copies it, brings a copy back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from linterbot.config.sections import Config
from linterbot.credentials import refuse_password
from linterbot.errors import ConfigError, LedgerError, TargetError, WikiBusy
from linterbot.ledger import (
    Ledger,
    file_copies,
    file_of,
    key_values,
    leases,
    open_ledger,
    table_version,
    whole_copies,
    wikis,
)
from linterbot.ledger.totals import Totals, totals


def what_is_known(config: Config) -> dict[str, Totals]:
    """Return how much the ledger knows of each wiki, and change nothing; raises LedgerError if it is damaged."""
    file = file_of(config.ledger_url)
    if file is not None:
        _refuse_missing(file)
        file_copies.refuse_damaged(file)
    return dict(_known(config))


def back_up(config: Config, target: Path) -> None:
    """Copy the ledger into a new file; the bot may be at work meanwhile. Raises TargetError or LedgerError."""
    file = _file(config)
    _refuse_missing(file)
    if target.exists():
        raise TargetError(str(target), "exists already", "name a new file")
    file_copies.copy(file, target)


def restore(config: Config, source: Path, now: str) -> Path | None:
    """Bring a copy back and return where the ledger that it replaces now is, None if there was none.

    The bot then learns from each wiki what it did there since the copy was made, before it writes anything. Raises
    WikiBusy while a round is under way, and TargetError or LedgerError if the copy cannot be used.
    """
    file = _file(config)
    if not source.exists():
        raise TargetError(str(source), "no such file", "name a file that `linterbot ledger backup` made")
    file_copies.refuse_damaged(source)
    table_version.refuse_newer(file_copies.version_in(source))
    aside = file.with_name(f"{file.stem}.replaced-{''.join(filter(str.isdigit, now))}{file.suffix}")
    replaced = aside if file.exists() else None
    with _alone(config, file) as usable:
        if usable:
            file_copies.copy(file, aside)
        else:
            _move(file, aside)
        file_copies.replace_content(source, file)
        for name in config.wikis:
            with closing(open_ledger(config.ledger_url, name)) as ledger:
                key_values.put(ledger, key_values.RESTORED, now)
    return replaced


def move(config: Config, target: str) -> dict[str, int]:
    """Copy the ledger into an empty database at another address, and return the number of rows by table.

    The configuration still names the old one. Raises WikiBusy while a round is under way, ConfigError or LedgerError if
    the copy cannot be made.
    """
    refuse_password(target, "ADDRESS")
    if file_of(config.ledger_url) is not None:
        _refuse_missing(_file(config))
    if _same(config.ledger_url, target):
        raise TargetError(target, "is the ledger that there is", "name another database")
    with ExitStack() as stack:
        opened = [stack.enter_context(closing(open_ledger(config.ledger_url, name))) for name in config.wikis]
        for ledger in opened:
            stack.enter_context(leases.held(ledger))
        new = stack.enter_context(closing(open_ledger(target, "")))
        return whole_copies.copy(opened[0].engine, new.engine)


def brought_back(ledger: Ledger, now: str) -> int:
    """Note on each wiki of a fleet that its ledger was brought back from a copy; return how many wikis that are."""
    known = wikis.states(ledger)
    for one in known:
        key_values.put(replace(ledger, wiki=one.name), key_values.RESTORED, now)
        wikis.wake(ledger, one.name)
    return len(known)


def _same(url: str, other: str) -> bool:
    file, other_file = file_of(url), file_of(other)
    if file is None or other_file is None:
        return url == other
    return file.absolute() == other_file.absolute()


def _known(config: Config) -> Iterator[tuple[str, Totals]]:
    for name in config.wikis:
        with closing(open_ledger(config.ledger_url, name, create=False)) as ledger:
            yield name, totals(ledger)


def _file(config: Config) -> Path:
    file = file_of(config.ledger_url)
    if file is None:
        raise ConfigError("ledger", "the ledger is not a file", "use the tools of its database, such as pg_dump")
    return file


def _refuse_missing(file: Path) -> None:
    if not file.exists():
        raise TargetError(str(file), "there is no ledger yet", "it is made by the first round")


def _move(file: Path, aside: Path) -> None:
    for ending in ("-wal", "-shm", ""):
        if (part := file.with_name(file.name + ending)).exists():
            part.rename(aside.with_name(aside.name + ending))


@contextmanager
def _alone(config: Config, file: Path) -> Iterator[bool]:
    """Hold all wikis, so that no round is under way; raises WikiBusy.

    Yields False if the present ledger can hold nothing: it is missing, damaged, or of a newer linterbot.
    """
    with ExitStack() as stack:
        try:
            usable = file.exists() and not file_copies.fault(file)
            for name in config.wikis if usable else ():
                ledger = stack.enter_context(closing(open_ledger(config.ledger_url, name)))
                stack.enter_context(leases.held(ledger))
        except WikiBusy:
            raise
        except (ConfigError, LedgerError):
            usable = False
        yield usable
