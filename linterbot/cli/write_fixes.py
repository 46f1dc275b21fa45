"""Fixes a text as far as a person allows, and says what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from linterbot.cli.checked import Checked
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.formats.unified_diff import unified
from linterbot.lint.fixing import FixResult, fix_text
from linterbot.model import Finding, Safety
from linterbot.plurals import counted


class FixWriter:
    """Makes the fixes that a person allows."""

    def __init__(self, allowed: tuple[Safety, ...], show_fixes: bool, quiet: bool, what: str = "fixed") -> None:
        self._allowed, self._show, self._quiet = allowed, show_fixes, quiet
        self._what = what  # what is done, in a word

    def fix(self, result: Checked) -> FixResult:
        """Return the fixed text, and say which fixes were withheld."""
        text = result.page.text
        shown = {one.fingerprint for one in result.checked.lint_result.findings} if result.narrow else None
        fixed = fix_text(text, result.relint, lambda one: self._may_make(one, shown))
        for finding in fixed.withheld:
            row = result.checked.document.position(min(finding.span.start, len(text))).row
            where = f"{result.checked.name}:{row}"
            self._say(f"{where}: the fix of {finding.name} was withheld: it did not hold up when tested")
        return fixed

    def show(self, result: Checked, fixed: FixResult) -> None:
        """Print what would change, and say that there would be more: no difference looks as if there were no fix."""
        click.echo(unified(result.page.text, fixed.text, result.checked.name), nl=False)
        kinds = [one.fix.safety for one in result.checked.lint_result.findings if one.fix and one.fix.edits]
        if kinds and set(kinds) == {Safety.DISPLAY}:
            suggestions = counted(len(kinds), "suggestion")
            self._say(f"{result.checked.name}: no fix to make; {suggestions}, which --ask asks about")
        unsafe = [one for one in result.checked.lint_result.findings if one.fix and one.fix.safety is Safety.UNSAFE]
        if unsafe and Safety.UNSAFE not in self._allowed:
            fixes = "1 fix is" if len(unsafe) == 1 else f"{len(unsafe):,} fixes are"  # the verb changes too
            self._say(f"{result.checked.name}: {fixes} for a person to review: --diff --unsafe-fixes shows more")

    def tell(self, name: str, fixed: Sequence[Finding]) -> None:
        """Say what was fixed on a page."""
        if not fixed:
            return
        counts = Counter(one.name for one in fixed).most_common()
        named = ": " + ", ".join(f"{rule} {count}" for rule, count in counts) if self._show else ""
        self._say(f"{name}: {len(fixed)} {self._what}{named}")

    def _may_make(self, finding: Finding, shown: set[str] | None) -> bool:
        wanted = shown is None or finding.fingerprint in shown
        return wanted and finding.fix is not None and finding.fix.safety in self._allowed

    def _say(self, words: str) -> None:
        if not self._quiet:
            click.echo(terminal_escape(words), err=True)
