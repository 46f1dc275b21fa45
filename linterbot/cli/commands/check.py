"""`linterbot check`: lints files or wiki pages, shows what is wrong and why, and fixes files."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.cli.lint_targets import Checked, Options, check
from linterbot.cli.parse_targets import Asked
from linterbot.errors import LinterbotError, TargetError
from linterbot.formats import FORMATS, render
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Markup, Safety
from linterbot.plurals import counted

_KINDS = {
    Markup.MEDIAWIKI: "MediaWiki wikitext",
    Markup.TVTROPES: "TV Tropes markup",
    Markup.RENDERED: "the text of a rendered page",
}


@click.command("check")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--file", "kind", flag_value="file", help="Treat every target as a file.")
@click.option("--page", "kind", flag_value="page", help="Treat every target as a page on the wiki.")
@click.option("--wiki", metavar="NAME", help="The configured wiki that titles belong to.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
@click.option("--stdin-filename", metavar="TITLE", help="The title of the page on standard input (-).")
@click.option(
    "--markup", type=click.Choice([str(one) for one in Markup]), help="The text's markup; by default it is guessed."
)
@click.option("--pack", metavar="PACK", help="Whose rules to apply: tropedia, allthetropes or tvtropes.")
@click.option("--rules", type=click.Path(path_type=Path), multiple=True, help="A folder with more rule files.")
@click.option("--select", multiple=True, metavar="RULES", help="Apply only these rules (names or codes, with commas).")
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave out these rules.")
@click.option("--output-format", "form", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--fix", is_flag=True, help="Fix files, as far as fixes need no judgement.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that a person should review.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something was found.")
def command(
    targets: tuple[str, ...],
    kind: str | None,
    wiki: str | None,
    config_path: Path,
    stdin_filename: str | None,
    markup: str | None,
    pack: str | None,
    rules: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    diff: bool,
    fix: bool,
    unsafe_fixes: bool,
    exit_zero: bool,
) -> Status:
    """Check each TARGET: a file, - for standard input, or the title of a page on a configured wiki.

    The exit status is 0 if nothing was found, 1 if something was, and 2 if a target could not be checked.
    """
    options = Options(Markup(markup) if markup else None, pack, _listed(select), _listed(ignore), rules)
    asked = Asked(kind, stdin_filename)
    failed, subjects = False, []
    for result in check(targets, asked, wiki, config_path, options):
        try:
            if isinstance(result, LinterbotError):
                raise result
            _notes(result.checked, guessed=options.markup is None or options.pack is None)
            checked = _fixed(result, diff, unsafe_fixes) if fix or diff else result.checked
        except LinterbotError as error:
            failed = True
            click.echo(f"linterbot: {terminal_escape(str(error))}", err=True)
            continue
        subjects.append(checked)
        if not diff:
            for line in chain.from_iterable(render(form, checked, _columns() if form == "full" else 0)):
                click.echo(line, err=fix and result.path is None)
    if form == "full" and subjects and not diff:
        click.echo(_summary(subjects), err=fix)
    if failed:
        return Status.CANNOT_RUN
    found = any(checked.lint_result.findings for checked in subjects)
    return Status.FINDINGS if found and not exit_zero else Status.CLEAN


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _columns() -> int:
    import shutil  # here, because it loads modules for every kind of archive

    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))


def _notes(checked: CheckedPage, guessed: bool) -> None:
    """Say on standard error what the findings alone do not show."""
    name = terminal_escape(checked.name)
    if guessed and checked.wiki is None:
        click.echo(f"{name}: read as {_KINDS[checked.document.markup]}, by the rules of {checked.pack}", err=True)
    if not checked.document.text.strip() and not checked.lint_result.findings:
        click.echo(f"{name}: the page is empty; there is nothing to check", err=True)
    elif checked.document.redirect:
        click.echo(f"{name}: is a redirect; check the page it leads to", err=True)
    reasons: dict[str, list[str]] = {}
    for skipped in checked.lint_result.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.name)
    for reason, names in reasons.items():
        click.echo(f"{name}: not checked: {', '.join(names)} ({reason})", err=True)


def _fixed(result: Checked, diff: bool, unsafe: bool) -> CheckedPage:
    """Fix what may be fixed, or show how, and return what is left to report; raises TargetError."""
    from linterbot.cli.write_fixes import show_or_write
    from linterbot.lint.fixing import fix_text

    checked = result.checked
    if checked.wiki is not None and not diff:
        raise TargetError(checked.name, "check does not edit the wiki", "use --diff to see the fix, or run patrol")
    allowed = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    relint = result.relint
    fixed_text = fix_text(result.page.text, relint, lambda one: one.fix is not None and one.fix.safety in allowed)
    show_or_write(result.page.text, fixed_text, checked, result.path, diff, to_stdout=result.path is None)
    return checked if diff else result.linted(replace(result.page, text=fixed_text.text))


def _summary(subjects: list[CheckedPage]) -> str:
    where = counted(len(subjects), "page")
    findings = [finding for checked in subjects for finding in checked.lint_result.findings]
    if not findings:
        return f"Nothing found in {where}."
    summary = f"{counted(len(findings), 'finding')} in {where}."
    safeties = [finding.fix.safety for finding in findings if finding.fix is not None]
    safe, unsafe = safeties.count(Safety.SAFE), safeties.count(Safety.UNSAFE)
    if safe and unsafe:
        return f"{summary} --fix fixes {safe}, --fix --unsafe-fixes {unsafe} more that a person should review."
    if safe:
        return f"{summary} --fix fixes {safe}."
    return f"{summary} --fix --unsafe-fixes fixes {unsafe} that a person should review." if unsafe else summary
