"""Reads and judges a batch of pages, asking the wiki once for all the facts the rules want."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from linterbot.jobs.tools import Tools
from linterbot.ledger.findings import Noted
from linterbot.lint.linter import Judgement, lint_page, read_page
from linterbot.markup.document import Document
from linterbot.model import Facts, Finding, Markup, Mode, Page
from linterbot.report.change import change
from linterbot.wiki.facts import fetch
from linterbot.wiki.gateway import Site

_MOST = 1_000  # findings of one page that the ledger keeps; more come when these are gone
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
    read = [(page, read_page(page, Markup.MEDIAWIKI, site.names)) for page in pages]
    facts = fetch(tools.wiki, [document for _, document in read], tools.rules)
    return [Judged(page, document, lint_page(page, document, tools.rules, facts), facts) for page, document in read]


def relinter(tools: Tools, site: Site, judged: Judged) -> Callable[[str], tuple[Finding, ...]]:
    """Return what judges another text of the same page in the same way."""

    def relint(text: str) -> tuple[Finding, ...]:
        page = replace(judged.page, text=text)
        document = read_page(page, Markup.MEDIAWIKI, site.names)
        return lint_page(page, document, tools.rules, judged.facts).findings

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
        for one in judged.judgement.findings[:_MOST]
    ]


def _suggestion(tools: Tools, finding: Finding, document: Document) -> str:
    """Return the repair in words, where the wiki wants repairs suggested."""
    if finding.fix is None or tools.settings.mode_of(finding.name) is not Mode.SUGGEST:
        return ""
    after = " ".join(change(document.text, finding.fix).after)
    return f"{finding.fix.description}: {after[:_WORDS]}" if after.strip() else finding.fix.description
