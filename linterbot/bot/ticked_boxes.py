"""Takes the boxes that people ticked on a page for their verdicts, with who ticked them and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from linterbot.bot.context import BotContext
from linterbot.bot.new_findings import read_again
from linterbot.bot.verdicts import close
from linterbot.ledger import action_queries, findings
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED, RecordedFinding
from linterbot.model import Page
from linterbot.posts.boxes import Box, Tick, ticks

_MOST_REVISIONS = 200  # of the page since the bot last wrote it; nobody answers in more steps
_VERDICTS = {Box.REJECTED: Verdict.REJECTED, Box.IGNORED: Verdict.IGNORED}
_DIGITS = 12  # of a number; no ledger has more findings


class Answer(NamedTuple):
    """What somebody said of a finding by ticking a box."""

    finding: RecordedFinding
    box: Box
    who: str
    at: str  # in ISO 8601


def take(context: BotContext, page: Page, kind: ActionKind, why: str, part: Callable[[str], str] = str) -> list[Answer]:
    """Carry out what people with the right to it ticked, and return what the others did.

    `kind` is that of the bot's own writes to the page, `part` returns the part of its text that holds boxes of the
    bot's, and `why` is the text that says where the verdict was given.

    The bot never writes a ticked box, so every one there is from a person who edited the page since. An answer counts
    for whoever first ticked it.
    """
    answers = list(_answers(context, page, kind, part))
    if not answers:
        return []
    people = context.wiki.users({one.who for one in answers})
    groups = frozenset(context.settings.verdict_groups)
    may = {name for name, person in people.items() if person.groups & groups}
    _carry_out(context, [one for one in answers if one.who in may], context.texts.plain(why))
    return [one for one in answers if one.who not in may]


def _answers(context: BotContext, page: Page, kind: ActionKind, part: Callable[[str], str]) -> Iterable[Answer]:
    """Yield who ticked what first, by the revisions since the one that the bot last built on.

    A wiki may have merged its write with an answer that came at the same time.
    """
    open_ones = ticks(part(page.text), context.texts)
    if not open_ones:
        return
    base = action_queries.last_base(context.ledger, page.title, kind)
    history = context.wiki.history(page.title, base)
    later = [one for one in history if one.revision > base and one.user != context.settings.user][:_MOST_REVISIONS]
    texts = {it.revision: it.text for it in context.wiki.texts(one.revision for one in later)}
    for one in later:
        first = ticks(part(texts.get(one.revision, "")), context.texts) & open_ones
        open_ones -= first
        for tick in sorted(first):
            if (finding := _finding(context, tick)) is not None:
                yield Answer(finding, tick.box, one.user, one.timestamp)


def _finding(context: BotContext, tick: Tick) -> RecordedFinding | None:
    """Return the finding that a tick is about, if nobody has decided on it; a key from another ledger names none."""
    number = tick.key.partition(".")[0]
    known = number.isdigit() and len(number) <= _DIGITS
    one = findings.numbered(context.ledger, int(number)) if known else None
    return one if one is not None and one.key == tick.key and one.state in UNDECIDED else None


def _carry_out(context: BotContext, counted: Iterable[Answer], why: str) -> None:
    titles: set[str] = set()
    for finding, box, who, at in counted:
        if box is Box.FIXED:
            titles.add(finding.title)
        else:
            close(context.ledger, finding, _VERDICTS[box], who, why, at)
    read_again(context, titles)
