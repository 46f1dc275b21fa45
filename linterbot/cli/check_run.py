"""One run of `check`: lints the targets, fixes them if asked to, shows what was found, and sums it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

import click

from linterbot.cli import Status, common_options
from linterbot.cli.check_notes import Notes
from linterbot.cli.checked import Checked
from linterbot.cli.lint_targets import Targets
from linterbot.cli.progress_line import ProgressLine
from linterbot.cli.tally import Tally, at_least
from linterbot.errors import LinterbotError, TargetError
from linterbot.formats import FOR_PEOPLE, render
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Safety, Severity


class Wishes(NamedTuple):
    """What a person wants done with what is found."""

    form: str = "full"
    statistics: bool = False
    min_severity: Severity = Severity.NOTICE
    fail_on: Severity | None = Severity.WARNING
    diff: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    show_fixes: bool = False
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    output_file: Path | None = None

    @property
    def fixes(self) -> bool:
        """Whether texts are to be changed."""
        return self.fix or self.fix_only

    @property
    def allowed(self) -> tuple[Safety, ...]:
        """The fixes to make."""
        return (Safety.SAFE, Safety.UNSAFE) if self.unsafe_fixes else (Safety.SAFE,)


class CheckRun:
    """One run; `run` does all of it."""

    def __init__(self, targets: Targets, wishes: Wishes) -> None:
        self._targets, self._wishes = targets, wishes
        self._notes = Notes(common_options.verbose())
        self._tally = Tally()
        self._progress = ProgressLine("page")
        self._failed = False
        self._changed = 0  # how many texts were changed, or would be
        self._aside = False  # whether standard output is for a fixed text

    def run(self) -> Status:
        """Check everything, and return the exit status."""
        wishes = self._wishes
        pages = self._pages()
        if wishes.diff or wishes.fix_only:
            for _ in pages:
                pass
        elif wishes.statistics:
            self._write(self._statistics(pages))
        else:
            self._write(self._shown(pages))
        self._progress.clear()
        self._say(self._targets.remarks())
        self._say(self._notes.at_end())
        return self._status()

    def _status(self) -> Status:
        wishes = self._wishes
        if self._failed:
            return Status.CANNOT_RUN
        if wishes.exit_zero:
            return Status.CLEAN
        if wishes.diff:
            return Status.FINDINGS if self._changed else Status.CLEAN
        if self._changed and wishes.exit_non_zero_on_fix:
            return Status.FINDINGS
        if wishes.fix_only:
            return Status.CLEAN
        return Status.FINDINGS if self._tally.fails(wishes.fail_on) else Status.CLEAN

    def _pages(self) -> Iterator[CheckedPage]:
        """Yield each checked page, fixed if that is wanted; say what is wrong with the others."""
        for result in self._targets.checked():
            try:
                if isinstance(result, LinterbotError):
                    raise result
                self._say(self._notes.on(result))
                checked = self._worked_on(result)
            except LinterbotError as error:
                self._failed = True
                self._progress.clear()
                for line in str(error).splitlines():
                    click.echo(f"linterbot: {terminal_escape(line)}", err=True)
                continue
            shown = at_least(checked.lint_result.findings, self._wishes.min_severity)
            checked = replace(checked, lint_result=checked.lint_result._replace(findings=shown))
            self._tally.take(checked)
            self._progress.at(self._tally.pages)
            yield checked

    def _worked_on(self, result: Checked) -> CheckedPage:
        """Fix what may be fixed, or show how, and return what is left to report; raises TargetError."""
        if not (self._wishes.fixes or self._wishes.diff):
            return result.checked
        from linterbot.cli.write_fixes import FixWriter

        if result.checked.wiki is not None and not self._wishes.diff:
            remedy = "use --diff to see the fix, or run patrol"
            raise TargetError(result.checked.name, "check does not edit the wiki", remedy)
        self._aside = self._aside or (result.path is None and not self._wishes.diff)
        writer = FixWriter(self._wishes.allowed, self._wishes.show_fixes, common_options.quiet())
        fixed_text = writer.fix(result, self._wishes.diff)
        self._changed += fixed_text != result.page.text
        return result.checked if self._wishes.diff else result.linted(replace(result.page, text=fixed_text))

    def _shown(self, pages: Iterator[CheckedPage]) -> Iterator[str]:
        form = self._wishes.form
        yield from render(form, pages, _columns() if form in FOR_PEOPLE else 0)
        if form in FOR_PEOPLE and not common_options.quiet() and (self._tally.pages or not self._failed):
            for line in self._tally.summary():
                yield from wrap(line, _columns())

    def _statistics(self, pages: Iterator[CheckedPage]) -> Iterator[str]:
        for _ in pages:
            pass
        yield from self._tally.statistics(self._wishes.form)

    def _write(self, lines: Iterable[str]) -> None:
        """Write lines to standard output, to the file that was named, or aside if a fixed text is written there."""
        if self._wishes.output_file is not None:
            from linterbot.cli.write_fixes import replace_file

            text = "".join(f"{line}\n" for line in lines)
            replace_file(self._wishes.output_file, text)
            return
        for line in lines:
            self._progress.clear()
            click.echo(line, err=self._aside)

    def _say(self, lines: Iterable[str]) -> None:
        if not common_options.quiet():
            for line in lines:
                self._progress.clear()
                click.echo(line, err=True)


def _columns() -> int:
    import shutil  # here, because it loads modules for every kind of archive

    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))
