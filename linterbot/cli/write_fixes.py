"""Fixes a text, and shows or writes what came of it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from linterbot.cli.checked import Checked
from linterbot.errors import TargetError
from linterbot.files import write_whole
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.formats.unified_diff import unified
from linterbot.lint.fixing import FixResult, fix_text
from linterbot.model import Finding, Safety
from linterbot.plurals import counted


class FixWriter:
    """Makes the fixes that a person allows."""

    def __init__(self, allowed: tuple[Safety, ...], show_fixes: bool, quiet: bool) -> None:
        self._allowed, self._show, self._quiet = allowed, show_fixes, quiet

    def fix(self, result: Checked, diff: bool) -> str:
        """Write the fixed text to its file or to standard output, or print the difference; return the text."""
        text, name = result.page.text, result.checked.name
        fixed = fix_text(text, result.relint, self._may_make)
        for finding in fixed.withheld:
            row = result.checked.document.position(min(finding.span.start, len(text))).row
            self._say(f"{name}:{row}: the fix of {finding.name} was withheld: it did not hold up when tested")
        if diff:
            click.echo(unified(text, fixed.text, name), nl=False)
            self._say_what_is_left(result, fixed)
        elif result.path is None:
            sys.stdout.buffer.write(fixed.text.encode())
        elif fixed.fixed:
            replace_file(result.path, fixed.text)
        if fixed.fixed and not diff:
            self._say(f"{name}: {len(fixed.fixed)} fixed{self._named(fixed.fixed)}")
        return fixed.text

    def _may_make(self, finding: Finding) -> bool:
        return finding.fix is not None and finding.fix.safety in self._allowed

    def _say_what_is_left(self, result: Checked, fixed: FixResult) -> None:
        """Say that there would be more fixes, since an empty difference looks as if there were none."""
        unsafe = [one for one in result.checked.lint_result.findings if one.fix and one.fix.safety is Safety.UNSAFE]
        if unsafe and Safety.UNSAFE not in self._allowed:
            count = counted(len(unsafe), "fix" if len(unsafe) == 1 else "fixe")
            self._say(f"{result.checked.name}: {count} that a person should review: see --diff --unsafe-fixes")

    def _named(self, fixed: tuple[Finding, ...]) -> str:
        if not self._show:
            return ""
        counts = Counter(one.name for one in fixed)
        return ": " + ", ".join(f"{name} {count}" for name, count in counts.most_common())

    def _say(self, words: str) -> None:
        if not self._quiet:
            click.echo(terminal_escape(words), err=True)


def replace_file(path: Path, text: str) -> None:
    """Replace a file's text in one step, keeping its permissions; raises TargetError."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise TargetError(str(path), f"cannot be written ({error.strerror})", "nothing was changed") from None
