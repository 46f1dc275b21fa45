"""The public Python API: check a text or a page, fix it, and read the rules of a pack.

What is named here, and exported from `linterbot`, stays as it is while the first part of the version does; everything
else may change at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from linterbot.config.file_rules import Applied, FileRules, only
from linterbot.config.find import FoundConfig
from linterbot.config.lint_options import LintOptions
from linterbot.errors import LinterbotError, TargetError
from linterbot.lint.fixing import fix_text
from linterbot.lint.linter import LintResult, lint_page, read_page
from linterbot.lint.selection import Selection
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import (
    NO_FACTS,
    Edit,
    Facts,
    Finding,
    Fix,
    Markup,
    Page,
    Position,
    Safety,
    Severity,
    Skipped,
    Span,
)
from linterbot.rulebook.rule import Rule

__all__ = [
    "Edit",
    "Finding",
    "Fix",
    "FixedText",
    "LinterbotError",
    "Markup",
    "Pack",
    "Position",
    "Report",
    "RuleInfo",
    "Safety",
    "Severity",
    "Skipped",
    "Span",
    "apply_fixes",
    "check_page",
    "check_text",
    "load_pack",
]


@dataclass(frozen=True)
class RuleInfo:
    """What a rule says and why."""

    code: str
    name: str
    severity: Severity
    finds: str  # what it finds, in a few words
    why: str  # why that is a fault
    policy: str  # the address of the wiki's policy, "" if there is none


@dataclass(frozen=True)
class Pack:
    """The rules of one wiki, those of a house among them."""

    name: str
    rules: tuple[RuleInfo, ...]  # by their codes
    _rules: tuple[Rule, ...] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Report:
    """What the rules found in one text."""

    text: str
    title: str
    markup: Markup
    pack: str
    findings: tuple[Finding, ...]  # in page order
    skipped: tuple[Skipped, ...]  # the rules that could not be applied, and why
    _document: Document = field(repr=False, compare=False)
    _rules: tuple[Rule, ...] = field(repr=False, compare=False)
    _selection: Selection = field(repr=False, compare=False)
    _facts: Facts = field(default=NO_FACTS, repr=False, compare=False)
    _names: Names = field(default=MEDIAWIKI_NAMES, repr=False, compare=False)

    def position(self, offset: int) -> Position:
        """Return the row and the column of an offset into the text, both from 1."""
        return self._document.position(offset)

    def _relint(self, text: str) -> LintResult:
        page = Page(self.title, text, self._document.namespace)
        document = read_page(page, self.markup, self._names)
        return only(lint_page(document, self._rules, self._facts), self._selection)


@dataclass(frozen=True)
class FixedText:
    """What came of fixing a text."""

    text: str
    fixed: tuple[Finding, ...]  # the findings that are gone
    withheld: tuple[Finding, ...]  # those whose fixes did not prove good


def load_pack(name: str, *, rules: Sequence[str | Path] = (), config: str | Path | None = None) -> Pack:
    """Return the rules of a pack, with those in the folders `rules`, as a configuration adjusts them.

    Raises LinterbotError if there is no such pack, or if a rule is broken.
    """
    pack, loaded = _files(name, rules, config, None, Selection()).usual()
    infos = (RuleInfo(one.code, one.name, one.severity, one.finds, one.why, one.policy) for one in loaded)
    return Pack(pack, tuple(infos), loaded)


def check_text(
    text: str,
    *,
    title: str = "",
    markup: Markup | str | None = None,
    pack: str | None = None,
    rules: Sequence[str | Path] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | Path | None = None,
    path: str | Path | None = None,
) -> Report:
    """Check a text; what is not given is guessed from it, or comes from the configuration.

    `rules` are folders with more rules, `select` and `ignore` are names or codes, their beginnings, or "ALL". `path` is
    where the text is from, for what the configuration says about single files. Raises LinterbotError if a pack, a rule
    or the configuration is wrong; a text that cannot be read is a finding.
    """
    files = _files(pack, rules, config, markup, Selection(tuple(select), tuple(ignore)))
    applied = files.applied(Path(path) if path is not None else None, text)
    page = Page(title, text)
    document = read_page(page, applied.markup, MEDIAWIKI_NAMES)
    return _report(document, page, applied, NO_FACTS, MEDIAWIKI_NAMES)


def check_page(title: str, *, config: str | Path, wiki: str | None = None) -> Report:
    """Check a page of a configured wiki, with what its rules need to know from there.

    Raises LinterbotError if the configuration is wrong, the wiki cannot be asked, or has no such page.
    """
    from linterbot.config import reader, wiki_rules
    from linterbot.lint.linter import licence_categories, wanted_facts
    from linterbot.wiki.connect import connect
    from linterbot.wiki.facts import fetch

    settings = reader.load(Path(config))
    name, one = reader.wiki(settings, wiki)
    loaded = wiki_rules.load(settings, name)
    connection = connect(settings, name, one, only_to_read=True)
    try:
        names = connection.site().names
        pages = connection.pages([title])
        if not pages:
            raise TargetError(title, f'there is no such page on "{name}"', "check the spelling")
        document = read_page(pages[0], Markup.MEDIAWIKI, names)
        facts = fetch(connection, [wanted_facts(document, loaded)], licence_categories(loaded))
    finally:
        connection.close()
    applied = Applied(Markup.MEDIAWIKI, one.pack, loaded, Selection())
    return _report(document, pages[0], applied, facts, names)


def apply_fixes(report: Report, *, unsafe: bool = False) -> FixedText:
    """Return the text with the safe fixes made, or also those that a person should review.

    A fix is made only if linting the result proves that it brings in no other fault and hides none.
    """
    allowed = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    result = fix_text(report.text, report._relint, lambda one: one.fix is not None and one.fix.safety in allowed)
    return FixedText(*result)


def _files(
    pack: str | None,
    rules: Sequence[str | Path],
    config: str | Path | None,
    markup: Markup | str | None,
    selection: Selection,
) -> FileRules:
    found = FoundConfig(Path(config) if config is not None else None, "named in Python")
    options = LintOptions(found, None, pack, tuple(map(Path, rules)), selection)
    return FileRules(options, Markup(markup) if markup is not None else None)


def _report(document: Document, page: Page, applied: Applied, facts: Facts, names: Names) -> Report:
    lint_result = only(lint_page(document, applied.rules, facts), applied.selection)
    return Report(
        text=page.text,
        title=page.title,
        markup=applied.markup,
        pack=applied.pack,
        findings=lint_result.findings,
        skipped=lint_result.skipped,
        _document=document,
        _rules=applied.rules,
        _selection=applied.selection,
        _facts=facts,
        _names=names,
    )
