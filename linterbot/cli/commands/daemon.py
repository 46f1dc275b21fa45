"""`linterbot daemon`: runs the configured jobs on their schedules."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status


@click.command("daemon")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(config_path: Path, log_format: str) -> Status:
    """Run the configured jobs by their cron expressions (UTC), until SIGTERM or Ctrl-C.

    Each round is logged on standard error. The exit status is 77 if no wiki accepts the account any more.
    """
    from linterbot import config as configuration
    from linterbot.daemon import serve

    serve(configuration.load(config_path), log_format)
    return Status.CLEAN
