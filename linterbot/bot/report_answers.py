"""Takes what people ticked on the report page for their verdicts, with who ticked it and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import lint_pages
from linterbot.bot.new_findings import record_again
from linterbot.bot.verdicts import close
from linterbot.ledger import action_queries, findings
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED
from linterbot.model import Page
from linterbot.posts.report_answers import Box, Tick, ticks

_MOST_REVISIONS = 200  # of the report page since it was last written; nobody answers in more steps
_VERDICTS = {Box.REJECTED: Verdict.REJECTED, Box.IGNORED: Verdict.IGNORED}


class _Ticked(NamedTuple):
    """Who ticked a box, and when."""

    who: str
    at: str


def take(context: BotContext, report: Page) -> list[str]:
    """Carry out what people with the right to it ticked; return, in words, what could not be counted.

    The bot never writes a ticked box, so every one there is from a person who edited the page since. An answer counts
    for whoever first ticked it.
    """
    answers = ticks(report.text, context.texts)
    if not answers:
        return []
    known = _who(context, report, answers)
    people = context.wiki.users({one.who for one in known.values()})
    groups = frozenset(context.settings.verdict_groups)
    may = {name for name, person in people.items() if person.groups & groups}
    counted = {tick: one for tick, one in known.items() if one.who in may}
    _carry_out(context, counted)
    others = sorted({one.who for one in known.values()} - may)
    return [context.texts.plain("report-no-right", user=name, groups=", ".join(sorted(groups))) for name in others]


def _who(context: BotContext, report: Page, answers: frozenset[Tick]) -> dict[Tick, _Ticked]:
    """Return who ticked each box first, from the revisions since the one that the bot last built on.

    A wiki may have merged its write with an answer that came at the same time.
    """
    base = action_queries.last_base(context.ledger, report.title, ActionKind.REPORT)
    history = context.wiki.history(report.title, base)
    later = [one for one in history if one.revision > base and one.user != context.settings.user][:_MOST_REVISIONS]
    texts = {page.revision: page.text for page in context.wiki.texts(one.revision for one in later)}
    out: dict[Tick, _Ticked] = {}
    for one in later:
        for tick in ticks(texts.get(one.revision, ""), context.texts) & answers - out.keys():
            out[tick] = _Ticked(one.user, one.timestamp)
    return out


def _carry_out(context: BotContext, counted: Mapping[Tick, _Ticked]) -> None:
    titles: set[str] = set()
    why = context.texts.plain("verdict-on-report")
    for tick, answer in counted.items():
        one = findings.numbered(context.ledger, tick.number)
        if one is None or one.state not in UNDECIDED:
            continue
        if tick.box is Box.FIXED:
            titles.add(one.title)
        else:
            close(context.ledger, one, _VERDICTS[tick.box], answer.who, why, answer.at)
    _read_again(context, titles)


def _read_again(context: BotContext, titles: Iterable[str]) -> None:
    """Lint some pages anew, so that what is no longer there is resolved."""
    pages = context.wiki.pages(titles) if titles else []
    for linted in lint_pages(context, pages):
        record_again(context, linted)
