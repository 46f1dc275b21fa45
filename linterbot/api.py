"""The public Python API: check a text or a page, fix it, and read the rules of a pack.

What is named here, and exported from `linterbot`, stays as it is while the first part of the version does; everything
else may change at any time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from linterbot.config.file_rules import Applied, FileRules, of_rules, only
from linterbot.config.find import FoundConfig
from linterbot.config.lint_options import LintOptions
from linterbot.errors import LinterbotError, RuleError, TargetError
from linterbot.lint.fixing import fix_text
from linterbot.lint.linter import lint_page, read_page
from linterbot.lint.selection import Selection
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import (
    NO_FACTS,
    Edit,
    Facts,
    FilePage,
    Finding,
    Fix,
    Made,
    Markup,
    Page,
    Position,
    Safety,
    Severity,
    Skipped,
    Span,
)
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.second_reader import asking
from linterbot.text_report import Report
from linterbot.yaml_text import YamlText
from linterbot.yaml_text import load as load_yaml

__all__ = [
    "Edit",
    "Facts",
    "FilePage",
    "Finding",
    "Fix",
    "FixedText",
    "LinterbotError",
    "Made",
    "Markup",
    "Names",
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


NO_CHANGES: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


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
class FixedText:
    """What came of fixing a text."""

    text: str
    fixed: tuple[Finding, ...]  # the findings that are gone
    withheld: tuple[Finding, ...]  # those whose fixes did not prove good


def load_pack(
    name: str,
    *,
    rules: Sequence[str | Path] = (),
    config: str | Path | None = None,
    adjust: Mapping[str, Mapping[str, Any]] = NO_CHANGES,
) -> Pack:
    """Return the rules of a pack, with those in the folders `rules`, as a configuration adjusts them.

    `adjust` says what they do differently beyond that, by their names, with the keys of rule files. Raises
    LinterbotError if there is no such pack, or if a rule is broken.
    """
    pack, loaded = _files(name, rules, config, None, Selection(), _changes(adjust)).usual()
    infos = (RuleInfo(one.code, one.name, one.severity, one.finds, one.why, one.policy) for one in loaded)
    return Pack(pack, tuple(infos), loaded)


def check_text(
    text: str,
    *,
    title: str = "",
    markup: Markup | str | None = None,
    pack: str | Pack | None = None,
    rules: Sequence[str | Path] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | Path | None = None,
    path: str | Path | None = None,
    namespace: str = "",
    names: Names = MEDIAWIKI_NAMES,
    facts: Facts = NO_FACTS,
) -> Report:
    """Check a text; what is not given is guessed from it, or comes from the configuration.

    `rules` are folders with more rules, `select` and `ignore` are names or codes, their beginnings, or "ALL". `path` is
    where the text is from, for what the configuration says about single files. `namespace` is that of the page, "" for
    the main one, `names` is what its wiki calls its namespaces, and `facts` is what is known about files, templates and
    the page's age; rules that need more are skipped. A pack from `load_pack` counts as it is, whatever `rules` and
    `config` say. Raises LinterbotError if a pack, a rule or the configuration is wrong; a text that cannot be read is a
    finding.
    """
    selection = Selection(tuple(select), tuple(ignore))
    if isinstance(pack, Pack):
        applied = of_rules(pack.name, pack._rules, selection, Markup(markup) if markup is not None else None, text)
    else:
        applied = _files(pack, rules, config, markup, selection).applied(Path(path) if path else None, text)
    page = Page(title, text, namespace)
    document = read_page(page, applied.markup, names)
    return _report(document, page, applied, facts, names)


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
    loaded = asking(wiki_rules.load(settings, name))
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


def apply_fixes(report: Report, *, unsafe: bool = False, only: Collection[str] | None = None) -> FixedText:
    """Return the text with the safe fixes made, or also those that a person should review.

    With `only`, just the findings with these fingerprints are fixed, however sure their fixes are: somebody has looked
    at them. A fix is made only if linting the result proves that it brings in no other fault and hides none.
    """
    allowed = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)

    def wanted(finding: Finding) -> bool:
        if finding.fix is None:
            return False
        return finding.fix.safety in allowed if only is None else finding.fingerprint in only

    return FixedText(*fix_text(report.text, report.relint, wanted, once=only is not None))


def _files(
    pack: str | None,
    rules: Sequence[str | Path],
    config: str | Path | None,
    markup: Markup | str | None,
    selection: Selection,
    adjust: Mapping[str, YamlText] = packs.NOTHING,
) -> FileRules:
    found = FoundConfig(Path(config) if config is not None else None, "named in Python")
    options = LintOptions(found, None, pack, tuple(map(Path, rules)), selection, adjust=adjust)
    return FileRules(options, Markup(markup) if markup is not None else None)


def _changes(adjust: Mapping[str, Mapping[str, Any]]) -> Mapping[str, YamlText]:
    """Return changes as if they had been typed into a file: rules understand nothing but text."""
    source = load_yaml(json.dumps(adjust, default=dict), "adjust", RuleError)
    return {name: source.part((name,)) for name in adjust}


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
