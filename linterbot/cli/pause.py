"""`linterbot pause`: no writes to a wiki, or by a rule, until somebody resumes."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("pause", short_help="Pause a wiki, or one rule on it.")
@click.argument("name", metavar="WIKI")
@click.argument("rule", required=False, default="")
@desk.reason(needed=False)
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(name: str, rule: str, why: str, config_path: Path) -> Status:
    """Pause all writes to a wiki, or those of one rule, until `linterbot resume`. Reading goes on."""
    from linterbot.jobs import desk as job

    with desk.opened(config_path, name) as at:
        desk.known_rule(at, rule)
        job.pause(at.ledger, rule, desk.who(), why or "by hand", desk.now())
    click.echo(f"{rule or name} is paused")
    return Status.CLEAN
