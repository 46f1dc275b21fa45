"""`linterbot digest`: shows what happened on a wiki in a week."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import PATH, config_option
from linterbot.cli.store_text import replace_file
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.config.sections import Config
    from linterbot.desk.opening import Desk
    from linterbot.digest.review import Review

_FORMATS = ("text", "html", "json", "wikitext")


@click.command("digest")
@click.argument("name", metavar="[WIKI]", required=False)
@click.option("--week", metavar="WEEK", help="Such as 2026-W47; by default the last one that is over.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to show it."
)
@click.option("--send", is_flag=True, help="Send it now to its page and its targets, unless that was done.")
@click.option("-o", "--output-file", type=PATH, help="Write there, and not to standard output.")
@config_option
def command(
    name: str | None, week: str | None, form: str, send: bool, output_file: Path | None, config_path: Path
) -> Status:
    """Show what became of a wiki's findings in a week, which need somebody, and how good the rules are.

    It is read from the ledger; the wiki is not asked. What needs somebody, what is worth a look and how long findings
    have waited is as it is now, whatever the week. Where a digest-page or a target with `digest: true` is configured,
    the daemon sends the review of each week once, when the week is over; --send does so by hand.
    """
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.digest.review import last_whole_week, review

    config = configuration.load(config_path)
    if send:
        if week is not None or output_file:
            raise click.UsageError("--send sends the last week that is over, and shows nothing")
        return _send(config, name)
    with open_desk(config, name) as desk:
        now = desk_options.now()
        found = review(
            desk.ledger, desk.settings, last_whole_week(now) if week is None else week, now, public=form == "wikitext"
        )
        text = "".join(f"{line}\n" for line in _lines(desk, found, form))
    if output_file is None:
        click.echo(text, nl=False)
    else:
        replace_file(output_file, text)
    return Status.CLEAN


def _lines(desk: Desk, found: Review, form: str) -> Iterable[str]:
    if form != "wikitext":
        lines: Iterable[str] = importlib.import_module(f"linterbot.digest.as_{form}").render(found)
        return lines
    from linterbot.bot.opening import places
    from linterbot.digest import as_wikitext
    from linterbot.posts import texts

    paths = [desk.config.path(path) for path in desk.config.rule_paths]
    return as_wikitext.section(found, texts.load(desk.settings.pack, paths, places(desk.settings)))


def _send(config: Config, name: str | None) -> Status:
    from linterbot.bot.opening import open_bot
    from linterbot.digest import send
    from linterbot.digest.review import last_whole_week, review

    with open_bot(config, name) as bot:
        send.refuse_nowhere(config, bot)
        found = review(bot.ledger, bot.settings, last_whole_week(bot.now), bot.now, public=True)
        sent = send.send(config, bot, found)
    click.echo(terminal_escape(sent.words))
    return Status.FINDINGS if sent.held else Status.CLEAN
