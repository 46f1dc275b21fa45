"""What the commands of the desk share: an option, who decides and when, and how answers are printed."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linterbot.cli import Status
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.timestamps import timestamp

if TYPE_CHECKING:
    from linterbot.desk.answer import Answer
    from linterbot.ledger import Ledger
    from linterbot.ledger.decisions import Verdict
    from linterbot.ledger.findings import RecordedFinding

    Decision = Callable[[Ledger, RecordedFinding, str, str, str], Answer]  # by whom, why and when


def reason(needed: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the option that says why something was decided."""
    if needed:
        return click.option("--why", required=True, help="The reason; it is kept in the ledger.")
    return click.option("--why", default="", help="The reason; it is kept in the ledger.")


def who() -> str:
    """Return who decides: the account on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"  # in a container, accounts may have no names


def now() -> str:
    """Return this machine's time, by which decisions away from the wiki are dated."""
    return timestamp(datetime.now(UTC))


def print_answers(answers: Iterable[Answer]) -> Status:
    """Print what came of some decisions; returns FINDINGS unless all were carried out."""
    all_done = True
    for one in answers:
        click.echo(f"{terminal_escape(one.about)}: {terminal_escape(one.words)}")
        all_done = all_done and one.done
    return Status.CLEAN if all_done else Status.FINDINGS


def close(config_path: Path, name: str | None, numbers: Iterable[int], verdict: Verdict, why: str) -> Status:
    """Reject or ignore findings by their numbers; closes none of them if one of the numbers is unknown."""
    from linterbot.desk import decide

    def decision(ledger: Ledger, one: RecordedFinding, who: str, why: str, now: str) -> Answer:
        return decide.close(ledger, one, verdict, who, why, now)

    return answer(config_path, name, numbers, decision, why)


def answer(config_path: Path, name: str | None, numbers: Iterable[int], decision: Decision, why: str) -> Status:
    """Decide on findings by their numbers and print the answers; on none of them if one of the numbers is unknown."""
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.desk.show import numbered

    with open_desk(configuration.load(config_path), name) as desk:
        found = [numbered(desk.ledger, number) for number in numbers]
        return print_answers([decision(desk.ledger, one, who(), why, now()) for one in found])
