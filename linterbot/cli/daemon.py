"""`linterbot daemon`: the configured jobs, on their schedules."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status


@click.command("daemon", short_help="Keep watch: run the configured jobs on schedule.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(config_path: Path) -> Status:
    """Run the jobs of the configuration by their cron expressions (UTC), until SIGTERM or Ctrl-C.

    One line a round is logged on standard error.
    """
    from linterbot import config as configuration
    from linterbot.daemon import serve

    serve(configuration.load(config_path))
    return Status.CLEAN
