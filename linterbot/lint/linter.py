"""Asks every rule of a pack about one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from linterbot.lint import own_findings, suppression
from linterbot.lint.own_findings import digest, unused
from linterbot.lint.precedence import apply_precedence
from linterbot.markup import read
from linterbot.markup.document import Document
from linterbot.markup.names import Names
from linterbot.model import Facts, Finding, Hit, Markup, Page, Skipped
from linterbot.rulebook.rule import Rule
from linterbot.view.phrase_index import phrase_index

LONGEST_PAGE = 4 * 1024 * 1024  # characters; MediaWiki itself takes 2 MiB by default

MOST_FINDINGS = 10_000  # of one page; nobody reads them, and it is not the page that is at fault then


class LintResult(NamedTuple):
    """What the rules say of one page: the findings in the order of the page, and what could not be asked.

    `hidden` are findings that a stronger rule tells of the same words; when a repair is proven, they count.
    """

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    hidden: tuple[Finding, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The findings, hidden or not."""
        return (*self.findings, *self.hidden)


class WantedFacts(NamedTuple):
    """What the rules want to know beyond one page: about which files, where which templates redirect, made when."""

    files: frozenset[str]
    templates: frozenset[str]
    created: frozenset[str] = frozenset()


def wanted_facts(document: Document, rules: Iterable[Rule]) -> WantedFacts:
    """Say what has to be fetched before `lint` can ask everything: files to look up, template redirects."""
    files: set[str] = set()
    redirects = created = False
    for rule in rules:
        if applies(rule, document) and document.markup in rule.check.reads:
            one = rule.check.wants(document)
            files |= one.files | one.helpful_files
            redirects |= one.template_redirects
            created |= one.created
    templates = {template.name for template in document.templates} if redirects else ()
    return WantedFacts(frozenset(files), frozenset(templates), frozenset([document.title] if created else []))


def licence_categories(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the categories in which the rules look for licence templates."""
    nothing = Document("", Markup.MEDIAWIKI)
    return frozenset(name for rule in rules for name in rule.check.wants(nothing).licence_categories)


def lint(document: Document, rules: Sequence[Rule], facts: Facts) -> LintResult:
    """Return what the rules find; a rule that lacks the facts it needs is skipped in words, never passed.

    No more than `MOST_FINDINGS` and one are looked for.
    """
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    seen: Counter[str] = Counter()
    asked: list[Rule] = []
    for rule in rules:
        if not applies(rule, document):
            continue
        if (reason := _obstacle(rule, document, facts)) is None:
            asked.append(rule)
        elif reason:
            skipped.append(Skipped(rule.name, reason))
    heard = phrase_index(tuple(phrases for rule in asked for phrases in rule.check.listens())).listen(document.text)
    for rule in asked:
        sure = (hit for hit in rule.check.hits(document, facts, heard) if hit.confidence >= rule.threshold)
        for hit in islice(sure, MOST_FINDINGS + 1 - len(findings)):
            findings.append(_finding(rule, hit, document, seen))
    kept = suppression.apply(document, findings)
    known = {name for rule in asked for name in (rule.name, rule.code)}
    findings = sorted([*kept.findings, *unused(kept.unused, known, document)], key=lambda one: (one.span, one.code))
    shown, hidden = apply_precedence(findings, {rule.name: rule.yields_to for rule in asked if rule.yields_to})
    return LintResult(shown, tuple(skipped), hidden)


def read_page(page: Page, markup: Markup, names: Names) -> Document:
    """Read a page; one that is too long stays unread."""
    if len(page.text) <= LONGEST_PAGE:
        return read(page, markup, names)
    reason = f"it has {len(page.text):,} characters, the limit is {LONGEST_PAGE:,}"
    return Document("", markup, page.title, page.namespace, unread=reason)


def lint_page(document: Document, rules: Sequence[Rule], facts: Facts) -> LintResult:
    """Judge a page that `read_page` read; where it stayed unread, the only finding says so."""
    if document.unread:
        return unread(document.unread)
    lint_result = lint(document, rules, facts)
    if len(lint_result.findings) > MOST_FINDINGS:
        return unread(f"more than {MOST_FINDINGS:,} things are wrong with it")
    return lint_result


def unread(reason: str) -> LintResult:
    """Return the result for a page that was not read, which is no verdict on it."""
    return LintResult((own_findings.unread(reason),), ())


def applies(rule: Rule, document: Document) -> bool:
    """Whether a rule looks at the document's namespace at all."""
    return rule.namespaces is None or document.namespace in rule.namespaces


def _obstacle(rule: Rule, document: Document, facts: Facts) -> str | None:
    """Return why a rule cannot be asked; an empty text where its subject does not exist in this markup."""
    if document.markup not in rule.check.reads:
        return "needs the page's markup, which rendered text has lost" if document.markup is Markup.RENDERED else ""
    wants = rule.check.wants(document)
    if wants.files and (facts.files is None or not wants.files <= facts.files.keys()):
        return "needs the file pages, which only the wiki has"
    if wants.created and facts.created is None:
        return "needs the page's log, which only the wiki has"
    return None


def _finding(rule: Rule, hit: Hit, document: Document, seen: Counter[str]) -> Finding:
    words = " ".join(hit.span.of(document.text).split())
    key = f"{rule.name}\n{words}"
    seen[key] += 1
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=rule.says(hit, document.text),
        policy=rule.policy,
        span=hit.span,
        related=hit.related,
        fix=hit.fix if hit.confidence >= rule.suggest_from else None,
        fingerprint=digest(rule.name, words, seen[key]),
        confidence=hit.confidence,
    )
