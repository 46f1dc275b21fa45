"""`linterbot digest`: shows what happened on a wiki in a week."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import PATH, config_option
from linterbot.cli.store_text import replace_file

_FORMATS = ("text", "html", "json")


@click.command("digest")
@click.argument("name", metavar="[WIKI]", required=False)
@click.option("--week", metavar="WEEK", help="Such as 2026-W47; by default the last one that is over.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to show it."
)
@click.option("-o", "--output-file", type=PATH, help="Write there, and not to standard output.")
@config_option
def command(name: str | None, week: str | None, form: str, output_file: Path | None, config_path: Path) -> Status:
    """Show what became of a wiki's findings in a week, which need somebody, and how good the rules are.

    It is read from the ledger; the wiki is not asked. What needs somebody, what is worth a look and how long findings
    have waited is as it is now, whatever the week.
    """
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.digest.review import last_whole_week, review

    with open_desk(configuration.load(config_path), name) as desk:
        now = desk_options.now()
        found = review(desk.ledger, desk.settings, week or last_whole_week(now), now)
    text = "".join(f"{line}\n" for line in importlib.import_module(f"linterbot.digest.as_{form}").render(found))
    if output_file is None:
        click.echo(text, nl=False)
    else:
        replace_file(output_file, text)
    return Status.CLEAN
