"""`linterbot resume`: end a pause."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("resume", short_help="End a pause of a wiki, or of one rule on it.")
@click.argument("name", metavar="WIKI")
@click.argument("rule", required=False, default="")
@desk.reason(needed=False)
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(name: str, rule: str, why: str, config_path: Path) -> Status:
    """End the pause of a wiki, whoever made it, or that of one rule.

    What stands on the bot's talk page counts as read then: the wiki is asked for it.
    """
    from linterbot.jobs import desk as job

    with desk.opened(config_path, name) as at:
        desk.known_rule(at, rule)
        ended = job.resume(at.ledger, rule, desk.who(), why, desk.now()) if rule else _wiki(at, why)
    click.echo(f"{rule or name} goes on" if ended else f"{rule or name} was not paused")
    return Status.CLEAN


def _wiki(at: desk.Desk, why: str) -> bool:
    from linterbot.jobs.desk import resume_wiki
    from linterbot.jobs.setup import tools

    with tools(at.config, at.name) as given:
        return resume_wiki(given, desk.who(), why)
