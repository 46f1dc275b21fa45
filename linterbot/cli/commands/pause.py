"""`linterbot pause`: stops all writes to a wiki, or by one rule, until somebody resumes."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import config_option


@click.command("pause")
@click.argument("name", metavar="WIKI")
@click.argument("rule", required=False, default="")
@desk_options.reason(needed=False)
@config_option
def command(name: str, rule: str, why: str, config_path: Path) -> Status:
    """Pause all writes to a wiki, or those of one rule, until `linterbot resume`. Reading continues."""
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.desk.pausing import pause

    with open_desk(configuration.load(config_path), name) as desk:
        if rule:
            desk.known_rule(rule)
        pause(desk.ledger, rule, desk_options.who(), why or "by hand", desk_options.now())
    click.echo(f"{rule or name} is paused")
    return Status.CLEAN
