"""`linterbot undo`: take back what the bot did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("undo", short_help="Take back what the bot did in a run, or by a rule.")
@click.option("--run", metavar="RUN", help="Everything that one round wrote; the log names it.")
@click.option("--rule", help="Everything that a rule had written, with --since.")
@click.option("--since", metavar="TIME", help="From when on (UTC), as in 2026-11-20 or 2026-11-20T14:00:00Z.")
@desk.reason(needed=False)
@desk.of_wiki
def command(
    run: str | None, rule: str | None, since: str | None, why: str, name: str | None, config_path: Path
) -> Status:
    """Put back the text from before the bot's edits, newest first, where nobody has edited over them; list the rest.

    The findings that were repaired count as rejected.
    """
    from linterbot import config as configuration
    from linterbot.jobs import desk as job
    from linterbot.jobs.setup import tools
    from linterbot.ledger import deeds

    if (run is None) == (rule is None) or (rule is None) != (since is None):
        raise click.UsageError("say either --run RUN, or --rule RULE with --since TIME.")
    start = _time(since) if since else ""
    with tools(configuration.read(config_path), name) as given:
        found = deeds.of_rule_since(given.ledger, rule, start) if rule else deeds.of_run(given.ledger, run or "")

        def answers() -> Iterator[job.Answer]:
            with job.at_work(given) as (site, so_far):
                yield from job.undo(given, site, so_far, found, desk.who(), why)

        status = desk.tell(answers())
    click.echo(f"{len(found)} edit{'' if len(found) == 1 else 's'} looked at")
    return status


def _time(words: str) -> str:
    try:
        return datetime.fromisoformat(words).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise click.UsageError(f'cannot read the time "{words}"; write it like 2026-11-20T14:00:00Z.') from None
