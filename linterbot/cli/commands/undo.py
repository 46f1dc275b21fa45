"""`linterbot undo`: takes back what the bot did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import of_wiki
from linterbot.errors import TargetError
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.timestamps import timestamp
from linterbot.plurals import counted


@click.command("undo")
@click.option("--run", metavar="RUN", help="Undo everything that one round wrote; `linterbot log` shows its name.")
@click.option("--rule", help="With --since: undo everything that a rule wrote.")
@click.option("--since", metavar="TIME", help="From when on: 2026-11-20, or 2026-11-20T14:00:00+02:00; UTC by default.")
@desk_options.reason(needed=False)
@of_wiki
def command(
    run: str | None, rule: str | None, since: str | None, why: str, name: str | None, config_path: Path
) -> Status:
    """Restore the text from before the bot's edits, newest first, unless somebody has edited since; list the rest.

    The findings that were fixed count as rejected.
    """
    from linterbot.bot.opening import open_bot
    from linterbot.bot.round_result import RoundResult
    from linterbot.bot.writing.catch_up import between_rounds
    from linterbot.config import reader as configuration
    from linterbot.desk.answer import Answer
    from linterbot.desk.opening import known_rule
    from linterbot.desk.undo import undo
    from linterbot.ledger import action_queries

    if (run is None) == (rule is None) or (rule is None) != (since is None):
        raise click.UsageError("use either --run RUN, or --rule RULE with --since TIME.")
    start, config = _time(since) if since else "", configuration.load(config_path)
    if rule:
        known_rule(config, configuration.wiki(config, name)[1], rule)
    with open_bot(config, name) as bot:
        ledger = bot.ledger
        found = action_queries.of_rule_since(ledger, rule, start) if rule else action_queries.of_run(ledger, run or "")

        def answers() -> Iterator[Answer]:
            with between_rounds(bot) as context:
                yield from undo(context, found, desk_options.who(), why, RoundResult(context.run))

        if run and not found:
            raise TargetError("--run", f'there is no round "{run}"', "see `linterbot log`")
        status = desk_options.print_answers(answers())
    click.echo(f"{counted(len(found), 'edit')} looked at")
    return status


def _time(words: str) -> str:
    """Return a time that a person typed in the form that the ledger uses, in UTC."""
    try:
        moment = datetime.fromisoformat(words)
        return timestamp(moment.astimezone(UTC) if moment.tzinfo else moment)
    except (ValueError, OverflowError):
        shown = terminal_escape(words)
        raise click.UsageError(f'cannot read the time "{shown}"; write it like 2026-11-20T14:00:00Z.') from None
