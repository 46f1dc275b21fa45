"""What the commands of the operator's desk share: which wiki, which ledger, who decides, and how answers are told."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from linterbot.cli import Status
from linterbot.report.visible import visible

if TYPE_CHECKING:
    from linterbot.config import Config, WikiConfig
    from linterbot.jobs.desk import Answer
    from linterbot.ledger import Ledger
    from linterbot.ledger.decisions import Verdict


class Desk(NamedTuple):
    """One wiki as the operator sees it from the ledger, without asking the wiki."""

    config: Config
    name: str
    settings: WikiConfig
    ledger: Ledger


def of_wiki(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which wiki is meant."""
    path = click.Path(path_type=Path)
    add = click.option("--config", "config_path", type=path, default="config.yaml", show_default=True)
    command = add(command)
    return click.option("--wiki", "name", metavar="NAME", help="The configured wiki; not needed where there is one.")(
        command
    )


def reason(needed: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the option that says why something was decided."""
    if needed:
        return click.option("--why", required=True, help="Why; it is kept.")
    return click.option("--why", default="", help="Why; it is kept.")


@contextmanager
def opened(config_path: Path, name: str | None) -> Iterator[Desk]:
    """Open the ledger of a wiki."""
    from linterbot import config as configuration
    from linterbot.ledger import open_ledger

    config = configuration.read(config_path)
    wiki_name, settings = configuration.wiki(config, name)
    ledger = open_ledger(config.ledger_url, wiki_name)
    try:
        yield Desk(config, wiki_name, settings, ledger)
    finally:
        ledger.close()


def who() -> str:
    """Return who decides: the account at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"  # a container may have no names for its accounts


def now() -> str:
    """Return this machine's time: what people decide away from the wiki is dated by it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def tell(answers: Iterable[Answer]) -> Status:
    """Print what came of some decisions; findings are left where one was not done."""
    all_done = True
    for one in answers:
        click.echo(f"{visible(one.about)}: {visible(one.words)}")
        all_done = all_done and one.done
    return Status.CLEAN if all_done else Status.FINDINGS


def close(config_path: Path, name: str | None, numbers: Iterable[int], verdict: Verdict, why: str) -> Status:
    """Reject or ignore findings by their numbers; none is closed where one of the numbers is unknown."""
    from linterbot.jobs import desk as job

    with opened(config_path, name) as at:
        found = [job.numbered(at.ledger, number) for number in numbers]
        return tell([job.close(at.ledger, one, verdict, who(), why, now()) for one in found])


def known_rule(at: Desk, rule: str) -> None:
    """Raise ConfigError for a rule that the wiki's pack does not have."""
    from linterbot import packs
    from linterbot.errors import ConfigError
    from linterbot.yaml_text import near

    known = [one.name for one in packs.load(at.settings.pack, [at.config.path(path) for path in at.config.rule_paths])]
    if rule and rule not in known:
        raise ConfigError("RULE", f'unknown rule "{rule}"', near(rule, known))
