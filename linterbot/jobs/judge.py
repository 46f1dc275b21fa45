"""Reads and judges a batch of pages, asking the wiki once for all the facts the rules want."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from linterbot.jobs.tools import Tools
from linterbot.ledger.findings import Noted
from linterbot.lint.linter import LONGEST_PAGE, Judgement, lint, unread
from linterbot.markup import read
from linterbot.markup.document import Document
from linterbot.model import Facts, Finding, Markup, Mode, Page
from linterbot.report.change import change
from linterbot.wiki.facts import fetch
from linterbot.wiki.gateway import Site

_WORDS = 500  # characters of a page that the ledger keeps of one finding


@dataclass(frozen=True)
class Judged:
    """One page with what the rules say of it, and the facts they were told."""

    page: Page
    document: Document
    judgement: Judgement
    facts: Facts


def judge(tools: Tools, site: Site, pages: Iterable[Page]) -> list[Judged]:
    """Return the pages judged, in the order given."""
    read_pages = [(page, _read(page, site)) for page in pages]
    facts = fetch(tools.wiki, [document for _, document in read_pages], tools.rules)
    return [Judged(page, document, _judgement(tools, page, document, facts), facts) for page, document in read_pages]


def relinter(tools: Tools, site: Site, judged: Judged) -> Callable[[str], tuple[Finding, ...]]:
    """Return what judges another text of the same page in the same way."""

    def relint(text: str) -> tuple[Finding, ...]:
        document = read(replace(judged.page, text=text), Markup.MEDIAWIKI, site.names)
        return lint(document, tools.rules, judged.facts).findings

    return relint


def noted(tools: Tools, judged: Judged) -> list[Noted]:
    """Return the findings as the ledger keeps them."""
    document = judged.document
    return [
        Noted(
            finding=one,
            words=one.span.of(document.text)[:_WORDS],
            row=document.position(one.span.start).row,
            repairable=tools.may_repair(one),
            suggestion=_suggestion(tools, one, document),
        )
        for one in judged.judgement.findings
    ]


def _suggestion(tools: Tools, finding: Finding, document: Document) -> str:
    """Return the repair in words, where the wiki wants repairs suggested."""
    if finding.fix is None or tools.settings.mode_of(finding.name) is not Mode.SUGGEST:
        return ""
    after = " ".join(change(document.text, finding.fix).after)
    return f"{finding.fix.description}: {after[:_WORDS]}" if after.strip() else finding.fix.description


def _read(page: Page, site: Site) -> Document:
    if len(page.text) > LONGEST_PAGE:
        return Document(text="", markup=Markup.MEDIAWIKI, title=page.title, namespace=page.namespace)
    return read(page, Markup.MEDIAWIKI, site.names)


def _judgement(tools: Tools, page: Page, document: Document, facts: Facts) -> Judgement:
    if len(page.text) > LONGEST_PAGE:
        return unread(document, f"it has {len(page.text):,} characters, the limit is {LONGEST_PAGE:,}")
    return lint(document, tools.rules, facts)
