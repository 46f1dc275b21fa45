"""`linterbot check`: lints files or wiki pages, shows what is wrong and why, and fixes it."""

from __future__ import annotations

from typing import Any

import click

from linterbot.cli import Status
from linterbot.cli.check_run import CheckRun
from linterbot.cli.config_option import PATH
from linterbot.cli.grouped_help import GroupedCommand
from linterbot.cli.lint_options import lint_options
from linterbot.cli.lint_targets import Targets
from linterbot.cli.numbers import Whole
from linterbot.cli.parse_targets import Asked
from linterbot.cli.wiki_pages import PageList
from linterbot.cli.wishes import Wishes
from linterbot.config.lint_options import LintOptions
from linterbot.formats import FORMATS
from linterbot.model import Markup, Severity

_GROUPS = {
    "What to check": (
        *("kind", "category", "recent", "user", "stdin_filename", "markup", "exclude", "force_exclude", "only_added"),
        *("baseline", "watch"),
    ),
    "By which rules": ("config_path", "isolated", "wiki", "pack", "rule_paths", "select", "extend_select", "ignore"),
    "What to show": ("form", "output_file", "statistics", "min_severity", "fail_on", "exit_zero"),
    "What to change": (
        *("diff", "fix", "unsafe_fixes", "ask", "fix_only", "show_fixes", "exit_non_zero_on_fix"),
        *("write_baseline", "prune_baseline", "add_ignores", "reason"),
    ),
}
_SEVERITIES = [str(one) for one in Severity]


@click.command("check", cls=GroupedCommand, groups=_GROUPS)
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--file", "kind", flag_value="file", help="Treat every target as a file.")
@click.option("--page", "kind", flag_value="page", help="Treat every target as a page on the wiki.")
@click.option("--category", default="", metavar="NAME", help="Also check the pages of the wiki in this category.")
@click.option("--recent", type=Whole(1, 5000), metavar="N", help="Also check the N pages edited last.")
@click.option("--user", default="", metavar="NAME", help="Also check the pages that this person edited of late.")
@lint_options
@click.option("--stdin-filename", metavar="TITLE", help="The title of the page on standard input (-).")
@click.option(
    "--markup", type=click.Choice([str(one) for one in Markup]), help="The text's markup; by default it is guessed."
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these out of folders.")
@click.option("--force-exclude", is_flag=True, help="Leave them out even if they are named.")
@click.option(
    "--output-format",
    "form",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    envvar="LINTERBOT_OUTPUT_FORMAT",
    help="How to write what was found, for people or for programs.",
)
@click.option("-o", "--output-file", type=PATH, help="Write there, and not to standard output.")
@click.option("--watch", is_flag=True, help="Check files again whenever they change, until Ctrl-C.")
@click.option("--statistics", is_flag=True, help="Show how often each rule finds something, and nothing else.")
@click.option(
    "--min-severity", type=click.Choice(_SEVERITIES), default="notice", show_default=True, help="Show nothing milder."
)
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="Exit with 1 if something as severe as this was found.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--fix", is_flag=True, help="Fix files, as far as fixes need no judgement.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that a person should review.")
@click.option("--ask", is_flag=True, help="Ask about each fix: yes, no, all of this rule, edit, quit.")
@click.option("--fix-only", is_flag=True, help="Fix files, and do not show what is left.")
@click.option("--show-fixes", is_flag=True, help="With --fix: name what was fixed.")
@click.option("--only-added", metavar="REV|FILE", help="Show only what is new since a revision, or an earlier text.")
@click.option("--baseline", type=PATH, metavar="FILE", help="Leave out what FILE knows.")
@click.option("--write-baseline", type=PATH, metavar="FILE", help="Write what is found to FILE, as known.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is no longer there.")
@click.option("--add-ignores", is_flag=True, help="Silence everything that is found, by comments in the files.")
@click.option("--reason", default="", metavar="WORDS", help="With --add-ignores: why, for the comments.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something was found.")
@click.option(
    "--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if something was fixed, even if nothing is left."
)
def command(
    targets: tuple[str, ...],
    kind: str | None,
    lint: LintOptions,
    stdin_filename: str | None,
    markup: str | None,
    exclude: tuple[str, ...],
    force_exclude: bool,
    category: str,
    recent: int | None,
    user: str,
    watch: bool,
    min_severity: str,
    fail_on: str,
    **others: Any,
) -> Status:
    """Check each TARGET: a file, a folder, a pattern, - for standard input, or the title of a page on a wiki.

    The exit status is 0 if nothing worse than a notice was found, 1 if something was, and 2 if a target could not be
    checked. The configuration says which wiki, and which rules for which files.
    """
    fails = None if fail_on == "never" else Severity(fail_on)
    asked = Asked(kind, stdin_filename, exclude, force_exclude)
    wishes = Wishes(min_severity=Severity(min_severity), fail_on=fails, **others)
    listed = PageList(category, user, recent)
    if not all(targets) or not (targets or listed):
        raise click.UsageError("name a file, a folder or a page, or - for standard input")
    _refuse_needless(wishes)

    def run() -> Status:
        return CheckRun(Targets(targets, asked, lint, Markup(markup) if markup else None, listed), wishes).run()

    if watch:
        from linterbot.cli.watch import watch as again

        return again(targets, run)
    return run()


def _refuse_needless(wishes: Wishes) -> None:
    """Raise a usage error for an option that would do nothing, since whoever typed it believes that it does."""
    fixing = wishes.fix or wishes.fix_only
    if wishes.diff and (fixing or wishes.ask or wishes.add_ignores):
        raise click.UsageError("--diff changes nothing; leave it out, or what would change files")
    if wishes.unsafe_fixes and not (fixing or wishes.diff):
        raise click.UsageError("--unsafe-fixes says which fixes to make; add --fix or --diff")
    if wishes.show_fixes and not (fixing or wishes.ask):
        raise click.UsageError("--show-fixes names what was fixed; add --fix")
    if wishes.reason and not wishes.add_ignores:
        raise click.UsageError("--reason says why comments are written; add --add-ignores")
    if wishes.baseline and wishes.write_baseline:
        raise click.UsageError("--write-baseline makes a new baseline; leave out --baseline")
    if wishes.statistics and wishes.form not in ("full", "concise", "grouped", "json", "json-lines"):
        raise click.UsageError(f"--statistics cannot be written as {wishes.form}; use json, or leave the format out")
