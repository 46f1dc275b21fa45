"""`linterbot pause`: stops all writes to a wiki, or by one rule, until somebody resumes."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options


@click.command("pause")
@click.argument("name", metavar="WIKI")
@click.argument("rule", required=False, default="")
@desk_options.reason(needed=False)
@desk_options.config_option
def command(name: str, rule: str, why: str, config_path: Path) -> Status:
    """Pause all writes to a wiki, or those of one rule, until `linterbot resume`. Reading continues."""
    from linterbot import config as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.desk.pausing import pause

    with open_desk(configuration.load(config_path), name) as desk:
        if rule:
            desk.known_rule(rule)
        pause(desk.ledger, rule, desk_options.who(), why or "by hand", desk_options.now())
    click.echo(f"{rule or name} is paused")
    return Status.CLEAN
