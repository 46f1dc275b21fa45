"""Shows or writes a fixed text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from linterbot.errors import TargetError
from linterbot.files import write_whole
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.formats.unified_diff import unified
from linterbot.lint.fixing import FixResult


def show_or_write(
    before: str, fixed: FixResult, checked: CheckedPage, path: Path | None, diff: bool, to_stdout: bool
) -> None:
    """Print the difference, or write the fixed text to its file (or, from standard input, to standard output)."""
    for finding in fixed.withheld:
        row = checked.document.position(min(finding.span.start, len(before))).row
        place = f"{terminal_escape(checked.name)}:{row}"
        click.echo(f"{place}: the fix of {finding.name} was withheld: it did not hold up when tested", err=True)
    if diff:
        click.echo(unified(before, fixed.text, checked.name), nl=False)
    elif to_stdout:
        sys.stdout.buffer.write(fixed.text.encode())
    elif path is not None and fixed.fixed:
        replace_file(path, fixed.text)
        click.echo(f"{terminal_escape(str(path))}: {len(fixed.fixed)} fixed", err=True)


def replace_file(path: Path, text: str) -> None:
    """Replace a file's text in one step, keeping its permissions; raises TargetError."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise TargetError(str(path), f"cannot be written ({error.strerror})", "nothing was changed") from None
