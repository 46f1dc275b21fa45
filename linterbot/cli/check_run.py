"""One run of `check`: lints the targets, fixes them if asked to, shows what was found, and sums it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, common_options
from linterbot.cli.check_notes import Notes
from linterbot.cli.checked import Checked
from linterbot.cli.fixer import Fixer, look
from linterbot.cli.lint_targets import Targets
from linterbot.cli.progress_line import ProgressLine
from linterbot.cli.store_text import replace_file, store
from linterbot.cli.tally import Tally, at_least
from linterbot.cli.wishes import Wishes
from linterbot.errors import LinterbotError, TargetError
from linterbot.file_faults import is_there
from linterbot.formats import FOR_PEOPLE, render
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.look import PLAIN
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.cli.narrowing import Narrowing


class CheckRun:
    """One run; `run` does all of it."""

    def __init__(self, targets: Targets, wishes: Wishes) -> None:
        self._targets, self._wishes = targets, wishes
        self._notes = Notes(common_options.verbose())
        self._tally = Tally()
        self._progress = ProgressLine("page")
        self._fixer = Fixer(wishes)
        _refuse_to_replace(wishes.output_file, targets.names)
        self._narrowing = _narrowing(wishes, targets.files.config.baseline)
        self._failed = False
        self._told: set[str] = set()  # what was said to be wrong
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
        if self._narrowing and not self._failed:
            self._say(self._narrowing.finish(wishes.prune_baseline))
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
                self._complain(error)
                continue
            every = checked.lint_result.findings
            shown = at_least(every, self._wishes.min_severity)
            checked = replace(checked, lint_result=checked.lint_result._replace(findings=shown))
            self._tally.take(checked, every)
            self._progress.at(self._tally.pages)
            yield checked
            if self._fixer.has_had_enough:
                return

    def _complain(self, error: LinterbotError) -> None:
        """Say what is wrong, once: a misspelt rule is one for every page."""
        self._progress.clear()
        for line in error.lines:
            if line not in self._told:
                self._told.add(line)
                click.echo(f"linterbot: {terminal_escape(line)}", err=True)

    def _worked_on(self, result: Checked) -> CheckedPage:
        """Narrow what was found, change the text if that is wanted, and return what is left to report."""
        wishes = self._wishes
        if self._narrowing:
            wiki = self._targets.wiki.wiki if result.checked.wiki is not None else None
            result = self._narrowing.narrowed(result, wiki)
        if wishes.diff:
            self._changed += self._fixer.show_difference(result)
        elif wishes.changes_texts:
            self._aside = self._aside or (result.path is None and result.checked.wiki is None)
            return self._changed_text(result)
        return result.checked

    def _changed_text(self, result: Checked) -> CheckedPage:
        """Change a text as a person wishes, store it, and return what is left on it."""
        text, fixed = self._fixer.changed(result)
        if not store(result, text, fixed, self._targets.files.options.config.path):
            return result.checked
        self._changed += 1
        self._fixer.tell(result.checked.name, fixed)
        return result.linted(text)

    def _shown(self, pages: Iterator[CheckedPage]) -> Iterator[str]:
        form = self._wishes.form
        yield from render(form, pages, look() if form in FOR_PEOPLE else PLAIN)
        says_more = not common_options.quiet() and self._wishes.write_baseline is None
        if form in FOR_PEOPLE and says_more and (self._tally.pages or not self._failed):
            tried = self._wishes.allowed if self._wishes.changes_texts else ()
            for line in self._tally.summary(tried):
                yield from wrap(line, look().columns, break_on_hyphens=False)

    def _statistics(self, pages: Iterator[CheckedPage]) -> Iterator[str]:
        for _ in pages:
            pass
        yield from self._tally.statistics(self._wishes.form)

    def _write(self, lines: Iterable[str]) -> None:
        """Write lines to standard output, to the file that was named, or aside if a fixed text is written there."""
        if self._wishes.output_file is not None:
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


def _refuse_to_replace(output: Path | None, names: Iterable[str]) -> None:
    """Raise TargetError if what is found would be written over a page that is to be checked."""
    if output is None or not is_there(output):
        return
    if any(is_there(Path(name)) and output.samefile(name) for name in names):
        raise TargetError(str(output), "is a page to check, and is kept", "name another file with -o")


def _narrowing(wishes: Wishes, configured: Path | None) -> Narrowing | None:
    """Return what leaves out findings, None if all of them are wanted."""
    baseline = wishes.write_baseline or wishes.baseline or configured
    if wishes.prune_baseline and baseline is None:
        raise TargetError("--prune-baseline", "there is no baseline", "name it with --baseline")
    if baseline is None and wishes.only_added is None:
        return None
    from linterbot.cli.narrowing import Narrowing  # here, because it is slow to load

    return Narrowing(wishes.only_added, baseline, wishes.write_baseline is not None)
