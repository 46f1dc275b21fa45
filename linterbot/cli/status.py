"""`linterbot status`: how far the bot came on each wiki, what is open, and which pages it set aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.desk import now
from linterbot.errors import TargetError
from linterbot.report.visible import visible

if TYPE_CHECKING:
    from linterbot.config import Config


@click.command("status", short_help="Show how far the bot came, and which pages it set aside.")
@click.argument("scans", nargs=-1, type=click.Path(path_type=Path), metavar="[SCAN...]")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(scans: tuple[Path, ...], config_path: Path) -> Status:
    """Show the state of each configured wiki, or of each SCAN (the file that an interrupted scan names)."""
    from linterbot import config as configuration

    if scans:
        for path in scans:
            _tell(_scan(path))
        return Status.CLEAN
    if not config_path.exists() and (left := sorted(Path().glob("*.scan.json"))):
        for path in left:
            _tell(_scan(path))
        return Status.CLEAN
    config = configuration.read(config_path)
    for name in config.wikis:
        _tell(_wiki(config, name))
    return Status.CLEAN


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(visible(line))


def _wiki(config: Config, name: str) -> Iterator[str]:
    from linterbot.ledger import open_ledger
    from linterbot.report.standing import standing

    url = config.ledger_url
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not file.exists():
        yield f"{name}: no round yet"
        return
    ledger = open_ledger(url, name)
    try:
        yield from standing(ledger, config.wikis[name], now())
    finally:
        ledger.close()


def _scan(path: Path) -> Iterator[str]:
    from linterbot.jobs.scan_state import load

    state = load(path)
    if state is None:
        raise TargetError(str(path), "no such file", "name the file that the interrupted scan named")
    where = state.what.get("export", "?")
    yield f"scan of {where}: {state.place.pages:,} pages read, {state.findings:,} findings"
    for title, told in sorted(state.set_aside.items()):
        yield f"  set aside: {title}: {told['reason']}"
        yield f"    by linterbot {told['version']}; tried again when its text or the version changes"
