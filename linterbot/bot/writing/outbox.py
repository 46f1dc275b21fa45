"""Sends one write: asks the guards, notes each step in the ledger, sends it once, and notes the answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.visible_findings import pages_by_title
from linterbot.bot.writing.guard_inputs import from_ledger, with_wiki
from linterbot.errors import WikiError, Withdrawn
from linterbot.guards import first_hold
from linterbot.guards.base import GuardName, Hold, Intent
from linterbot.ledger import actions, findings, pauses
from linterbot.ledger.actions import WAITING, Action, ActionKind, ActionState, Plan
from linterbot.ledger.decisions import Decision
from linterbot.model import Page
from linterbot.posts.edit_summary import signed
from linterbot.wiki.protocol import Conflict, Later, Outcome, Refused, Save, Saved, Unchanged, Unknown
from linterbot.wiki.titles import normal_text


@dataclass(frozen=True)
class Sent:
    """One write with its answer."""

    action: Action
    outcome: Outcome
    stored: Page | None = None  # the page as the wiki stored it, None if it was not saved or could not be read


def hold(context: BotContext, intent: Intent, result: RoundResult) -> Hold | None:
    """Ask every guard, first with what the ledger knows, then with what the wiki says; return the first hold.

    A hold that only a person can end pauses the wiki.
    """
    known = from_ledger(context, intent, result.posted)
    reason = first_hold(intent, known) or first_hold(intent, with_wiki(context, intent, known))
    if reason is not None and reason.needs_person:
        pauses.until_resumed(context.ledger, "", reason.reason, pauses.LINTERBOT, context.now)
    return reason


def post(context: BotContext, intent: Intent, summary: str, result: RoundResult, minor: bool = False) -> Sent | Hold:
    """Send one write if no guard holds it; `summary` says what it does.

    If the bot has to wait between two edits, the guards are asked again afterwards, since much can happen meanwhile.
    """
    reason = hold(context, intent, result)
    if reason is None and result.posted and context.settings.seconds_between_edits:
        context.pause(context.settings.seconds_between_edits)
        reason = hold(context, intent, result)
    if reason is not None:
        result.held.append((intent.title, reason))
        return reason
    action = plan(context, intent, summary, minor)
    return send(context, action, result)


def plan(context: BotContext, intent: Intent, summary: str, minor: bool = False, approved_by: str = "") -> Action:
    """Put an intended write into the outbox, and return it as an action."""
    token = actions.new_token()
    wanted = _plan(context, intent, minor, approved_by)
    return actions.plan(context.ledger, wanted, token, _signed(context, summary, token), context.now)


def plan_once(context: BotContext, intent: Intent, summary: str, approval: Decision, token: str) -> Action | None:
    """Put a write that a person approved into the outbox, None if one with the same token is there already."""
    wanted = _plan(context, intent, approved_by=approval.who)
    words = _signed(context, summary, token)
    return actions.plan_once(context.ledger, wanted, token, words, context.now, approval)


def plan_undo(context: BotContext, intent: Intent, summary: str, who: str, token: str) -> Action | None:
    """Put into the outbox that an edit is taken back as a person wishes, None if that is there already."""
    wanted = _plan(context, intent, approved_by=who)
    return actions.plan_once(context.ledger, wanted, token, _signed(context, summary, token), context.now)


def _plan(context: BotContext, intent: Intent, minor: bool = False, approved_by: str = "") -> Plan:
    return Plan(
        kind=intent.kind,
        title=intent.title,
        base=intent.base,
        text=intent.after,
        rules=tuple(intent.rules),
        fingerprints=tuple(sorted(intent.fingerprints)),
        minor=minor,
        run=context.run,
        author=intent.author,
        approved_by=approved_by,
    )


def _signed(context: BotContext, summary: str, token: str) -> str:
    return signed(summary, context.run, token, context.settings.complaints_page, context.texts)


def send(context: BotContext, action: Action, result: RoundResult) -> Sent:
    """Send an action that no guard holds; raises LeaseLost if the wiki is no longer ours, or Withdrawn."""
    ledger, plan = context.ledger, action.plan
    actions.take(ledger, action, context.process)
    actions.sending(ledger, action, context.process, context.now)
    outcome = context.wiki.save(Save(plan.title, plan.text, action.summary, plan.base, plan.minor))
    state, revision, reason = _settled(outcome)
    if isinstance(outcome, Later) and (plan.approved_by or action.tries):
        state = ActionState.PLANNED  # it needs no second approval, and what may have arrived must stay the same write
    actions.settle(ledger, action, state, revision, reason)
    if isinstance(outcome, Saved | Unknown):
        result.posted += 1
        result.sent.append(action)
    if isinstance(outcome, Later | Unknown):
        _leave_in_peace(context, outcome)
    if not isinstance(outcome, Saved):
        return Sent(action, outcome)
    pauses.all_is_well(ledger)
    return Sent(action, outcome, _stored(context, action, outcome, result))


def send_waiting(context: BotContext, result: RoundResult) -> None:
    """Send what an interrupted round left in the outbox, and what people approved since.

    A write whose page has been edited since is stale.

    Writes that people approved, and those that were sent without an answer, wait until nothing holds them: the latter
    may only be sent again as the same write. Any other write that is held is dropped.
    """
    waiting = actions.in_state(context.ledger, WAITING)
    articles = {one.title: context.site.article_of(one.title) for one in waiting if one.plan.kind is ActionKind.TALK}
    pages = pages_by_title(context, {*(one.title for one in waiting), *articles.values()})
    for action in waiting:
        page = pages.get(action.title)
        if (page.revision if page else None) != action.plan.base:
            reason = context.texts.plain("held-moved-on")
            actions.settle(context.ledger, action, ActionState.STALE, None, reason)
            continue
        about = [pages[title] for title in [articles.get(action.title, "")] if title in pages]
        if _is_dismissed(context, action):
            actions.settle(context.ledger, action, ActionState.NOT_SENT, None, "a person dismissed what it is about")
            continue
        held = hold(context, _intent(action, page, about), result)
        if held is None:
            with suppress(Withdrawn):
                result.sent_late.append(send(context, action, result).action)
        elif held.guard is GuardName.MOVED_ON:
            actions.settle(context.ledger, action, ActionState.STALE, None, held.reason)
        elif action.plan.approved_by or action.tries:
            result.held.append((action.title, held))
            actions.note_held(context.ledger, action, held.reason)
        else:
            actions.settle(context.ledger, action, ActionState.NOT_SENT, None, held.reason)


def _is_dismissed(context: BotContext, action: Action) -> bool:
    """Whether people dismissed all that a fix is about, while its answer was lost and nothing could be withdrawn."""
    about = set(action.plan.fingerprints)
    return action.plan.kind is ActionKind.FIX and about <= findings.closed(context.ledger, action.title)


def _intent(action: Action, page: Page | None, about: Sequence[Page]) -> Intent:
    """Return the intent of a write that was planned earlier; `about` are the articles that it speaks of."""
    plan = action.plan
    return Intent(
        kind=plan.kind,
        title=plan.title,
        rules=frozenset(plan.rules),
        page=page,
        after=plan.text,
        fingerprints=frozenset(plan.fingerprints),
        author=plan.author,
        approved=bool(plan.approved_by),
        about=tuple(about),
    )


def _settled(outcome: Outcome) -> tuple[ActionState, int | None, str]:
    match outcome:
        case Saved(revision):
            return ActionState.DONE, revision, ""
        case Unchanged():
            return ActionState.NOTHING_TO_DO, None, "the page already said so"
        case Conflict(reason):
            return ActionState.STALE, None, reason
        case Refused(code, reason):
            return ActionState.REFUSED, None, f"{code}: {reason}"
        case Later(reason):
            return ActionState.NOT_SENT, None, reason
        case Unknown(reason):
            return ActionState.UNKNOWN, None, reason
    assert_never(outcome)


def _leave_in_peace(context: BotContext, outcome: Later | Unknown) -> None:
    if isinstance(outcome, Later) and outcome.needs_person:
        pauses.until_resumed(context.ledger, "", outcome.reason, pauses.LINTERBOT, context.now)
    else:
        pauses.for_a_while(context.ledger, outcome.reason, context.now, outcome.seconds)


def _stored(context: BotContext, action: Action, saved: Saved, result: RoundResult) -> Page | None:
    """Return the page as the wiki stored it; if that merged our text with somebody else's, the ledger says so."""
    try:
        pages = context.wiki.pages([action.title])
    except WikiError:
        return None  # the next round reads it anyway, since the edit is in recent changes
    page = pages[0] if pages else None
    if page is not None and page.revision == saved.revision and not _as_meant(page.text, action.plan.text):
        reason = "the wiki merged it with somebody else's edit"
        actions.settle(context.ledger, action, ActionState.DONE, saved.revision, reason)
        result.merged.append(action.title)
    return page


def _as_meant(stored: str, sent: str) -> bool:
    """Whether a stored text is the one that was sent, except that signatures are written out."""
    first, *rest = normal_text(sent).split("~~~~")
    if not rest:
        return stored == first
    at = len(first) if stored.startswith(first) else -1
    for part in rest:
        at = stored.find(part, at) if at >= 0 else -1
    return at >= 0 and stored.endswith(rest[-1])
