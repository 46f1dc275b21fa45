"""Reads and judges a batch of pages, asking the wiki once for all the facts the rules want.

The work on the pages themselves is done in another process: a page that kills or hangs it is set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from linterbot.jobs.apart import Lost
from linterbot.jobs.tools import Tools
from linterbot.ledger import findings, set_aside
from linterbot.ledger.findings import Noted
from linterbot.lint.fixing import Mended, mend
from linterbot.lint.linter import Judgement, Wanted, licence_categories, lint_page, read_page, unread, wants
from linterbot.markup.names import Names
from linterbot.markup.rows import Rows
from linterbot.model import NO_FACTS, Facts, Finding, Markup, Mode, Page, Safety
from linterbot.report.change import change
from linterbot.rule import Rule
from linterbot.wiki.facts import fetch
from linterbot.wiki.gateway import Site

_MOST = 1_000  # findings of one page that the ledger keeps; more come when these are gone
_WORDS = 500  # characters of a page that the ledger keeps of one finding


@dataclass(frozen=True)
class Judged:
    """One page with what the rules say of it, and the facts they were told; `lost` says why it could not be judged."""

    page: Page
    judgement: Judgement
    facts: Facts
    lost: str = ""


@dataclass(frozen=True)
class _Judge:
    """All that judging takes besides the page; it travels to the process that does it."""

    rules: tuple[Rule, ...]
    names: Names
    facts: Facts = NO_FACTS

    def wanted(self, page: Page) -> Wanted:
        return wants(read_page(page, Markup.MEDIAWIKI, self.names), self.rules)

    def judgement(self, page: Page) -> Judgement:
        return lint_page(read_page(page, Markup.MEDIAWIKI, self.names), self.rules, self.facts)

    def mended(self, page: Page, rules: frozenset[str], rejected: frozenset[str]) -> Mended:
        def relint(text: str) -> Judgement:
            return self.judgement(replace(page, text=text))

        def wanted(finding: Finding) -> bool:
            safe = finding.fix is not None and finding.fix.safety is Safety.SAFE
            return safe and finding.name in rules and finding.fingerprint not in rejected

        return mend(page.text, relint, wanted)


def judge(tools: Tools, site: Site, pages: Sequence[Page]) -> list[Judged]:
    """Return the pages judged, in the order given; what was set aside stays so until its text or linterbot changes."""
    lost = {page.title: reason for page in pages if (reason := set_aside.reason_of(tools.ledger, page))}
    judge = _Judge(tools.rules, site.names)
    left = [page for page in pages if page.title not in lost]
    wanted: list[Wanted] = []
    for page, one in zip(left, tools.apart.each(judge.wanted, left), strict=True):
        if isinstance(one, Lost):
            lost[page.title] = one.reason
        else:
            wanted.append(one)
    facts = fetch(tools.wiki, wanted, licence_categories(tools.rules))
    judge = replace(judge, facts=facts)
    left = [page for page in left if page.title not in lost]
    judgements: dict[str, Judgement] = {}
    for page, judged in zip(left, tools.apart.each(judge.judgement, left), strict=True):
        if isinstance(judged, Lost):
            lost[page.title] = judged.reason
        else:
            judgements[page.title] = judged
    done = (Judged(page, judgements.get(page.title, Judgement((), ())), facts) for page in pages)
    return [lose(one, Lost(lost[one.page.title])) if one.page.title in lost else one for one in done]


def lose(judged: Judged, lost: Lost) -> Judged:
    """Return a page as one that could not be judged."""
    return replace(judged, judgement=unread(lost.reason), lost=lost.reason)


def mended(tools: Tools, site: Site, judged: Judged, rules: frozenset[str], rejected: frozenset[str]) -> Mended | Lost:
    """Return a page with the safe repairs of these rules made, without those that people turned away."""
    work = partial(_Judge(tools.rules, site.names, judged.facts).mended, rules=rules, rejected=rejected)
    (result,) = tools.apart.each(work, [judged.page])
    return result


def record(tools: Tools, judged: Judged, now: str) -> list[Finding]:
    """Note in the ledger what was found on a page; return the findings that are new."""
    page = judged.page
    if judged.lost:
        set_aside.note(tools.ledger, page, judged.lost, now)
    else:
        set_aside.forget(tools.ledger, page.title)
    return findings.record(tools.ledger, page.title, page.revision or 0, noted(tools, judged), now)


def noted(tools: Tools, judged: Judged) -> list[Noted]:
    """Return the findings as the ledger keeps them."""
    rows = Rows(judged.page.text)
    return [
        Noted(
            finding=one,
            words=one.span.of(judged.page.text)[:_WORDS],
            row=rows.position(one.span.start).row,
            repairable=tools.may_repair(one),
            suggestion=_suggestion(tools, one, judged.page.text),
        )
        for one in judged.judgement.findings[:_MOST]
    ]


def _suggestion(tools: Tools, finding: Finding, text: str) -> str:
    """Return the repair in words, where the wiki wants repairs suggested."""
    if finding.fix is None or tools.settings.mode_of(finding.name) is not Mode.SUGGEST:
        return ""
    after = " ".join(change(text, finding.fix).after)
    return f"{finding.fix.description}: {after[:_WORDS]}" if after.strip() else finding.fix.description
