"""`linterbot daemon`: runs the configured jobs on their schedules."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.cli.config_option import config_option
from linterbot.cli.own_process import own_process


@click.command("daemon")
@config_option
@click.option("--wiki", metavar="NAME", default="", help="Only the jobs of this wiki.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--parent", type=int, default=0, hidden=True)
def command(config_path: Path, wiki: str, log_format: str, parent: int) -> Status:
    """Run the configured jobs by their cron expressions (UTC), until SIGTERM or Ctrl-C.

    Several wikis are served by a process each. Each round is logged on standard error. The exit status is 77 if no wiki
    accepts the account any more.
    """
    from linterbot.config import reader as configuration
    from linterbot.daemon import serve
    from linterbot.daemon.supervisor import Child

    def command_for(name: str) -> list[str]:
        return own_process("daemon", config_path, "--wiki", name, "--log-format", log_format)

    child = Child(command_for, refused=Status.NO_LOGIN)
    serve(configuration.load(config_path), log_format, wiki, parent, child)
    return Status.CLEAN
