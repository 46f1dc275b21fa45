"""Shows or writes a repaired text."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from pathlib import Path

import click

from linterbot.errors import TargetError
from linterbot.lint.fixing import Mended
from linterbot.report.subject import Subject
from linterbot.report.visible import visible


def show_or_write(
    before: str, mended: Mended, subject: Subject, path: Path | None, diff: bool, to_stdout: bool
) -> None:
    """Print the difference, or write the repaired text to its file (standard input's goes to standard output)."""
    for finding in mended.withheld:
        row = subject.document.position(min(finding.span.start, len(before))).row
        place = f"{visible(subject.name)}:{row}"
        click.echo(f"{place}: the repair of {finding.name} was withheld: it did not prove itself", err=True)
    if diff:
        click.echo(unified(before, mended.text, subject.name), nl=False)
    elif to_stdout:
        sys.stdout.buffer.write(mended.text.encode())
    elif path is not None and mended.repaired:
        replace_file(path, mended.text)
        click.echo(f"{visible(str(path))}: {len(mended.repaired)} repaired", err=True)


def unified(before: str, after: str, name: str) -> str:
    """Return the usual difference of two texts, safe to show."""
    old, new = f"{name} (now)", f"{name} (repaired)"
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), old, new, n=2, lineterm="")
    return "".join(visible(line) + "\n" for line in lines)


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, in one step, keeping its permissions. Raises TargetError."""
    temporary = None
    try:
        target = path.resolve()
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".linterbot-", delete=False) as file:
            temporary = Path(file.name)
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise TargetError(str(path), f"cannot be written ({error.strerror})", "nothing was changed") from None
