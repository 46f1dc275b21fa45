"""How things stand on a wiki, line by line: how far the bot came, what holds it, and what its rules have earned."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.config import WikiConfig
from linterbot.ledger import Ledger, actions, cursor, deeds, earned, findings, leases, notes, pauses, set_aside
from linterbot.ledger.findings import State
from linterbot.ledger.stamps import before
from linterbot.model import Mode


def standing(ledger: Ledger, settings: WikiConfig, now: str) -> Iterator[str]:
    """Yield the lines of `linterbot status` on one wiki."""
    yield f"{ledger.wiki}: read up to {cursor.get(ledger) or 'nothing: no round yet'}"
    if last := notes.get(ledger, notes.LAST_RUN):
        yield f"  last whole round: {last}{'; one is under way' if leases.held_by(ledger) else ''}"
    for one in pauses.of_wiki(ledger, now):
        until = f"until {one.until}" if one.until else "until somebody resumes it"
        yield f"  PAUSED {one.rule or 'all writes'} {until}, since {one.since} by {one.who}: {one.reason}"
    yield from _findings(ledger)
    yield from _writes(ledger, settings, now)
    yield from _rules(ledger, settings)
    for page in set_aside.all_of(ledger):
        yield f"  set aside: {page.title} (revision {page.revision}): {page.reason}"
        yield f"    since {page.at}, by linterbot {page.version}; tried again when its text or the version changes"


def _findings(ledger: Ledger) -> Iterator[str]:
    counts = findings.count(ledger, State.OPEN)
    told = ", ".join(f"{rule} {count}" for rule, count in counts.most_common())
    yield f"  open findings: {counts.total()}{f' ({told})' if told else ''}"
    if older := findings.count(ledger, State.BACKLOG).total():
        yield f"  older findings, recorded silently: {older}"


def _writes(ledger: Ledger, settings: WikiConfig, now: str) -> Iterator[str]:
    spans = (("hour", settings.edits.hour, before(now, hours=1)), ("day", settings.edits.day, before(now, days=1)))
    spent = ", ".join(
        f"{deeds.written_since(ledger, since)} of {limit} in the last {span}" for span, limit, since in spans
    )
    yield f"  edits: {spent}"
    for one in actions.in_state(ledger, (*actions.UNCLEAR, *actions.WAITING)):
        why = f": {one.reason}" if one.reason else ""
        yield f"  {one.state}: {one.plan.kind} {one.title} [linterbot {one.token}]{why}"
    for one in actions.in_state(ledger, [actions.ActionState.REFUSED])[-10:]:
        yield f"  refused by the wiki: {one.title} ({', '.join(one.plan.rules)}): {one.reason}"


def _rules(ledger: Ledger, settings: WikiConfig) -> Iterator[str]:
    record = {name: one for name, one in earned.of_rules(ledger).items() if one != earned.Earned()}
    auto = {rule for rule, mode in settings.rules.items() if mode is Mode.AUTO}
    if names := sorted({*record, *auto}):
        yield f"  {'rule':<26}{'mode':<9}{'edits':>6}{'reverts':>9}{'approved':>10}{'rejected':>10}{'at least':>10}"
    for name in names:
        one = record.get(name, earned.Earned())
        counts = f"{one.edits:>6}{one.reverts:>9}{one.approvals:>10}{one.rejections:>10}{one.lower_bound:>9.0%}"
        yield f"  {name:<26}{settings.mode_of(name):<9}{counts}"
    weak = [name for name in names if settings.mode_of(name) is Mode.AUTO and not _has_earned(record.get(name))]
    if settings.mode is Mode.AUTO:
        yield "  WARNING: every rule that is not named is on auto; name those that have earned it, and flag the others"
    for name in weak:
        yield f"  WARNING: {name} is on auto without evidence that it is right in at least {earned.ENOUGH:.0%} of cases"


def _has_earned(one: earned.Earned | None) -> bool:
    return one is not None and one.lower_bound >= earned.ENOUGH
