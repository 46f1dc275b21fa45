"""Keeps the report page up to date."""

from __future__ import annotations

from collections.abc import Sequence

from linterbot.bot import complaints, ticked_boxes
from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.ticked_boxes import Answer
from linterbot.bot.visible_findings import visible
from linterbot.bot.writing.outbox import post
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries, findings, key_values, pauses
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import before
from linterbot.model import Mode
from linterbot.posts.boxes import Box
from linterbot.posts.report_page import MOST_PAGES, Report, report_digest, report_page, same_report
from linterbot.posts.report_region import region_of
from linterbot.wiki.protocol import Saved

_RESOLVED_SHOWN = 50  # resolved findings that stay on the page, struck through; older ones are left out


def update(context: BotContext, result: RoundResult) -> None:
    """Take people's answers off the report page, and write it if it has something new to say or is from another day.

    The page is not even read if nobody edited it, and it says already what there is to say.
    """
    title = context.settings.report_page
    known = key_values.get(context.ledger, key_values.REPORTED)
    if known and not result.report_touched and known == report_digest(_report(context, result, []), context.texts):
        return
    pages = context.wiki.pages([title])
    page = pages[0] if pages else None
    current = page.text if page else ""
    uncounted = ticked_boxes.take(context, page, ActionKind.REPORT, "verdict-on-report", region_of) if page else []
    held = complaints.open_sections(context, uncounted, result)
    if held is not None and held.stops_round:
        key_values.put(context.ledger, key_values.REPORTED, "")  # the boxes stay ticked, to be read again
        return
    report = _report(context, result, _uncounted(context, uncounted))
    text = report_page(current, report, context.texts)
    if same_report(text, current) or (page is None and not (report.found or report.troubles)):
        key_values.put(context.ledger, key_values.REPORTED, report_digest(report, context.texts))
        return
    intent = Intent(ActionKind.REPORT, title, frozenset(), page, text)
    posted = post(context, intent, context.texts.count("report-summary", report.findings), result)
    result.report_saved = not isinstance(posted, Hold) and isinstance(posted.outcome, Saved)
    said = report_digest(report, context.texts) if result.report_saved else ""
    key_values.put(context.ledger, key_values.REPORTED, said)


def _report(context: BotContext, result: RoundResult, uncounted: Sequence[str]) -> Report:
    ledger, settings = context.ledger, context.settings
    still_open = visible(settings, State.OPEN)
    titles = findings.most_urgent_titles(ledger, still_open, MOST_PAGES)
    by_rule = findings.count_by_rule(ledger, still_open)
    backlog = findings.count_by_rule(ledger, Selection([State.BACKLOG]))
    return Report(
        found=findings.on_pages(ledger, still_open, titles),
        findings=by_rule.total(),
        pages=findings.count_pages(ledger, still_open),
        resolved=findings.newest(ledger, visible(settings, State.RESOLVED), _RESOLVED_SHOWN),
        older=sum(number for rule, number in backlog.items() if settings.mode_of(rule) is not Mode.SHADOW),
        now=context.now,
        troubles=[*uncounted, *_troubles(context, result)],
        by_rule=by_rule,
        groups=settings.verdict_groups,
        disputed=complaints.undecided(context),
    )


def _uncounted(context: BotContext, answers: Sequence[Answer]) -> list[str]:
    """Return who ticked a box without the right to it, and had no section opened that tells of it."""
    groups = ", ".join(sorted(context.settings.verdict_groups))
    fixed = [one for one in answers if one.box is Box.FIXED]
    people = sorted({one.who for one in (*fixed, *complaints.unheard(context, answers))})
    return [context.texts.plain("report-no-right", user=name, groups=groups) for name in people]


def _troubles(context: BotContext, result: RoundResult) -> list[str]:
    """Return what is paused, used up or refused, in a moderator's words."""
    ledger, say = context.ledger, context.texts.plain
    paused = [one for one in pauses.of_wiki(ledger, context.now) if one.rule]
    used_up = {hold.reason for _, hold in result.held if hold.stops_round and not hold.stops_bot}
    today = action_queries.refused_since(ledger, before(context.now, days=1))
    well_at, _, before_that = key_values.get(ledger, key_values.WELL_AGAIN).partition(" ")
    again = [say("report-well-again", time=well_at.replace("T", " ")[:16], reason=before_that)]
    return [
        *(say("report-settings", reason=fault) for fault in context.settings_faults),
        *(again if well_at > before(context.now, days=1) else []),
        *(say("report-rule-paused", rule=one.rule, reason=one.reason) for one in paused),
        *sorted(used_up),
        *(say("report-refused", words=one.title, reason=one.reason) for one in today),
    ]
