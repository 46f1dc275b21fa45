"""What the bot did and what came of it: the questions that guards, rounds and people ask about past writes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, literal, select

from linterbot.ledger import Ledger, actions, in_parts
from linterbot.ledger.actions import UNSETTLED, WAITING, WRITTEN, Action, ActionKind, ActionState, find
from linterbot.ledger.schema import action as table

_SENT = (*WRITTEN, *UNSETTLED)


def done_on(ledger: Ledger, title: str, kinds: Iterable[ActionKind] = (ActionKind.FIX,)) -> list[Action]:
    """Return the edits of some kinds that are still on a page, as far as is known."""
    return find(ledger, table.c.title == title, table.c.state == ActionState.DONE, table.c.kind.in_(tuple(kinds)))


def edited(ledger: Ledger, titles: Iterable[str], kinds: Iterable[ActionKind]) -> list[str]:
    """Return those of the pages that still have edits of some kinds on them."""
    found: list[str] = []
    done = (table.c.wiki == ledger.wiki, table.c.state == ActionState.DONE, table.c.kind.in_(tuple(kinds)))
    with ledger.engine.connect() as db:
        for part in in_parts(titles):
            found += db.execute(select(table.c.title).distinct().where(*done, table.c.title.in_(part))).scalars()
    return found


def pending_write_on(ledger: Ledger, title: str) -> str:
    """Return the token of a write to a page whose outcome is not known yet, "" if there is none."""
    found = find(ledger, table.c.title == title, table.c.state.in_(UNSETTLED))
    return found[0].token if found else ""


def newest_approved(ledger: Ledger) -> int:
    """Return the number of the newest write that people approved and that waits to be sent, 0 if there is none."""
    where = (table.c.wiki == ledger.wiki, table.c.state.in_(WAITING), table.c.approved_by != "")
    with ledger.engine.connect() as db:
        return int(db.execute(select(func.max(table.c.id)).where(*where)).scalar_one() or 0)


def resting(ledger: Ledger, title: str, since: str) -> frozenset[str]:
    """Return the rules that leave a page alone because a person undid what they did there, at or after a time."""
    found = find(ledger, table.c.title == title, table.c.state == ActionState.REVERTED, table.c.at >= since)
    return frozenset(rule for action in found for rule in action.plan.rules)


def refused(ledger: Ledger, title: str, fingerprints: frozenset[str], base: int | None, since: str) -> str:
    """Return why the wiki refused this write before, "" if it did not.

    A write about findings is refused permanently. Any other write (the report page) is refused only on the same
    revision, and only if that was at or after a time: later, it will have something else to say.
    """
    for action in reversed(find(ledger, table.c.title == title, table.c.state == ActionState.REFUSED)):
        same_write = action.plan.base == base and action.at >= since
        if fingerprints & set(action.plan.fingerprints) if fingerprints else same_write:
            return action.reason
    return ""


def refused_since(ledger: Ledger, since: str) -> list[Action]:
    """Return what the wiki refused at or after a time."""
    return find(ledger, table.c.state == ActionState.REFUSED, table.c.at >= since)


def reported_on(ledger: Ledger, title: str, kind: ActionKind) -> frozenset[str]:
    """Return the fingerprints of the findings that writes of a kind reported on a page, or may have reported."""
    found = find(ledger, table.c.title == title, table.c.kind == kind, table.c.state.in_(_SENT))
    return frozenset(fingerprint for action in found for fingerprint in action.plan.fingerprints)


def reported_to(ledger: Ledger, author: str) -> frozenset[str]:
    """Return the fingerprints of the findings that messages told a person about, or may have told them about."""
    where = (table.c.kind == ActionKind.MESSAGE, table.c.state.in_(_SENT), table.c.author == author)
    return frozenset(fingerprint for action in find(ledger, *where) for fingerprint in action.plan.fingerprints)


def last_base(ledger: Ledger, title: str, kind: ActionKind) -> int:
    """Return the revision that the newest write of a kind to a page was based on, 0 if there is none."""
    where = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.kind == kind, table.c.revision.is_not(None))
    query = select(table.c.base).where(*where).order_by(table.c.revision.desc()).limit(1)
    with ledger.engine.connect() as db:
        return int(db.execute(query).scalar_one_or_none() or 0)


def written_since(ledger: Ledger, since: str, *, title: str | None = None, author: str | None = None) -> int:
    """Return how many writes, other than to the report page, were sent at or after a time; to one page or person."""
    where = [table.c.wiki == ledger.wiki, table.c.at >= since, table.c.state.in_(_SENT)]
    where.append(table.c.kind != ActionKind.REPORT)
    if title is not None:
        where.append(table.c.title == title)
    if author is not None:
        where.append(table.c.author == author)
    with ledger.engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def written_between(ledger: Ledger, begin: str, end: str) -> int:
    """Return how many writes, other than to the report page, the wiki took from one time to just before another."""
    where = (table.c.wiki == ledger.wiki, table.c.at >= begin, table.c.at < end, table.c.state.in_(WRITTEN))
    with ledger.engine.connect() as db:
        query = select(func.count()).select_from(table).where(*where, table.c.kind != ActionKind.REPORT)
        return int(db.execute(query).scalar_one())


def taken_back(ledger: Ledger) -> list[tuple[Action, str]]:
    """Return the edits that were taken back from the outbox and not yet noted as undone, each with who wanted it."""
    undo = table.alias()
    same_page = (undo.c.wiki == table.c.wiki, undo.c.title == table.c.title, undo.c.base == table.c.revision)
    done = (undo.c.kind == ActionKind.UNDO, undo.c.state == ActionState.DONE, undo.c.approved_by != "")
    query = select(table.c.id, undo.c.approved_by).join(undo, and_(*same_page))
    query = query.where(table.c.wiki == ledger.wiki, table.c.state == ActionState.DONE, *done)
    with ledger.engine.connect() as db:
        wanted = {int(number): str(who) for number, who in db.execute(query)}
    return [(one, wanted[one.id]) for one in find(ledger, table.c.id.in_(tuple(wanted)))] if wanted else []


def undo_of(ledger: Ledger, action: Action) -> Action | None:
    """Return the newest write that takes an edit back, None if nobody wanted that."""
    where = (table.c.title == action.title, table.c.kind == ActionKind.UNDO, table.c.base == action.revision)
    return next(iter(actions.newest(ledger, 1, *where)), None) if action.revision is not None else None


def fixes_of(ledger: Ledger, rule: str, limit: int) -> list[Action]:
    """Return the newest fixes that a rule took part in and that reached the wiki, newest first."""
    return actions.newest(ledger, limit, table.c.kind == ActionKind.FIX, table.c.state.in_(WRITTEN), _about_rule(rule))


def of_run(ledger: Ledger, run: str) -> list[Action]:
    """Return what one round wrote, newest first."""
    return find(ledger, table.c.run == run, table.c.state == ActionState.DONE)[::-1]


def of_rule_since(ledger: Ledger, rule: str, since: str) -> list[Action]:
    """Return the writes that a rule took part in at or after a time, newest first."""
    return find(ledger, table.c.at >= since, table.c.state == ActionState.DONE, _about_rule(rule))[::-1]


def newest(ledger: Ledger, limit: int) -> list[Action]:
    """Return the newest actions, newest first."""
    return actions.newest(ledger, limit)


def about(ledger: Ledger, fingerprint: str, title: str) -> list[Action]:
    """Return the writes about one finding, oldest first."""
    return [one for one in find(ledger, table.c.title == title) if fingerprint in one.plan.fingerprints]


def _about_rule(rule: str) -> ColumnElement[bool]:
    return (literal(" ") + table.c.rules + " ").contains(f" {rule} ", autoescape=True)
