"""Asks a person about each fix: yes, no, all of this rule, edit it, or enough."""

from __future__ import annotations

from collections.abc import Iterator

import click

from linterbot.cli.checked import Checked
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.full import finding_lines
from linterbot.formats.line_diff import line_diff
from linterbot.formats.look import Look
from linterbot.lint.fixing import apply_edits, proven
from linterbot.model import Edit, Finding, Safety, Span

_QUESTION = "Fix it? [y]es, [n]o, [a]ll of {rule}, [e]dit, [q]uit "
_ANSWERS = "ynaeq"
_MEANINGS = (
    "y: make this fix; n: leave it; a: make this and all others of the rule, except suggestions;\n"
    "e: change the lines by hand in your editor; q: no more questions, what was agreed to is kept"
)


class AskingFixer:
    """Fixes texts as a person decides, page after page."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._always: set[str] = set()  # the rules whose fixes are all made
        self.quit = False  # whether the person has had enough
        self.fixed: list[Finding] = []

    def fix(self, result: Checked) -> str:
        """Return the text of a page with the fixes that a person wants."""
        text = result.page.text
        answered: set[str] = set()
        while not self.quit:
            checked = result.linted(text)
            finding = next(self._open(checked, answered), None)
            if finding is None:
                break
            answered.add(finding.fingerprint)
            text = self._decided(result, checked, finding, text)
        return text

    def _open(self, checked: CheckedPage, answered: set[str]) -> Iterator[Finding]:
        for one in checked.lint_result.findings:
            if one.fix is not None and one.fix.edits and one.fingerprint not in answered:
                yield one

    def _decided(self, result: Checked, checked: CheckedPage, finding: Finding, text: str) -> str:
        assert finding.fix is not None
        sure = finding.fix.safety is not Safety.DISPLAY
        if finding.name in self._always and sure:
            return self._made(result, checked, finding, text)
        for line in finding_lines(checked, finding, self._look):
            click.echo(line)
        answer = self._answer(finding.name)
        if answer == "q":
            self.quit = True
        elif answer == "a":
            self._always.add(finding.name)
        if answer in "ya":
            return self._made(result, checked, finding, text)
        return self._edited(checked, finding, text) if answer == "e" else text

    def _answer(self, rule: str) -> str:
        while True:
            typed = click.prompt(_QUESTION.format(rule=rule), default="n", show_default=False, prompt_suffix="")
            if (answer := str(typed).strip().lower()[:1]) in _ANSWERS:
                return answer
            click.echo(_MEANINGS)

    def _made(self, result: Checked, checked: CheckedPage, finding: Finding, text: str) -> str:
        """Return the text with a fix made, or as it was if the fix does not prove good."""
        after = proven(text, [finding], result.relint(text).all_findings, result.relint)
        if after is None:
            click.echo(f"{finding.name}: not fixed: it would bring in another fault, or hide one", err=True)
            return text
        self.fixed.append(finding)
        return after

    def _edited(self, checked: CheckedPage, finding: Finding, text: str) -> str:
        """Let the person edit the lines that the fix changes, as the fix would leave them."""
        assert finding.fix is not None
        touched = line_diff(text, finding.fix)
        lines = text.split("\n")
        first = touched.row - 1
        offered = "\n".join(touched.after)
        typed = click.edit(offered + "\n", extension=".wiki")
        if typed is None:
            return text
        start = sum(len(line) + 1 for line in lines[:first])
        end = start + sum(len(line) + 1 for line in lines[first : first + len(touched.before)])
        new = typed if typed.endswith("\n") or not typed else f"{typed}\n"
        span = Span(start, min(end, len(text)))
        new = new if end <= len(text) else new.rstrip("\n")
        self.fixed.append(finding)
        return apply_edits(text, [Edit(span, new)])
