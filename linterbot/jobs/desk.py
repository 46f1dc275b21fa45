"""What an operator decides: to approve, reject, ignore, undo, pause, resume. Who, when and why is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from linterbot.errors import TargetError
from linterbot.guards.base import Hold, Intent
from linterbot.jobs import outbox, repair
from linterbot.jobs.apart import Lost
from linterbot.jobs.clock import Clock
from linterbot.jobs.judge import Judged, judge, mended
from linterbot.jobs.tools import Round, Tools
from linterbot.jobs.world import begin, talk_is_read
from linterbot.ledger import Ledger, actions, decisions, findings, leases, pauses
from linterbot.ledger.actions import Action, ActionKind, ActionState
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import Recorded, State
from linterbot.lint.fixing import Mended
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Later, Outcome, Saved, Site

_UNDECIDED = (State.OPEN, State.BACKLOG)
_PATIENCE = 60  # seconds that an operator waits for a round of the daemon to end


@dataclass(frozen=True)
class Answer:
    """What came of one decision, in words; `done` says whether it is as the operator wants it."""

    about: str
    words: str
    done: bool


@contextmanager
def at_work(tools: Tools) -> Iterator[tuple[Site, Round]]:
    """Hold the wiki while the operator's writes are sent; a round under way is waited for.

    Raises WikiBusy where that takes longer than a person waits.
    """
    site, so_far = tools.wiki.site(), Round(Clock(tools.wiki.now()))
    with leases.held(tools.ledger, _PATIENCE) as so_far.holder:
        begin(tools)
        yield site, so_far


def numbered(ledger: Ledger, number: int) -> Recorded:
    """Return a finding by its number; raises TargetError."""
    found = findings.numbered(ledger, number)
    if found is None:
        raise TargetError(f"no. {number}", f'there is no such finding on "{ledger.wiki}"', "see `linterbot queue`")
    return found


def approve(tools: Tools, site: Site, so_far: Round, one: Recorded, who: str, why: str) -> Answer:
    """Repair a finding that an operator agreed to: the page is read again, and what no longer applies is said."""
    about = f"no. {one.id} on {one.title}"
    if one.state not in _UNDECIDED:
        return Answer(about, f"is {one.state} already", done=one.state is State.RESOLVED)
    if _waiting(tools.ledger, one):
        return Answer(about, "is approved already, and waits", done=False)
    pages = tools.wiki.pages([one.title])
    if not pages:
        return Answer(about, "the page is gone", done=False)
    (judged,) = judge(tools, site, pages)
    repaired = _repaired(tools, site, judged, one)
    if isinstance(repaired, str):
        return Answer(about, repaired, done=False)
    _decide(tools.ledger, one, Verdict.APPROVED, who, why, so_far.now)
    intent = repair.intended(tools, judged.page, repaired, approved=True)
    reason = outbox.hold(tools, site, intent, so_far)
    token = actions.new_token()
    plan = outbox.planned(intent, so_far, approved_by=who)
    action = actions.plan(tools.ledger, plan, token, repair.summary(repaired, token), so_far.now)
    if reason is not None:
        return Answer(about, f"approved, and waits: {reason.reason}", done=False)
    sent = outbox.send(tools, action, so_far)
    repair.after_repair(tools, site, judged.page, repaired, sent, so_far)
    if isinstance(sent.outcome, Later):
        return Answer(about, f"approved, and waits: {sent.outcome.reason}", done=False)
    return Answer(about, *_said(sent.outcome))


def close(ledger: Ledger, one: Recorded, verdict: Verdict, who: str, why: str, now: str) -> Answer:
    """Reject a finding (it is none), or ignore it (it may stay); for good, and a waiting repair of it is dropped."""
    about = f"no. {one.id} on {one.title}"
    state = State.REJECTED if verdict is Verdict.REJECTED else State.IGNORED
    if one.state is state:
        return Answer(about, f"is {state} already", done=True)
    findings.close(ledger, one.title, [one.fingerprint], state, now)
    for action in _waiting(ledger, one):
        actions.withdraw(ledger, action, f"{verdict} by {who}")
    _decide(ledger, one, verdict, who, why, now)
    return Answer(about, f"{verdict} for good", done=True)


def undo(tools: Tools, site: Site, so_far: Round, undone: Iterable[Action], who: str, why: str) -> Iterator[Answer]:
    """Take back the bot's own writes where nobody has edited over them; say which are left."""
    for action in undone:
        if action.plan.kind is ActionKind.REPORT or action.revision is None:
            continue
        answer = _undo(tools, site, so_far, action)
        if answer.done:
            actions.settle(tools.ledger, action, ActionState.UNDONE, action.revision, f"undone by {who}")
            findings.close(tools.ledger, action.title, action.plan.fingerprints, State.REJECTED, so_far.now)
            for rule in action.plan.rules:
                decision = Decision(who, Verdict.UNDONE, so_far.now, rule, action.title, why=why)
                decisions.keep(tools.ledger, decision)
        yield answer


def pause(ledger: Ledger, rule: str, who: str, why: str, now: str) -> None:
    """Pause a rule, or the wiki (""), until somebody resumes it."""
    pauses.until_resumed(ledger, rule, why, who, now)
    decisions.keep(ledger, Decision(who, Verdict.PAUSED, now, rule, why=why))


def resume(ledger: Ledger, rule: str, who: str, why: str, now: str) -> bool:
    """End the pause of a rule, or of the wiki (""); False where there was none."""
    ended = pauses.resume(ledger, rule)
    if ended:
        decisions.keep(ledger, Decision(who, Verdict.RESUMED, now, rule, why=why))
    return ended


def resume_wiki(tools: Tools, who: str, why: str) -> bool:
    """End the pause of a wiki; what stands on the bot's talk page now counts as read. False where there was none.

    Raises WikiError, and ends nothing, where the talk page cannot be read.
    """
    now = tools.wiki.now()
    talk_is_read(tools)
    return resume(tools.ledger, "", who, why, now)


def proposed(tools: Tools, site: Site, one: Recorded) -> tuple[str, str] | str:
    """Return a finding's page as it is and as it would be, or in words why there is nothing to show."""
    pages = tools.wiki.pages([one.title])
    if not pages:
        return "the page is gone"
    (judged,) = judge(tools, site, pages)
    repaired = _repaired(tools, site, judged, one)
    return repaired if isinstance(repaired, str) else (judged.page.text, repaired.text)


def _waiting(ledger: Ledger, one: Recorded) -> list[Action]:
    """Return the writes about a finding that wait to be sent."""
    waiting = actions.in_state(ledger, actions.WAITING)
    return [it for it in waiting if it.title == one.title and one.fingerprint in it.plan.fingerprints]


def _repaired(tools: Tools, site: Site, judged: Judged, one: Recorded) -> Mended | str:
    """Return the page with one finding repaired, or in words why it cannot be."""
    now_there = next((it for it in judged.judgement.findings if it.fingerprint == one.fingerprint), None)
    if judged.lost:
        return f"the page cannot be judged: {judged.lost}"
    if now_there is None:
        return "it does not stand on the page any more"
    if now_there.fix is None:
        return "there is no repair for it; a person has to edit the page"
    repaired = mended(tools, site, judged, frozenset([one.fingerprint]), unsafe=True)
    if isinstance(repaired, Lost):
        return f"the page cannot be repaired: {repaired.reason}"
    if not repaired.repaired:
        return "its repair is only a suggestion, or did not prove itself; a person has to edit the page"
    return repaired


def _undo(tools: Tools, site: Site, so_far: Round, action: Action) -> Answer:
    about = f"{action.title} (linterbot {action.token})"
    pages = tools.wiki.pages([action.title])
    if not pages or pages[0].revision != action.revision:
        return Answer(about, "somebody edited over it; left as it is", done=False)
    if action.plan.base is None:
        return Answer(about, "the bot made this page; deleting it is a person's decision", done=False)
    history = tools.wiki.history(action.title, action.plan.base)
    parent = next((it.parent for it in history if it.revision == action.revision), action.plan.base)
    texts = tools.wiki.texts([parent])
    if not texts:
        return Answer(about, "the text from before cannot be read any more", done=False)
    rules = frozenset(action.plan.rules)
    intent = Intent(ActionKind.UNDO, action.title, rules, pages[0], texts[0].text, approved=True)
    said = f"undo revision {action.revision} of {tools.settings.user}"
    sent = outbox.post(tools, site, intent, lambda token: marked(said, token), so_far)
    if isinstance(sent, Hold):
        return Answer(about, f"held: {sent.reason}", done=False)
    words, done = _said(sent.outcome)
    return Answer(about, "undone" if done else words, done)


def _said(outcome: Outcome) -> tuple[str, bool]:
    if isinstance(outcome, Saved):
        return f"done, revision {outcome.revision}", True
    reason = getattr(outcome, "reason", "the page says so already")
    return f"not done: {reason}", False


def _decide(ledger: Ledger, one: Recorded, verdict: Verdict, who: str, why: str, now: str) -> None:
    decisions.keep(ledger, Decision(who, verdict, now, one.rule, one.title, one.fingerprint, why))
