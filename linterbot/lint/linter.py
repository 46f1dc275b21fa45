"""Applies the rules of a pack to one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from linterbot.evidence.second_reading import NO_OPINIONS, Opinion
from linterbot.lint import own_findings, suppression
from linterbot.lint.fingerprint import fingerprint
from linterbot.lint.own_findings import unreadable, unused
from linterbot.lint.plan import applies, plan_for
from linterbot.lint.precedence import apply_precedence, leave_repairs
from linterbot.markup import read
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import Names
from linterbot.model import Facts, Finding, Hit, Markup, Page, Severity, Skipped, Span
from linterbot.rulebook.rule import Rule
from linterbot.view.conventions import NO_CONVENTIONS
from linterbot.view.language import Language
from linterbot.view.page_view import View
from linterbot.view.wake import ABOUT_ITEMS, has

LONGEST_PAGE = 4 * 1024 * 1024  # characters; MediaWiki itself accepts 2 MiB by default
MOST_FINDINGS = 10_000  # of one page; nobody would read more, and then the page is not what is at fault


class LintResult(NamedTuple):
    """What the rules found on one page."""

    findings: tuple[Finding, ...]  # in page order
    skipped: tuple[Skipped, ...]  # the rules that could not be applied
    hidden: tuple[Finding, ...] = ()  # those that a stronger rule reports too; they count when fixes are proven
    kind: str = ""  # of the page, one of `KINDS`; "" if it was not read
    opinions: Mapping[str, Opinion] = NO_OPINIONS  # of a second reader, by the digests of what it was asked about

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """All findings, hidden or not."""
        return (*self.findings, *self.hidden)


class WantedFacts(NamedTuple):
    """What the rules need to know beyond one page."""

    files: frozenset[str]  # the files to look up, by their titles without the namespace
    templates: frozenset[str]  # the templates whose redirects to look up
    created: frozenset[str] = frozenset()  # the pages whose creation to look up


def wanted_facts(document: Document, rules: Iterable[Rule]) -> WantedFacts:
    """Return what has to be fetched before `lint` can apply all rules to a document."""
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
    """Return the categories whose templates the rules take for licences."""
    nothing = Document("", Markup.MEDIAWIKI)
    return frozenset(name for rule in rules for name in rule.check.wants(nothing).licence_categories)


def lint(document: Document, rules: Sequence[Rule], facts: Facts) -> LintResult:
    """Return what the rules find; a rule without the facts it needs is listed as skipped, never silently passed.

    The search stops after one finding more than `MOST_FINDINGS`.
    """
    view = View(document, facts, rules[0].conventions if rules else NO_CONVENTIONS)
    plan = plan_for(view, rules)
    view.listen(plan.phrases)
    have = has(view)
    unmarked = ABOUT_ITEMS if document.markup is Markup.RENDERED and not document.examples and document.text else 0
    skipped = list(plan.skipped)
    unasked: set[str] = set()
    findings: list[Finding] = []
    seen: Counter[str] = Counter()
    for ready in plan.ready:
        rule = ready.rule
        if ready.asks and (reason := _obstacle(rule, document, facts)):
            skipped.append(Skipped(rule.name, reason))
            unasked |= {rule.name, rule.code}
        elif ready.needs & unmarked:
            skipped.append(Skipped(rule.name, "no examples were seen, since the text has no bullets"))
        elif ready.needs & ~have or len(findings) > MOST_FINDINGS:
            continue
        elif rule.check.reads_words and view.is_foreign:
            skipped.append(Skipped(rule.name, _only_for(view.language)))
            unasked |= {rule.name, rule.code}
        else:
            sure = (hit for hit in rule.check.hits(view) if hit.confidence >= rule.threshold)
            findings += (_finding(rule, hit, document, seen) for hit in islice(sure, MOST_FINDINGS + 1 - len(findings)))
    findings.sort(key=_place)
    # Precedence comes first: silencing a rule must not wake those that yield to it.
    shown, hidden = apply_precedence(document, findings, plan.yields)
    shown = leave_repairs(document, shown, plan.leaves_repair)
    kept = suppression.apply(document, findings, plan.known)
    if len(kept.findings) < len(findings):
        left = {one.fingerprint for one in kept.findings}
        shown = tuple(one for one in shown if one.fingerprint in left)
        hidden = tuple(one for one in hidden if one.fingerprint in left)
    if own := [*unused(kept.unused, plan.names - unasked, document), *unreadable(kept.unreadable, document)]:
        shown = tuple(sorted([*shown, *own], key=_place))
    return LintResult(shown, tuple(skipped), hidden, view.kind.name)


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.code


def read_page(page: Page, markup: Markup, names: Names) -> Document:
    """Read a page, unless it is too long: then the document only says so."""
    if len(page.text) <= LONGEST_PAGE:
        return read(page, markup, names)
    reason = f"it has {len(page.text):,} characters, the limit is {LONGEST_PAGE:,}"
    return replace(read(replace(page, text=""), markup, names), unread=reason)


def lint_page(document: Document, rules: Sequence[Rule], facts: Facts) -> LintResult:
    """Lint a page that `read_page` has read; if it was not read, the only finding says so."""
    if document.unread:
        return unread(document.unread)
    lint_result = lint(document, rules, facts)
    if len(lint_result.all_findings) > MOST_FINDINGS:
        return unread(f"it has more than {MOST_FINDINGS:,} findings")
    return lint_result


def unread(reason: str) -> LintResult:
    """Return the result for a page that could not be read; it says nothing about the page itself."""
    return LintResult((own_findings.unread(reason),), ())


def _only_for(language: Language) -> str:
    name = "".join(language.language_name) or "another language"
    return f"rules for {name} only, and the page’s words look like another language"


def _obstacle(rule: Rule, document: Document, facts: Facts) -> str:
    """Return why a rule cannot be applied, "" if it can."""
    wants = rule.check.wants(document)
    if wants.files and (facts.files is None or not wants.files <= facts.files.keys()):
        return "needs the file pages, which only the wiki has"
    if wants.created and facts.created is None:
        return "needs the page's log, which only the wiki has"
    return ""


def _finding(rule: Rule, hit: Hit, document: Document, seen: Counter[str]) -> Finding:
    # What is above the words of a page, such as a template of ours, must not make a finding about it another one.
    words = "" if hit.of_page else " ".join(hit.span.of(document.text).split())
    key = f"{rule.name}\n{words}"
    seen[key] += 1
    by_evidence = hit.confidence if hit.unaided is None else min(hit.confidence, hit.unaided)
    doubtful = by_evidence < rule.threshold
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=Severity.NOTICE if doubtful else rule.severity,
        message=rule.says(hit, document.text),
        policy=rule.policy,
        span=hit.span,
        related=hit.related,
        fix=rule.described(hit.fix) if hit.fix and not doubtful and by_evidence >= rule.suggest_from else None,
        fingerprint=fingerprint(rule.name, words, seen[key]),
        confidence=hit.confidence,
        of_page=hit.of_page,
        second_reading=doubtful,
    )
