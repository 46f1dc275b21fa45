"""What people approve is noted by a process that cannot write, and sent once by one that can, through every guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from linterbot.bot import verdicts
from linterbot.bot.approved import send_approved
from linterbot.bot.context import BotContext
from linterbot.bot.opening import open_bot, open_reader
from linterbot.bot.writing import outbox, settle
from linterbot.config import reader as configuration
from linterbot.desk import approvals, proposal
from linterbot.desk.answer import Answer
from linterbot.desk.approvals import Approval
from linterbot.desk.proposal import NoFix, Proposal
from linterbot.errors import ConfigError, WikiError
from linterbot.guards.base import Hold
from linterbot.ledger import action_queries, decisions, findings, pauses, states, weeks
from linterbot.ledger.actions import ActionState
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.selection import Selection
from linterbot.wiki.only_reading import only_reading
from linterbot.wiki.protocol import Outcome, Save, Unknown, Wiki
from tests.contract.bot import ONCE, TWICE, Bot, RacingWiki
from tests.contract.bot import configuration as configured
from tests.contract.conftest import Lab


def reader(bot: Bot) -> BotContext:
    """Return the bot's context as somebody has it who only reads the wiki."""
    return replace(bot.context, wiki=only_reading(bot.context.wiki)).new_round()


def note(bot: Bot, one: RecordedFinding, who: str = "Wren") -> Approval:
    noted = approvals.note(reader(bot), one, who, "")
    assert isinstance(noted, Approval)
    return noted


def state_of(bot: Bot, one: RecordedFinding) -> State:
    (now,) = findings.with_numbers(bot.context.ledger, [one.id])
    return now.state


def test_who_only_reads_notes_and_the_next_to_hold_the_wiki_sends_once(bot: Bot) -> None:
    one = bot.flag_a_fault()
    note(bot, one)
    assert (bot.text(one.title), state_of(bot, one)) == (TWICE, State.OPEN)
    assert action_queries.newest_approved(bot.context.ledger) > 0
    assert len(send_approved(bot.context).sent_late) == 1
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (ONCE, 1)
    assert state_of(bot, one) is State.RESOLVED
    assert action_queries.newest_approved(bot.context.ledger) == 0
    assert send_approved(bot.context).sent_late == []
    bot.patrol()
    assert bot.edits_by_us(one.title) == 1
    repaired = {it.rule: it.repaired for it in weeks.newest(bot.context.ledger, 1, bot.context.now)}
    assert repaired["duplicate-example"] == 1
    (kept,) = decisions.about(bot.context.ledger, one.title, one.fingerprint)
    assert (kept.who, kept.verdict) == ("Wren", Verdict.APPROVED)


def test_who_only_reads_cannot_write(bot: Bot) -> None:
    one = bot.flag_a_fault()
    with pytest.raises(WikiError, match="only reads the wiki"):
        reader(bot).wiki.save(Save(one.title, ONCE, "summary", None))
    note(bot, one)
    with pytest.raises(WikiError, match="only reads the wiki"):
        send_approved(reader(bot))
    assert bot.text(one.title) == TWICE


def test_of_two_people_who_approve_at_the_same_time_one_hears_of_the_other(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bot.flag_a_fault()
    faster: list[Approval] = []

    def propose(*given: Any) -> Proposal | NoFix:
        monkeypatch.setattr(approvals, "propose", proposal.propose)
        faster.append(note(bot, one))
        return proposal.propose(*given)

    monkeypatch.setattr(approvals, "propose", propose)
    second = approvals.note(reader(bot), one, "Quill", "")
    assert len(faster) == 1
    assert isinstance(second, Answer)
    assert (second.words, second.done) == ("is already approved, and waits", False)
    assert [it.who for it in decisions.about(bot.context.ledger, one.title, one.fingerprint)] == ["Wren"]
    send_approved(bot.context)
    assert bot.edits_by_us(one.title) == 1


def test_what_somebody_rejects_meanwhile_is_not_sent(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bot.flag_a_fault()

    def propose(*given: Any) -> Proposal | NoFix:
        verdicts.close(bot.context.ledger, one, Verdict.REJECTED, "Quill", "", bot.context.now)
        return proposal.propose(*given)

    monkeypatch.setattr(approvals, "propose", propose)
    answer = approvals.note(reader(bot), one, "Wren", "")
    assert isinstance(answer, Answer)
    assert answer.words == "is already rejected"
    send_approved(bot.context)
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (TWICE, 0)
    assert [it.who for it in decisions.about(bot.context.ledger, one.title, one.fingerprint)] == ["Quill"]


def test_what_is_held_waits_with_its_reason(bot: Bot) -> None:
    one = bot.flag_a_fault()
    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please.")
    noted = note(bot, one)
    assert send_approved(bot.context).sent_late == []
    (waiting,) = action_queries.about(bot.context.ledger, one.fingerprint, one.title)
    assert waiting.id == noted.action.id
    assert "Stop, please." in waiting.reason
    assert bot.text(one.title) == TWICE
    bot.lab.actors.edit(bot.context.settings.stop_page, "")
    send_approved(bot.context)
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (ONCE, 1)


def test_what_is_rejected_while_a_guard_holds_it_stays_withdrawn(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bot.flag_a_fault()
    noted = note(bot, one)
    hold = outbox.hold

    def rejected_meanwhile(*given: Any) -> Hold | None:
        verdicts.close(bot.context.ledger, one, Verdict.REJECTED, "Quill", "", bot.context.now)
        return hold(*given)

    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please.")
    monkeypatch.setattr(outbox, "hold", rejected_meanwhile)
    send_approved(bot.context)
    monkeypatch.undo()
    (kept,) = action_queries.about(bot.context.ledger, one.fingerprint, one.title)
    assert (kept.id, kept.state) == (noted.action.id, ActionState.NOT_SENT)
    bot.lab.actors.edit(bot.context.settings.stop_page, "")
    send_approved(bot.context)
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (TWICE, 0)


class Silent(RacingWiki):
    """A wiki that a write to one page never reaches, and nobody hears so."""

    def save(self, save: Save) -> Outcome:
        return Unknown("no answer") if save.title == self._title else self._wiki.save(save)


def test_what_is_rejected_while_its_answer_is_lost_is_not_sent_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bot.flag_a_fault()
    note(bot, one)
    whole = bot.context
    send_approved(replace(whole, wiki=cast(Wiki, Silent(whole.wiki, one.title))))
    verdicts.close(whole.ledger, one, Verdict.REJECTED, "Quill", "", whole.now)
    monkeypatch.setattr(settle, "_SETTLING", -timedelta(days=1))  # it has been waited for long enough
    pauses.resume(whole.ledger, "")
    send_approved(whole)
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (TWICE, 0)
    (kept,) = action_queries.about(whole.ledger, one.fingerprint, one.title)
    assert (kept.state, kept.reason) == (ActionState.NOT_SENT, "a person dismissed what it is about")


def test_what_was_edited_meanwhile_has_to_be_approved_again(bot: Bot) -> None:
    one = bot.flag_a_fault()
    note(bot, one)
    bot.lab.actors.edit(one.title, f"{TWICE}\n* More.")
    send_approved(bot.context)
    assert bot.text(one.title) == f"{TWICE}\n* More."
    note(bot, one)
    send_approved(bot.context)
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (f"{ONCE}\n* More.", 1)


def test_an_approval_that_was_taken_back_can_be_given_again(bot: Bot) -> None:
    one = bot.flag_a_fault()
    now = bot.context.wiki.now()
    first = note(bot, one)
    verdicts.close(bot.context.ledger, one, Verdict.REJECTED, "Quill", "", now)
    send_approved(bot.context)
    assert bot.text(one.title) == TWICE
    (rejected,) = findings.with_numbers(bot.context.ledger, [one.id])
    assert verdicts.reopen(bot.context.ledger, rejected, "Quill", "", now) is State.OPEN
    second = note(bot, one)
    assert second.action.token != first.action.token
    send_approved(bot.context)
    assert (bot.text(one.title), bot.edits_by_us(one.title)) == (ONCE, 1)
    kept = {it.token: it.state for it in action_queries.about(bot.context.ledger, one.fingerprint, one.title)}
    assert kept == {first.action.token: ActionState.NOT_SENT, second.action.token: ActionState.DONE}


def test_a_closed_finding_is_not_approved(bot: Bot) -> None:
    one = bot.flag_a_fault()
    states.close(
        bot.context.ledger, one.title, [one.fingerprint], State.IGNORED, bot.context.now, Cause.DECIDED, "Wren"
    )
    (ignored,) = findings.on_pages(bot.context.ledger, Selection([State.IGNORED]), [one.title])
    answer = approvals.note(reader(bot), ignored, "Wren", "")
    assert isinstance(answer, Answer)
    assert answer.words == "is already ignored"


@pytest.mark.mediawiki
def test_a_reader_asks_for_no_password_and_has_no_account(
    mediawiki_lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LINTERBOT_PASSWORD_LAB", raising=False)
    monkeypatch.chdir(tmp_path)
    text = configured(mediawiki_lab).replace("    pack:", "    password-file: secret\n    pack:")
    (tmp_path / "config.yaml").write_text(text)
    title = mediawiki_lab.title()
    mediawiki_lab.actors.edit(title, TWICE)
    config = configuration.load(Path("config.yaml"))
    with pytest.raises(ConfigError, match="secret"), open_bot(config, "lab"):
        pass
    monkeypatch.setattr("linterbot.wiki.connect.password", lambda *_: pytest.fail("somebody asked for the password"))
    with open_reader(config, "lab") as context:
        assert context.site.user == ""
        assert [page.text for page in context.wiki.pages([title])] == [TWICE]
        with pytest.raises(WikiError, match="only reads the wiki"):
            context.wiki.save(Save(title, ONCE, "summary", None))
