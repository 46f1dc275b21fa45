"""Sends one write: asks the guards, notes each step in the ledger, sends it once, and notes the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from linterbot.errors import WikiError
from linterbot.guards import first_hold, moved_on
from linterbot.guards.base import Hold, Intent
from linterbot.jobs.shown import by_title
from linterbot.jobs.tools import Round, Tools
from linterbot.jobs.world import asked, known
from linterbot.ledger import actions, pauses
from linterbot.ledger.actions import WAITING, Action, ActionState, Plan
from linterbot.model import Page
from linterbot.wiki.gateway import Conflict, Later, Outcome, Refused, Save, Saved, Site, Unchanged, Unknown
from linterbot.wiki.titles import normal_text


@dataclass(frozen=True)
class Sent:
    """One write with its answer; `stored` is the page as the wiki has it afterwards, where it was saved."""

    action: Action
    outcome: Outcome
    stored: Page | None = None


def hold(tools: Tools, site: Site, intent: Intent, so_far: Round, dry_run: bool = False) -> Hold | None:
    """Ask every guard, first with what the ledger knows; what only a person can end pauses the wiki."""
    ours = known(tools, site, intent, so_far)
    reason = first_hold(intent, ours) or first_hold(intent, asked(tools, site, intent, ours))
    if reason is not None and reason.person and not dry_run:
        pauses.until_resumed(tools.ledger, "", reason.reason, pauses.LINTERBOT, so_far.now)
    return reason


def post(
    tools: Tools, site: Site, intent: Intent, summary: Callable[[str], str], so_far: Round, minor: bool = False
) -> Sent | Hold:
    """Send one write if no guard holds it; `summary` makes the edit summary from the action's token.

    Where the bot has to wait its turn, the guards are asked again afterwards: what they said before is old by then.
    """
    reason = hold(tools, site, intent, so_far)
    if reason is None and so_far.posted and tools.settings.seconds_between_edits:
        tools.pause(tools.settings.seconds_between_edits)
        reason = hold(tools, site, intent, so_far)
    if reason is not None:
        so_far.held.append((intent.title, reason))
        return reason
    token = actions.new_token()
    action = actions.plan(tools.ledger, planned(intent, so_far, minor), token, summary(token), so_far.now)
    return send(tools, action, so_far)


def planned(intent: Intent, so_far: Round, minor: bool = False, approved_by: str = "") -> Plan:
    """Return an intended write as the ledger keeps it."""
    return Plan(
        kind=intent.kind,
        title=intent.title,
        base=intent.page.revision if intent.page else None,
        text=intent.after,
        rules=tuple(intent.rules),
        fingerprints=tuple(sorted(intent.fingerprints)),
        minor=minor,
        run=so_far.run,
        author=intent.author,
        approved_by=approved_by,
    )


def send(tools: Tools, action: Action, so_far: Round) -> Sent:
    """Send an action that no guard holds; raises LeaseLost where the wiki is not ours any more."""
    ledger, plan = tools.ledger, action.plan
    actions.take(ledger, action, so_far.holder)
    actions.sending(ledger, action, so_far.holder, so_far.now)
    outcome = tools.wiki.save(Save(plan.title, plan.text, action.summary, plan.base, plan.minor))
    state, revision, reason = _settled(outcome)
    if isinstance(outcome, Later) and (plan.approved_by or action.tries):
        state = ActionState.PLANNED  # nobody has to approve it twice, and what may have been sent stays the same write
    actions.settle(ledger, action, state, revision, reason)
    if isinstance(outcome, Saved | Unknown):
        so_far.posted += 1
    if isinstance(outcome, Later | Unknown):
        _leave_in_peace(tools, outcome, so_far)
    if not isinstance(outcome, Saved):
        return Sent(action, outcome)
    pauses.all_is_well(ledger)
    return Sent(action, outcome, _stored(tools, action, outcome, so_far))


def send_waiting(tools: Tools, site: Site, so_far: Round) -> None:
    """Send what an interrupted round left in the outbox; what no longer fits is stale.

    What people approved, and what was sent before without an answer, waits until nothing holds it: the latter may only
    be sent again as the very same write.
    """
    waiting = actions.in_state(tools.ledger, WAITING)
    pages = by_title(tools, {one.title for one in waiting})
    for action in waiting:
        page = pages.get(action.title)
        if (page.revision if page else None) != action.plan.base:
            actions.settle(tools.ledger, action, ActionState.STALE, None, moved_on.REASON)
            continue
        reason = hold(tools, site, _intent(action, page), so_far)
        if reason is None:
            so_far.sent_late.append(send(tools, action, so_far).action)
        elif reason.guard == "moved-on":
            actions.settle(tools.ledger, action, ActionState.STALE, None, reason.reason)
        elif action.plan.approved_by or action.tries:
            so_far.held.append((action.title, reason))
        else:
            actions.settle(tools.ledger, action, ActionState.NOT_SENT, None, reason.reason)


def _intent(action: Action, page: Page | None) -> Intent:
    """Return what the guards are asked about a write that was planned earlier."""
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
    )


def _settled(outcome: Outcome) -> tuple[ActionState, int | None, str]:
    match outcome:
        case Saved(revision):
            return ActionState.DONE, revision, ""
        case Unchanged():
            return ActionState.NOTHING_TO_DO, None, "the page said so already"
        case Conflict(reason):
            return ActionState.STALE, None, reason
        case Refused(code, reason):
            return ActionState.REFUSED, None, f"{code}: {reason}"
        case Later(reason):
            return ActionState.NOT_SENT, None, reason
        case Unknown(reason):
            return ActionState.UNKNOWN, None, reason
    assert_never(outcome)


def _leave_in_peace(tools: Tools, outcome: Later | Unknown, so_far: Round) -> None:
    if isinstance(outcome, Later) and outcome.person:
        pauses.until_resumed(tools.ledger, "", outcome.reason, pauses.LINTERBOT, so_far.now)
    else:
        pauses.for_a_while(tools.ledger, outcome.reason, so_far.now, outcome.seconds)


def _stored(tools: Tools, action: Action, saved: Saved, so_far: Round) -> Page | None:
    """Return the page as the wiki stored it; where it merged our text with somebody's, the ledger says so."""
    try:
        pages = tools.wiki.pages([action.title])
    except WikiError:
        return None  # the next round reads it anyway: the edit stands in recent changes
    page = pages[0] if pages else None
    if page is not None and page.revision == saved.revision and not _as_meant(page.text, action.plan.text):
        reason = "the wiki merged it with somebody else's edit"
        actions.settle(tools.ledger, action, ActionState.DONE, saved.revision, reason)
        so_far.merged.append(action.title)
    return page


def _as_meant(stored: str, sent: str) -> bool:
    """Whether a stored text is the one that was sent, a signature written out."""
    first, *rest = normal_text(sent).split("~~~~")
    if not rest:
        return stored == first
    at = len(first) if stored.startswith(first) else -1
    for part in rest:
        at = stored.find(part, at) if at >= 0 else -1
    return at >= 0 and stored.endswith(rest[-1])
