"""`linterbot resume`: ends a pause."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import config_option


@click.command("resume")
@click.argument("name", metavar="WIKI")
@click.argument("rule", required=False, default="")
@desk_options.reason(needed=False)
@config_option
def command(name: str, rule: str, why: str, config_path: Path) -> Status:
    """End the pause of a wiki, whoever paused it, or of one rule.

    Ending the pause of a wiki also marks everything on the bot's talk page as read, for which the wiki is asked.
    """
    from linterbot.bot.opening import open_bot
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.desk.pausing import resume, resume_wiki

    config = configuration.load(config_path)
    if rule:
        with open_desk(config, name) as desk:
            desk.known_rule(rule)
            ended = resume(desk.ledger, rule, desk_options.who(), why, desk_options.now())
    else:
        with open_bot(config, name) as bot:
            ended = resume_wiki(bot, desk_options.who(), why)
    click.echo(f"{rule or name} is resumed" if ended else f"{rule or name} was not paused")
    return Status.CLEAN
