"""Reads and judges a batch of pages, asking the wiki once for all the facts the rules want.

The work on the pages themselves is done in another process: a page that kills or hangs it is set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from linterbot.jobs.apart import Lost
from linterbot.jobs.tools import Tools
from linterbot.ledger import set_aside
from linterbot.lint.fixing import Mended, mend
from linterbot.lint.linter import Judgement, Wanted, licence_categories, lint_page, read_page, unread, wants
from linterbot.markup.names import Names
from linterbot.model import NO_FACTS, Facts, Finding, Markup, Page, Safety
from linterbot.rule import Rule
from linterbot.wiki.facts import fetch
from linterbot.wiki.gateway import Site

Result = TypeVar("Result")


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

    def mended(self, page: Page, wanted: frozenset[str], unsafe: bool) -> Mended:
        def relint(text: str) -> Judgement:
            return self.judgement(replace(page, text=text))

        def is_wanted(finding: Finding) -> bool:
            if finding.fix is None or finding.fingerprint not in wanted:
                return False
            return finding.fix.safety is Safety.SAFE or (unsafe and finding.fix.safety is Safety.UNSAFE)

        return mend(page.text, relint, is_wanted)


def judge(tools: Tools, site: Site, pages: Sequence[Page]) -> list[Judged]:
    """Return the pages judged, in the order given; what was set aside stays so until its text or linterbot changes.

    Of one page there may be several revisions.
    """
    aside = set_aside.reasons(tools.ledger, pages)
    lost = {at: aside[page.title] for at, page in enumerate(pages) if page.title in aside}
    judge = _Judge(tools.rules, site.names)
    wanted = _each(tools, judge.wanted, pages, lost)
    facts = fetch(tools.wiki, wanted.values(), licence_categories(tools.rules))
    judge = replace(judge, facts=facts)
    judgements = _each(tools, judge.judgement, pages, lost)
    done = (Judged(page, judgements.get(at, Judgement((), ())), facts) for at, page in enumerate(pages))
    return [lose(one, Lost(lost[at])) if at in lost else one for at, one in enumerate(done)]


def lose(judged: Judged, lost: Lost) -> Judged:
    """Return a page as one that could not be judged."""
    return replace(judged, judgement=unread(lost.reason), lost=lost.reason)


def mended(tools: Tools, site: Site, judged: Judged, wanted: frozenset[str], unsafe: bool = False) -> Mended | Lost:
    """Return a page with the safe repairs of the wanted findings made; `unsafe` ones only where a person agreed."""
    work = partial(_Judge(tools.rules, site.names, judged.facts).mended, wanted=wanted, unsafe=unsafe)
    (result,) = tools.apart.each(work, [judged.page])
    return result


def _each(
    tools: Tools, work: Callable[[Page], Result], pages: Sequence[Page], lost: dict[int, str]
) -> dict[int, Result]:
    """Return the results of some work by the places of the pages; those it comes to nothing for are lost."""
    places = [at for at in range(len(pages)) if at not in lost]
    out: dict[int, Result] = {}
    for at, one in zip(places, tools.apart.each(work, [pages[at] for at in places]), strict=True):
        if isinstance(one, Lost):
            lost[at] = one.reason
        else:
            out[at] = one
    return out
