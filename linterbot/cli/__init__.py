"""The command line: the table of commands, each of which parses, calls, prints and returns a status."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from typing import NoReturn

import click

from linterbot.cli.common_options import add_to
from linterbot.errors import LinterbotError, LoginRefused
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.version import __version__
from linterbot.yaml_text import near

_UNWRITABLE = {
    errno.EPIPE: "was closed before everything was written",
    errno.EBADF: "is closed",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "the file has grown too large",
    errno.EIO: "cannot be written",
}
_GARBAGE = 50_000  # new objects before any are looked through; a page makes a few thousand


class Status(IntEnum):
    """The exit status of a command."""

    CLEAN = 0
    FINDINGS = 1
    CANNOT_RUN = 2
    NO_LOGIN = 77  # the wiki refuses the account, as EX_NOPERM: another try would only lock it out
    INTERRUPTED = 130


# The commands, each with what it is for; its module is loaded only when it is run.
COMMANDS: Mapping[str, str] = {
    "check": "Show what breaks the rules, and why.",
    "scan": "Lint every page of a MediaWiki export.",
    "rule": "Explain a rule, or list them all.",
    "test": "Run the examples in rule files.",
    "config": "Show which configuration is in force.",
    "lsp": "Serve an editor.",
    "init": "Write a configuration for a wiki.",
    "doctor": "Compare the configuration with the wiki as it is.",
    "patrol": "Read what changed on a wiki, and fix or flag what is wrong.",
    "daemon": "Run the configured jobs on their schedules.",
    "status": "Show how far the bot has come, and which pages it set aside.",
    "digest": "Show what happened on a wiki in a week.",
    "fleet": "Serve many wikis from many machines.",
    "desk": "Serve the desk on the web, and say who may come to it.",
    "queue": "List what waits for a person.",
    "show": "Show one finding: evidence, fix, history.",
    "approve": "Fix findings that you have looked at.",
    "reject": "Dismiss findings that are not faults.",
    "ignore": "Dismiss findings that may stay.",
    "reopen": "Take back that findings were rejected or ignored.",
    "undo": "Take back what the bot did in a run, or by a rule.",
    "pause": "Pause a wiki, or one rule on it.",
    "resume": "End the pause of a wiki, or of one rule on it.",
    "log": "Show what was written and decided, newest first.",
    "browser": "Build or serve the page that lints in a browser.",
    "learn": "Propose what rules should weigh, by what people decided.",
    "replay": "Show what rules would have said of a wiki's past.",
    "notify": "Try the notices that the bot sends when it stops.",
    "ledger": "Check, copy or bring back the bot's memory.",
    "sandbox": "Fill, read and edit the embedded wiki.",
    "completion": "Print what a shell needs to complete commands.",
    "demo": "See the bot at work on a sample wiki.",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"linterbot.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return add_to(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name == "help":
            return self.resolve_command(ctx, [*args[1:2], "--help"]) if args[1:] else self._helped(ctx)
        if name and not name.startswith("-") and name not in COMMANDS:
            raise click.UsageError(f'there is no command "{terminal_escape(name)}"; {near(name, COMMANDS)}', ctx)
        return super().resolve_command(ctx, args)

    def _helped(self, ctx: click.Context) -> NoReturn:
        click.echo(ctx.get_help())
        ctx.exit()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="linterbot")
def cli() -> None:
    """Check tropes pages against a wiki's editorial rules, and keep watch over a wiki."""


def run(arguments: list[str] | None = None) -> Status:
    """Run one command and return its status; every foreseeable failure is reported in one clear line."""
    try:
        result = cli.main(arguments, prog_name="linterbot", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return Status.CANNOT_RUN
    except LinterbotError as error:
        for line in error.lines:
            _complain(line)
        return Status.NO_LOGIN if isinstance(error, LoginRefused) else Status.CANNOT_RUN
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        return Status.INTERRUPTED
    except OSError as error:
        if error.errno not in _UNWRITABLE or error.filename is not None:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be written has nowhere to go
        _complain(f"standard output: {_UNWRITABLE[error.errno]}; what follows is lost")
        return Status.CANNOT_RUN
    return result if isinstance(result, Status) else Status.CLEAN


def _complain(words: str) -> None:
    with suppress(OSError):  # nobody may be there to read it either
        click.echo(f"linterbot: {terminal_escape(words)}", err=True)


def main() -> None:
    """Run from the command line; a character that the terminal cannot show is printed as an escape sequence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(_GARBAGE)
    if sys.stdout is None:  # it was closed before we began
        _complain("standard output: is closed")
        sys.exit(Status.CANNOT_RUN)
    status = run()
    gc.freeze()  # what still lives goes with the process; to look through it first would take a tenth of `check`
    sys.exit(status)
