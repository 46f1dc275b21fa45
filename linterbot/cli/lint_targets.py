"""Lints what a person asked `check` to look at: finds the text, guesses what was not given, applies the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from linterbot.cli.parse_targets import NAMESPACES, Asked, Target, not_found, resolve
from linterbot.errors import ConfigError, LinterbotError, TargetError
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.linter import LintResult, licence_categories, lint_page, read_page, wanted_facts
from linterbot.lint.own_findings import OWN_RULES, PAGE_NOT_READ, OwnRule
from linterbot.markup import guess
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import NO_FACTS, Facts, Markup, Page
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.yaml_text import YamlText, near

_PACK_OF = {Markup.TVTROPES: "tvtropes", Markup.MEDIAWIKI: "tropedia"}
_TVTROPES_BUTTON = "open/close all folders"  # distinguishes a rendered page of TV Tropes from one of a MediaWiki


class Options(NamedTuple):
    """How a person wants targets to be linted."""

    markup: Markup | None  # None to guess it
    pack: str | None  # None to guess it, or to take the wiki's
    select: tuple[str, ...]  # names or codes of the only rules to apply; empty for all
    ignore: tuple[str, ...]  # names or codes of rules to leave out
    rule_paths: tuple[Path, ...]  # folders with more rule files


@dataclass(frozen=True)
class Checked:
    """One linted page, with what is needed to lint another text of it in the same way."""

    checked: CheckedPage
    page: Page
    rules: tuple[Rule, ...]
    facts: Facts
    names: Names
    path: Path | None  # of the file it is from
    options: Options  # how a person wanted it to be linted

    def linted(self, page: Page) -> CheckedPage:
        """Lint the page with another text, and return it as a checked page."""
        document = read_page(page, self.checked.document.markup, self.names)
        lint_result = _only(lint_page(document, self.rules, self.facts), self.options)
        return replace(self.checked, document=document, lint_result=lint_result)

    def relint(self, text: str) -> LintResult:
        """Lint the page with another text, and return what the rules found."""
        return self.linted(replace(self.page, text=text)).lint_result


def check(
    names: tuple[str, ...], asked: Asked, wiki: str | None, config_path: Path, options: Options
) -> Iterator[Checked | LinterbotError]:
    """Yield for each target the linted page, or the error that kept it from being linted."""
    for name in names:
        try:
            target = resolve(name, asked)
            if target.page is not None:
                yield _text(target, target.page, options)
            else:
                yield _wiki_page(target, wiki, config_path, options, certain=asked.kind == "page")
        except LinterbotError as error:
            yield error


def _text(target: Target, page: Page, options: Options) -> Checked:
    markup = options.markup or guess(page.text) or (Markup.TVTROPES if options.pack == "tvtropes" else Markup.MEDIAWIKI)
    pack = options.pack or _PACK_OF.get(markup) or ("tvtropes" if _TVTROPES_BUTTON in page.text else "tropedia")
    rules = _rules(pack, options)
    page = replace(page, namespace=_namespace_of(page.title, rules))
    document = read_page(page, markup, MEDIAWIKI_NAMES)
    lint_result = _only(lint_page(document, rules, NO_FACTS), options)
    checked = CheckedPage(document, lint_result, pack, filename=target.name)
    return Checked(checked, page, rules, NO_FACTS, MEDIAWIKI_NAMES, target.path, options)


def _only(lint_result: LintResult, options: Options) -> LintResult:
    """Return a result with only the findings that a person asked for."""
    own = {one.name for one in OWN_RULES if not _chosen(one, options)}
    unwanted = own - {PAGE_NOT_READ.name} | set(options.ignore)
    findings = tuple(one for one in lint_result.findings if one.name not in unwanted)
    if options.select:
        wanted = {*options.select, PAGE_NOT_READ.name}
        findings = tuple(one for one in findings if {one.name, one.code} & wanted)
    return lint_result._replace(findings=findings)


def _namespace_of(title: str, rules: tuple[Rule, ...]) -> str:
    """Return the namespace of a title that is not from a wiki: one of MediaWiki's own, or one that a rule names."""
    head, colon, _ = title.partition(":")
    known = {name for rule in rules for name in rule.namespaces or ()} | set(NAMESPACES)
    return head if colon and head in known else ""


def _wiki_page(target: Target, wiki_name: str | None, config_path: Path, options: Options, certain: bool) -> Checked:
    from linterbot import config as configuration
    from linterbot.wiki.connect import connect
    from linterbot.wiki.facts import fetch

    try:
        config = configuration.load(config_path)
        name, settings = configuration.wiki(config, wiki_name)
    except ConfigError as error:
        if certain or wiki_name or config_path.exists():
            raise
        raise not_found(target.name, error) from None
    configured = tuple(config.path(one) for one in config.rule_paths)
    pack = options.pack or settings.pack
    options = options._replace(rule_paths=(*configured, *options.rule_paths))
    rules = _rules(pack, options, config.adjustments(name))
    wiki = connect(config, name, settings, only_to_read=True)
    site = wiki.site()
    pages = wiki.pages([target.name])
    if not pages:
        raise TargetError(target.name, f'there is no such file, and no such page on "{name}"', "check the spelling")
    (page,) = pages
    document = read_page(page, Markup.MEDIAWIKI, site.names)
    facts = fetch(wiki, [wanted_facts(document, rules)], licence_categories(rules))
    lint_result = _only(lint_page(document, rules, facts), options)
    checked = CheckedPage(document, lint_result, pack, wiki=name, revision=page.revision)
    return Checked(checked, page, rules, facts, site.names, None, options)


def _rules(pack: str, options: Options, adjust: Mapping[str, YamlText] = packs.NOTHING) -> tuple[Rule, ...]:
    """Return the rules to apply; for a selected finding of linterbot itself, all of them."""
    rules = packs.load(pack, options.rule_paths, adjust=adjust)
    every: tuple[Rule | OwnRule, ...] = (*rules, *OWN_RULES)
    known = {name for rule in every for name in (rule.name, rule.code)}
    for option, names in (("--select", options.select), ("--ignore", options.ignore)):
        for name in names:
            if name not in known:
                raise TargetError(option, f'unknown rule "{name}"', near(name, known))
    if any(_chosen(own, options) for own in OWN_RULES if options.select):
        return rules
    return tuple(rule for rule in rules if _chosen(rule, options))


def _chosen(rule: Rule | OwnRule, options: Options) -> bool:
    names = {rule.name, rule.code}
    return (not options.select or bool(names & set(options.select))) and not names & set(options.ignore)
