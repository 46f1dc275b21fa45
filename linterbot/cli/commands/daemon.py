"""`linterbot daemon`: runs the configured jobs on their schedules."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status


@click.command("daemon")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(config_path: Path) -> Status:
    """Run the configured jobs by their cron expressions (UTC), until SIGTERM or Ctrl-C.

    Each round is logged on standard error.
    """
    from linterbot import config as configuration
    from linterbot.daemon import serve

    serve(configuration.load(config_path))
    return Status.CLEAN
