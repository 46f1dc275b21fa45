"""Changes texts as a person wishes: by fixes, by fixes that they are asked about, or by comments that silence rules."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import click

from linterbot.cli import common_options
from linterbot.cli.checked import Checked
from linterbot.cli.wishes import Wishes
from linterbot.errors import TargetError
from linterbot.formats import hyperlink
from linterbot.formats.look import Look
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.lint import own_findings
from linterbot.model import Finding
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.cli.ask_fixes import AskingFixer
    from linterbot.cli.write_fixes import FixWriter


class Changed(NamedTuple):
    """A changed text."""

    text: str
    fixed: Sequence[Finding]  # what was fixed, or silenced


class Fixer:
    """Changes one text after another; what does it is loaded when it is first needed."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes

    def show_difference(self, result: Checked) -> bool:
        """Print what fixes would change; return whether they would change anything."""
        fixed = self._writer.fix(result)
        self._writer.show(result, fixed)
        return fixed.text != result.page.text

    def changed(self, result: Checked) -> Changed:
        """Return the text as the person wishes it to be."""
        if self._wishes.add_ignores:
            return self._silenced(result)
        if self._wishes.ask:
            asking = self._asking
            before = len(asking.fixed)
            return Changed(asking.fix(result), asking.fixed[before:])
        fixed = self._writer.fix(result)
        return Changed(fixed.text, fixed.fixed)

    def tell(self, name: str, fixed: Sequence[Finding]) -> None:
        """Say what was changed on a page."""
        self._writer.tell(name, fixed)

    @property
    def has_had_enough(self) -> bool:
        """Whether the person who is asked wants no more questions."""
        return self._wishes.ask and self._asking.quit

    @cached_property
    def _writer(self) -> FixWriter:
        from linterbot.cli.write_fixes import FixWriter

        what = "silenced" if self._wishes.add_ignores else "fixed"
        return FixWriter(self._wishes.allowed, self._wishes.show_fixes, common_options.quiet(), what)

    @cached_property
    def _asking(self) -> AskingFixer:
        from linterbot.cli.ask_fixes import AskingFixer

        if not sys.stdin.isatty():
            raise TargetError("--ask", "there is nobody to ask", "run it on a terminal, or use --diff to see the fixes")
        return AskingFixer(look())

    def _silenced(self, result: Checked) -> Changed:
        """Return the text with a comment for each finding that a comment silences, proven by linting it again."""
        from linterbot.lint.fixing import apply_edits
        from linterbot.lint.ignore_comments import ignoring

        checked = result.checked
        wanted = [one for one in checked.lint_result.findings if one.name not in own_findings.NAMES]
        text = apply_edits(result.page.text, ignoring(checked.document, wanted, self._wishes.reason))
        left = {one.fingerprint for one in result.relint(text).findings}
        silenced = [one for one in wanted if one.fingerprint not in left]
        if len(silenced) < len(wanted):
            again = ignoring(checked.document, silenced, self._wishes.reason)
            text = apply_edits(result.page.text, again)
            count = counted(len(wanted) - len(silenced), "finding")
            click.echo(f"{terminal_escape(checked.name)}: {count} cannot be silenced by a comment there", err=True)
        return Changed(text, silenced)


def look() -> Look:
    """Return how findings may look on the terminal there is."""
    wide = max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))
    return Look(wide, links=common_options.colours() and sys.stdout.isatty() and hyperlink.supported())
