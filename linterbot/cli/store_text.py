"""Puts a changed text where it came from: into its file, to standard output, or onto the wiki if a person agrees."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from linterbot.cli.checked import Checked
from linterbot.errors import TargetError
from linterbot.file_faults import unwritable
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Finding


def store(result: Checked, text: str, fixed: Sequence[Finding], config_path: Path | None) -> bool:
    """Write a text if it is another one than before; return whether it was written. Raises LinterbotError."""
    before = result.page.text
    if result.checked.wiki is not None:
        return text != before and _saved(result, text, fixed, config_path)
    if result.path is None:
        sys.stdout.buffer.write(text.encode())
    elif text != before:
        replace_file(result.path, text)
    return text != before


def replace_file(path: Path, text: str) -> None:
    """Replace a file's text in one step, keeping its permissions; raises TargetError."""
    from linterbot.files import write_whole  # here, because it is slow to load and rarely needed

    try:
        write_whole(path, text.encode(), _usual_permissions())
    except OSError as error:
        raise unwritable(path, error) from None


def _usual_permissions() -> int:
    """Return the permissions that a person's new files get."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _saved(result: Checked, text: str, fixed: Sequence[Finding], config_path: Path | None) -> bool:
    """Show the difference, ask, and save the page in the guarded way of the bot."""
    from linterbot.bot.opening import open_bot
    from linterbot.bot.writing.catch_up import between_rounds
    from linterbot.cli.desk_options import who
    from linterbot.config import reader
    from linterbot.desk import fix_page
    from linterbot.formats.unified_diff import unified
    from linterbot.lint.fixing import FixResult

    assert config_path is not None
    name, wiki = result.checked.name, result.checked.wiki
    if not sys.stdin.isatty():
        remedy = "run it on a terminal, or use --diff to see the fix"
        raise TargetError(name, "a page on a wiki is saved only when somebody says yes", remedy)
    config = reader.load(config_path)
    click.echo(unified(result.page.text, text, name), nl=False)
    account = terminal_escape(config.wikis[str(wiki)].user)
    if not click.confirm(f"Save this on {wiki} as {account}?", err=True):
        return False
    with open_bot(config, wiki) as bot, between_rounds(bot) as context:
        answer = fix_page.save(context, result.page, FixResult(text, tuple(fixed), ()), who())
    if not answer.done:
        raise TargetError(name, answer.words)
    click.echo(f"{terminal_escape(name)}: {terminal_escape(answer.words)}", err=True)
    return True
