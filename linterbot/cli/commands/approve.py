"""`linterbot approve`: fixes findings that a person has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Whole


@click.command("approve")
@click.argument("numbers", type=Whole(), nargs=-1, required=True)
@desk_options.reason(needed=False)
@of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Fix findings by their numbers; `linterbot show` shows what would change.

    Each page is read again, and findings that no longer apply are named. Nothing is forced: stop pages, protection and
    people's later edits count as always. The daemon sends what has to wait.
    """
    from linterbot.bot.opening import open_bot
    from linterbot.bot.round_result import RoundResult
    from linterbot.bot.writing.catch_up import between_rounds
    from linterbot.config import reader as configuration
    from linterbot.desk import decide
    from linterbot.desk.answer import Answer
    from linterbot.desk.show import numbered

    with open_bot(configuration.load(config_path), name) as bot:
        found = [numbered(bot.ledger, number) for number in numbers]

        def answers() -> Iterator[Answer]:
            with between_rounds(bot) as context:
                result = RoundResult(context.run)
                for one in found:
                    yield decide.approve(context, one, desk_options.who(), why, result)

        return desk_options.print_answers(answers())
