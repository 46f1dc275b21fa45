"""Sends one write: asks the guards, notes it in the ledger, sends it once, and notes the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

from linterbot.errors import WikiError
from linterbot.guards import first_hold
from linterbot.guards.base import Hold, Intent, World
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import actions
from linterbot.ledger.actions import Action, ActionState
from linterbot.wiki.gateway import (
    Conflict,
    Later,
    Outcome,
    Refused,
    Save,
    Saved,
    Site,
    Unchanged,
    Unknown,
)


def hold(tools: Tools, site: Site, intent: Intent, so_far: Round) -> Hold | None:
    """Ask every guard; the stop pages are read afresh each time."""
    base = intent.page.revision if intent.page else None
    world = World(
        settings=tools.settings,
        levels=site.levels,
        stops=_stops(tools, intent.rules),
        posted=so_far.posted,
        resting=actions.resting(tools.ledger, intent.title),
        refused=actions.refused(tools.ledger, intent.title, base),
    )
    return first_hold(intent, world)


def post(
    tools: Tools,
    site: Site,
    intent: Intent,
    text: str,
    summary: Callable[[str], str],
    fingerprints: Iterable[str],
    so_far: Round,
) -> tuple[Action, Outcome] | Hold:
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
    base = intent.page.revision if intent.page else None
    action = actions.begin(tools.ledger, intent.kind, intent.title, base, intent.rules, fingerprints, so_far.now)
    outcome = tools.wiki.save(Save(intent.title, text, summary(action.token), base))
    actions.settle(tools.ledger, action, *_settled(outcome))
    if not isinstance(outcome, Unchanged):
        so_far.posted += 1
    return action, outcome


def _settled(outcome: Outcome) -> tuple[ActionState, int | None, str]:
    match outcome:
        case Saved(revision):
            return ActionState.DONE, revision, ""
        case Unchanged():
            return ActionState.NOT_DONE, None, "the page said so already"
        case Conflict(reason):
            return ActionState.NOT_DONE, None, reason
        case Refused(code, reason):
            return ActionState.NOT_DONE, None, f"{actions.REFUSED}{code}: {reason}"
        case Later(reason):
            return ActionState.NOT_DONE, None, reason
        case Unknown(reason):
            return ActionState.UNKNOWN, None, reason
    assert_never(outcome)


def _stops(tools: Tools, rules: Iterable[str]) -> dict[str, str] | None:
    """Return the stop pages that say stop, by title; None where they cannot be read."""
    page = tools.settings.stop_page
    titles = [page, *(f"{page}/{rule}" for rule in rules)]
    try:
        found = tools.wiki.pages(titles)
    except WikiError:
        return None
    by_place = {one.title.lower(): one.text.strip() for one in found}
    return {title: words for title in titles if (words := by_place.get(title.lower(), ""))}
