"""`linterbot check`: judge files or wiki pages, show what is wrong and why, and repair files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from linterbot import packs
from linterbot.cli import Status
from linterbot.cli.targets import NAMESPACES, Asked, Target, not_found, resolve
from linterbot.errors import ConfigError, LinterbotError, TargetError
from linterbot.lint.linter import LONGEST_PAGE, lint, unread
from linterbot.markup import guess, read
from linterbot.markup.document import Document
from linterbot.model import NO_FACTS, Facts, Finding, Markup, Page, Safety
from linterbot.report import FORMATS
from linterbot.report.subject import Subject
from linterbot.report.visible import visible
from linterbot.rule import Rule
from linterbot.yaml_text import near

_KINDS = {
    Markup.MEDIAWIKI: "MediaWiki wikitext",
    Markup.TVTROPES: "TV Tropes markup",
    Markup.RENDERED: "the text of a rendered page",
}
_PACK_OF = {Markup.TVTROPES: "tvtropes", Markup.MEDIAWIKI: "tropedia"}


@dataclass(frozen=True)
class _Options:
    markup: Markup | None
    pack: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    rule_paths: tuple[Path, ...]


@dataclass(frozen=True)
class _Checked:
    """A subject with what is needed to judge a repaired text the same way."""

    subject: Subject
    page: Page
    rules: tuple[Rule, ...]
    facts: Facts
    path: Path | None

    def relint(self, text: str) -> tuple[Finding, ...]:
        document = read(replace(self.page, text=text), self.subject.document.markup)
        return lint(document, self.rules, self.facts).findings


@click.command("check", short_help="Show what breaks the rules, and why.")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--file", "kind", flag_value="file", help="Take every target as a file.")
@click.option("--page", "kind", flag_value="page", help="Take every target as a page of the wiki.")
@click.option("--wiki", metavar="NAME", help="The configured wiki that titles belong to.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
@click.option("--stdin-filename", metavar="TITLE", help="The title that text from standard input (-) stands under.")
@click.option(
    "--markup", type=click.Choice([str(one) for one in Markup]), help="How the text is written; else guessed."
)
@click.option("--pack", metavar="PACK", help="Whose rules to apply: tropedia, allthetropes or tvtropes.")
@click.option("--rules", type=click.Path(path_type=Path), multiple=True, help="A folder with further rule files.")
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules (names or codes, with commas).")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules.")
@click.option("--output-format", "form", type=click.Choice(list(FORMATS)), default="full", show_default=True)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--fix", is_flag=True, help="Repair files, where the repair needs no judgement.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also repairs that a person should look over.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even where something was found.")
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

    Exits with 0 where nothing was found, 1 where something was, 2 where a target could not be checked.
    """
    chosen = Markup(markup) if markup else None
    options = _Options(chosen, pack, _listed(select), _listed(ignore), rules)
    failed, found, checked_pages = False, 0, 0
    fixable = dict.fromkeys(Safety, 0)
    for result in _checked(targets, Asked(kind, stdin_filename), wiki, config_path, options):
        if isinstance(result, LinterbotError):
            failed = True
            click.echo(f"linterbot: {visible(str(result))}", err=True)
            continue
        checked_pages += 1
        subject = result.subject
        _notes(subject, guessed=chosen is None or pack is None)
        if fix or diff:
            subject = _repair(result, diff, unsafe_fixes, to_stdout=result.path is None)
        if not diff:
            for line in FORMATS[form](subject, _columns()):
                click.echo(line, err=fix and result.path is None)
        found += len(subject.judgement.findings)
        for finding in subject.judgement.findings:
            if finding.fix is not None:
                fixable[finding.fix.safety] += 1
    if form == "full" and checked_pages and not diff:
        click.echo(_summary(found, checked_pages, fixable), err=fix)
    if failed:
        return Status.CANNOT_RUN
    return Status.FINDINGS if found and not exit_zero else Status.CLEAN


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _columns() -> int:
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))


def _checked(
    names: tuple[str, ...], asked: Asked, wiki: str | None, config_path: Path, options: _Options
) -> Iterator[_Checked | LinterbotError]:
    """Yield each target checked, or the error that kept it from being checked; the others go on."""
    for name in names:
        try:
            (target,) = resolve((name,), asked)
            if target.page is not None:
                yield _check_text(target, options)
            else:
                yield _check_page(target, wiki, config_path, options, certain=asked.kind == "page")
        except LinterbotError as error:
            yield error


def _check_text(target: Target, options: _Options) -> _Checked:
    page = target.page
    assert page is not None
    markup = options.markup or guess(page.text) or Markup.MEDIAWIKI
    pack = options.pack or _PACK_OF.get(markup) or ("tvtropes" if "open/close all folders" in page.text else "tropedia")
    page = replace(page, namespace=_namespace_of(page.title, _rules(pack, options)))
    return _judge(page, markup, pack, options, NO_FACTS, filename=target.name, path=target.path)


def _namespace_of(title: str, rules: tuple[Rule, ...]) -> str:
    """Return the namespace of a title that stands on no wiki: MediaWiki's own, or one that a rule speaks of."""
    head, colon, _ = title.partition(":")
    known = {name for rule in rules for name in rule.namespaces or ()} | set(NAMESPACES)
    return head if colon and head in known else ""


def _check_page(target: Target, wiki_name: str | None, config_path: Path, options: _Options, certain: bool) -> _Checked:
    from linterbot import config as configuration
    from linterbot.wiki.connect import connect
    from linterbot.wiki.facts import fetch

    try:
        config = configuration.read(config_path)
        name, settings = configuration.wiki(config, wiki_name)
    except ConfigError as error:
        if certain or wiki_name or config_path.exists():
            raise
        raise not_found(target.name, error) from None
    wiki = connect(config, name, settings)
    site = wiki.site()
    pages = wiki.pages([target.name])
    if not pages:
        raise TargetError(target.name, f"there is no such file, and no such page on “{name}”", "check the spelling")
    (page,) = pages
    configured = tuple(config.path(one) for one in config.rule_paths)
    options = replace(options, rule_paths=(*configured, *options.rule_paths))
    document = read(page, Markup.MEDIAWIKI, site.names)
    if document.redirect:
        click.echo(f"{visible(page.title)}: is a redirect; check the page it leads to", err=True)
    pack = options.pack or settings.pack
    facts = fetch(wiki, [document], _rules(pack, options))
    return _judge(page, Markup.MEDIAWIKI, pack, options, facts, wiki=name, document=document)


def _judge(
    page: Page,
    markup: Markup,
    pack: str,
    options: _Options,
    facts: Facts,
    filename: str | None = None,
    wiki: str | None = None,
    path: Path | None = None,
    document: Document | None = None,
) -> _Checked:
    rules = _rules(pack, options)
    if len(page.text) > LONGEST_PAGE:
        document = Document(text="", markup=markup, title=page.title)
        judgement = unread(document, f"it has {len(page.text):,} characters, the limit is {LONGEST_PAGE:,}")
    else:
        document = document or read(page, markup)
        judgement = lint(document, rules, facts)
    subject = Subject(document, judgement, pack, filename, wiki, page.revision)
    return _Checked(subject, page, rules, facts, path)


def _rules(pack: str, options: _Options) -> tuple[Rule, ...]:
    rules = packs.load(pack, options.rule_paths)
    known = {rule.name for rule in rules} | {rule.code for rule in rules}
    for name in (*options.select, *options.ignore):
        if name not in known:
            raise TargetError(
                "--select" if name in options.select else "--ignore",
                f"unknown rule “{name}”",
                near(name, known),
            )
    selected = (rule for rule in rules if not options.select or {rule.name, rule.code} & set(options.select))
    return tuple(rule for rule in selected if not {rule.name, rule.code} & set(options.ignore))


def _notes(subject: Subject, guessed: bool) -> None:
    """Say in words, on standard error, what the findings alone would leave open."""
    name = visible(subject.name)
    if guessed and subject.wiki is None:
        click.echo(f"{name}: read as {_KINDS[subject.document.markup]}, by the rules of {subject.pack}", err=True)
    if not subject.document.text.strip() and not subject.judgement.findings:
        click.echo(f"{name}: the page is empty; there is nothing to check", err=True)
    elif subject.document.redirect and subject.filename:
        click.echo(f"{name}: is a redirect; check the page it leads to", err=True)
    reasons: dict[str, list[str]] = {}
    for skipped in subject.judgement.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.name)
    for reason, names in reasons.items():
        click.echo(f"{name}: not checked: {', '.join(names)} ({reason})", err=True)


def _repair(result: _Checked, diff: bool, unsafe: bool, to_stdout: bool) -> Subject:
    """Repair what may be repaired; return what is left to report."""
    from linterbot.cli.repair import show_or_write
    from linterbot.lint.fixing import mend

    subject = result.subject
    if subject.wiki is not None and not diff:
        raise TargetError(subject.name, "check does not edit the wiki", "use --diff to see the repair, or run patrol")
    allowed = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    mended = mend(result.page.text, result.relint, lambda one: one.fix is not None and one.fix.safety in allowed)
    show_or_write(result.page.text, mended, subject, result.path, diff, to_stdout)
    if diff:
        return subject
    document = read(replace(result.page, text=mended.text), subject.document.markup)
    return replace(subject, document=document, judgement=lint(document, result.rules, result.facts))


def _summary(found: int, pages: int, fixable: dict[Safety, int]) -> str:
    where = "1 page" if pages == 1 else f"{pages} pages"
    if not found:
        return f"Nothing found in {where}."
    said = f"{found} finding{'s' if found > 1 else ''} in {where}."
    offers = []
    if fixable[Safety.SAFE]:
        offers.append(f"--fix repairs {fixable[Safety.SAFE]}")
    if fixable[Safety.UNSAFE]:
        offers.append(f"--fix --unsafe-fixes {fixable[Safety.UNSAFE]} more, to be looked over")
    return " ".join([said, *(["; ".join(offers) + "."] if offers else [])])
