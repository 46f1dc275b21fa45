"""The desk on the web as people without scripts use it: verdicts, undo, filters, lists, many at once."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import requests

from linterbot.desk.give_verdict import digest_of
from linterbot.desk.outcome import outcome_of
from linterbot.ledger import action_queries, decisions, findings, invitations, pauses, sessions, track_record
from linterbot.ledger.actions import ActionKind, ActionState
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import Order, RecordedFinding, State
from linterbot.ledger.rights import Right
from linterbot.ledger.timestamps import after
from linterbot.model import Mode, Severity
from linterbot.web import words
from linterbot.web.ready_wikis import MOST
from linterbot.web.wikis import now
from linterbot.wiki.sandbox.people import Person
from tests.web_desk import CONFIG, ONCE, REPLY, TWICE, WebDesk, desk_with_faults, form_of, send_form, web_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WebDesk]:
    with desk_with_faults(tmp_path) as one:
        yield one


def screen(desk: WebDesk, http: requests.Session, one: RecordedFinding) -> str:
    """Return the page of a finding."""
    answer = http.get(desk.url(f"finding/{one.id}"))
    assert answer.status_code == 200
    return answer.text


def judge(desk: WebDesk, http: requests.Session, one: RecordedFinding, word: str, **more: str) -> requests.Response:
    """Give a verdict on the page of a finding."""
    return send_form(desk, http, screen(desk, http, one), "judge", word=word, **more)


def test_one_screen_shows_all_that_is_needed(desk: WebDesk) -> None:
    quill, (twice,) = desk.person(), desk.found("duplicate-example")
    page = screen(desk, quill, twice)
    for words_there in ("duplicate-example", "Candles", "warning", "added by", "Passer-by", "The wiki’s policy"):
        assert words_there in page
    assert "There are no verdicts on this rule yet." in page
    assert re.search(r'class="line removed">.*?removed: </span><mark>\* &#39;&#39;Ropewalk', page, re.DOTALL)
    (lone,) = desk.found("lone-sub-example")
    page = screen(desk, quill, lone)
    assert re.search("<mark>[^<]*To be fair[^<]*</mark>", page)
    assert "The bot cannot repair it" in page
    assert re.search('value="repair"[^>]* disabled', page)


def test_a_repair_is_noted_sent_once_by_the_bot_and_taken_back(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("duplicate-example")
    answer = judge(desk, quill, one, "repair")
    assert "approved, being sent" in answer.text
    assert desk.text("Candles") == TWICE
    assert one.id not in [it.id for it in shown(desk, quill)]
    assert outcome_of(desk.ledger, one, now()).name == "waits"
    assert outcome_of(desk.ledger, one, after(now(), minutes=5)).name == "late"
    assert desk.send() == 1
    assert desk.text("Candles") == ONCE
    outcome = quill.get(desk.url(f"finding/{one.id}/outcome")).json()
    assert outcome == {"words": "done", "settled": True}
    answer = send_form(desk, quill, quill.get(desk.url()).text, "undo")
    assert "being taken back" in quill.get(desk.url(f"finding/{one.id}/outcome")).text
    assert desk.send() == 1
    assert desk.text("Candles") == TWICE
    assert quill.get(desk.url(f"finding/{one.id}/outcome")).json()["words"] == "taken back"
    assert desk.again(one).state is State.OPEN
    record = track_record.track_records(desk.ledger)["duplicate-example"]
    assert (record.edits, record.approvals, record.rejections, record.reverts, record.counted) == (1, 0, 0, 0, 0)
    assert one.id in [it.id for it in shown(desk, quill)]
    assert desk.send() == 0


def shown(desk: WebDesk, http: requests.Session) -> list[RecordedFinding]:
    """Return the findings in somebody's queue, by going through it."""
    seen: list[int] = []
    address = desk.url()
    for _ in range(30):
        page = http.get(address).text
        if "Nothing left to judge" in page:
            break
        number = int(re.search(r"finding/(\d+)/judge", page)[1])  # type: ignore[index]
        if number in seen:
            break
        seen.append(number)
        address = desk.url(f"?after={number}")
    return findings.with_numbers(desk.ledger, seen)


def test_an_approval_that_was_not_sent_is_withdrawn(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("duplicate-example")
    judge(desk, quill, one, "repair")
    page = send_form(desk, quill, quill.get(desk.url()).text, "undo").text
    assert f"finding/{one.id}/judge" in page
    assert desk.send() == 0
    assert desk.text("Candles") == TWICE
    verdicts = [it.verdict for it in decisions.about(desk.ledger, one.title, one.fingerprint)]
    assert verdicts == [Verdict.APPROVED, Verdict.REOPENED]
    judge(desk, quill, one, "repair")
    assert desk.send() == 1


@pytest.mark.parametrize(("word", "state"), [("no-fault", State.REJECTED), ("may-stay", State.IGNORED)])
def test_a_verdict_leads_on_to_the_next_and_can_be_taken_back(desk: WebDesk, word: str, state: State) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    answer = judge(desk, quill, one, word, why="it is fair")
    assert answer.url.startswith(desk.url(f"?after={one.id}"))
    assert desk.again(one).state is state
    (kept,) = decisions.about(desk.ledger, one.title, one.fingerprint)
    assert (kept.who, kept.why, len(kept.origin)) == ("Quill", "it is fair", 16)
    send_form(desk, quill, answer.text, "undo")
    assert desk.again(one).state is State.OPEN
    assert "natter" not in track_record.track_records(desk.ledger) or not (
        track_record.track_records(desk.ledger)["natter"].rejections
    )


def test_later_is_ones_own_and_comes_back(desk: WebDesk) -> None:
    quill, wren, (one,) = desk.person(), desk.person("Wren"), desk.found("natter")
    answer = judge(desk, quill, one, "later")
    assert "Put off for a day" in answer.text
    assert one.id not in [it.id for it in shown(desk, quill)]
    assert one.id in [it.id for it in shown(desk, wren)]
    send_form(desk, quill, answer.text, "undo")
    assert one.id in [it.id for it in shown(desk, quill)]
    assert desk.again(one).state is State.OPEN


def test_undo_goes_back_step_by_step(desk: WebDesk) -> None:
    quill = desk.person()
    first, second = desk.found("natter")[0], desk.found("lone-sub-example")[0]
    judge(desk, quill, first, "no-fault")
    page = judge(desk, quill, second, "may-stay").text
    for one in (second, first):
        page = send_form(desk, quill, page, "undo").text
        assert desk.again(one).state is State.OPEN
    assert "Undo" not in page


def test_who_comes_second_is_told_and_changes_nothing(desk: WebDesk) -> None:
    quill, wren, (one,) = desk.person(), desk.person("Wren"), desk.found("natter")
    theirs = screen(desk, wren, one)
    judge(desk, quill, one, "may-stay")
    answer = send_form(desk, wren, theirs, "judge", word="no-fault")
    assert answer.status_code == 409
    assert "is ignored already" in answer.text
    assert desk.again(one).state is State.IGNORED
    assert [it.who for it in decisions.about(desk.ledger, one.title, one.fingerprint)] == ["Quill"]


def test_what_changed_since_it_was_seen_is_shown_again(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("duplicate-example")
    form = form_of(screen(desk, quill, one), "judge")
    action = desk.address + form.pop("action")
    for name, word in (("seen", "no-fault"), ("seen", "repair"), ("change", "repair")):
        answer = quill.post(action, data={**form, name: "0" * 16, "word": word})
        assert answer.status_code == 409
        assert "look again" in answer.text
        assert f"finding/{one.id}/judge" in answer.text
    assert desk.again(one).state is State.OPEN
    assert not action_queries.about(desk.ledger, one.fingerprint, one.title)


def test_an_edit_elsewhere_on_the_page_makes_no_verdict_stale(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("duplicate-example")
    old = screen(desk, quill, one)
    desk.page("Candles", TWICE.replace("and says so", "and tells everybody"))
    desk.patrol()
    answer = send_form(desk, quill, old, "judge", word="repair")
    assert "approved, being sent" in answer.text
    assert desk.send() == 1
    assert desk.text("Candles") == ONCE.replace("and says so", "and tells everybody")


def test_after_a_repair_the_next_finding_of_the_page_can_be_judged_at_once(desk: WebDesk) -> None:
    desk.page("Candles", TWICE.replace("* Crabbe", "** To be fair, they were good candles, though.\n* Crabbe"))
    desk.patrol()
    quill = desk.person()
    (one,), (reply,) = (
        [it for it in desk.found(rule) if it.title == "Candles"] for rule in ("duplicate-example", "natter")
    )
    next_one = screen(desk, quill, reply)
    judge(desk, quill, one, "repair")
    desk.send()
    answer = send_form(desk, quill, next_one, "judge", word="repair")
    assert "approved, being sent" in answer.text
    desk.send()
    assert desk.text("Candles") == ONCE


def test_nobody_judges_what_came_with_their_own_edit(desk: WebDesk) -> None:
    author, (one,) = desk.person("Passer-by"), desk.found("natter")
    page = screen(desk, author, one)
    assert "came with an edit of your own" in page
    assert "/judge" not in page
    assert shown(desk, author) == []
    other = desk.person("Wren")
    form = form_of(screen(desk, other, one), "judge")
    mine = form_of(author.get(desk.url("help")).text, "keys")
    action = form.pop("action")
    answer = author.post(desk.address + action, data={**form, "token": mine["token"], "word": "no-fault"})
    assert "an edit of your own" in answer.text
    assert desk.again(one).state is State.OPEN
    assert "natter" in author.get(desk.url("?mine=1&rule=natter")).text


def test_another_persons_verdict_stays_unseen_before_ones_own(desk: WebDesk) -> None:
    quill, wren, (one,) = desk.person(), desk.person("Wren"), desk.found("natter")
    page = judge(desk, quill, one, "no-fault", why="a secret reason").text
    send_form(desk, quill, page, "undo")
    head, _, history = screen(desk, wren, one).partition('<details class="history">')
    assert "Quill" not in head
    assert "a secret reason" not in head
    assert "a secret reason" in history


def test_only_who_may_pause_takes_back_what_others_decided(desk: WebDesk) -> None:
    quill, wren = desk.person(), desk.person("Wren", may=Right.DECIDE)
    (one,) = desk.found("natter")
    judge(desk, quill, one, "no-fault")
    token = form_of(wren.get(desk.url("help")).text, "keys")["token"]
    answer = wren.post(desk.url(f"finding/{one.id}/undo"), data={"token": token})
    assert "decided by somebody else" in answer.text
    assert desk.again(one).state is State.REJECTED
    robin = desk.person("Robin")
    token = form_of(robin.get(desk.url("help")).text, "keys")["token"]
    robin.post(desk.url(f"finding/{one.id}/undo"), data={"token": token})
    assert desk.again(one).state is State.OPEN


def test_filters_are_addresses(desk: WebDesk) -> None:
    quill = desk.person()
    for query, there in [
        ("rule=natter", "natter: Lanterns"),
        ("page=candle", ": Candles"),
        ("page=nowhere", "Nothing left"),
        ("author=Nobody", "Nothing left"),
        ("author=Passer-by&page=lantern", ": Lanterns"),
        ("days=30", "Nothing left"),
        ("older=1", "Nothing left"),
        ("sure=95&rule=natter", "Nothing left"),
        ("order=newest", "Lanterns"),
        ("order=no-such-order&sure=x&days=-1", "Candles"),
    ]:
        answer = quill.get(desk.url(f"?{query}"))
        title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
        assert title is not None
        assert there in title[1], query
    page = quill.get(desk.url("?rule=natter")).text
    after = send_form(desk, quill, page, "judge", word="later")
    assert "rule=natter" in after.url


def test_many_are_judged_together_after_all_were_shown(desk: WebDesk) -> None:
    for number in range(55):
        desk.page(f"Lantern {number}", REPLY)
    desk.patrol()
    quill = desk.person()
    page = quill.get(desk.url("bulk?rule=natter")).text
    numbers = re.findall(r'name="n" value="([\w-]+)"', page)
    assert len(numbers) == 50
    assert "50 of 56 are shown" in page
    answer = send_form(desk, quill, page, "bulk", n=numbers[:-1], word="may-stay", why="a house joke")
    assert "49 findings: May stay" in answer.text
    assert len(desk.found("natter")) == 7
    closed = re.findall(r'name="n" value="(\d+)"', answer.text)
    answer = send_form(desk, quill, answer.text, "bulk/undo", n=closed)
    assert answer.url == desk.url("bulk?rule=natter")
    assert len(desk.found("natter")) == 56


def test_many_of_different_rules_are_not_judged_together(desk: WebDesk) -> None:
    quill = desk.person()
    assert quill.get(desk.url("bulk")).status_code == 400
    page = quill.get(desk.url("bulk?rule=natter")).text
    (other,) = desk.found("duplicate-example")
    ticked = f"{other.id}-{digest_of(other)}"
    answer = send_form(desk, quill, page, "bulk", n=[ticked], word="no-fault")
    assert "Left as they were" in answer.text
    assert desk.again(other).state is State.OPEN
    assert send_form(desk, quill, page, "bulk", n=[], word="no-fault").status_code == 400
    assert send_form(desk, quill, page, "bulk", n=[str(other.id)], word="repair").status_code == 400


def test_who_may_only_decide_neither_pauses_nor_judges_many(desk: WebDesk) -> None:
    wren = desk.person("Wren", may=Right.DECIDE)
    assert wren.get(desk.url("bulk?rule=natter")).status_code == 403
    token = form_of(wren.get(desk.url("help")).text, "keys")["token"]
    answer = wren.post(desk.url("pauses"), data={"token": token, "rule": "natter", "why": "so", "do": "pause"})
    assert answer.status_code == 403
    assert pauses.of_wiki(desk.ledger, "2026-01-01T00:00:00Z") == []


def test_pause_and_resume_need_a_reason(desk: WebDesk) -> None:
    quill = desk.person()
    page = quill.get(desk.url("pauses")).text
    assert send_form(desk, quill, page, "pauses", rule="natter", do="pause").status_code == 400
    for rule in ("natter", "*"):
        page = send_form(desk, quill, page, "pauses", rule=rule, do="pause", why="a quarrel").text
        assert "a quarrel" in page
    held = pauses.of_wiki(desk.ledger, "2026-01-01T00:00:00Z")
    assert [(one.rule, one.who) for one in held] == [("", "Quill"), ("natter", "Quill")]
    for rule in ("natter", "*"):
        form = {**form_of(page, "pauses"), "rule": rule}
        page = quill.post(desk.address + form.pop("action"), data={**form, "do": "resume", "why": "settled"}).text
    assert "Nothing is paused" in page
    assert send_form(desk, quill, page, "pauses", rule="no-such", do="pause", why="x").status_code == 404


def test_every_page_is_there_in_every_language(desk: WebDesk) -> None:
    quill = desk.person()
    judge(desk, quill, desk.found("natter")[0], "no-fault", why="fair")
    judge(desk, quill, desk.found("duplicate-example")[0], "repair")
    desk.send()
    quill.get(desk.url())
    paths = ["", "mine", "log", "rules", "rule/natter", "trends", "pauses", "help", "bulk?rule=lone-sub-example"]
    paths += [
        "page?title=Candles",
        "settings",
        "settings?show=1&mode.natter=shadow",
        f"finding/{desk.found('lone-sub-example')[0].id}",
    ]
    for language in words.languages():
        for path in paths:
            answer = quill.get(desk.url(path), headers={"Accept-Language": f"{language}-XX,{language};q=0.9"})
            assert answer.status_code == 200, path
            assert f'<html lang="{language}">' in answer.text
    assert "Warteschlange" in quill.get(desk.url(), headers={"Accept-Language": "de"}).text
    assert quill.get(desk.url("page?title=Nowhere")).status_code == 404
    assert quill.get(desk.url("rule/no-such")).status_code == 404
    assert quill.get(desk.url("finding/99999")).status_code == 404
    assert quill.get(desk.url("no-such-page")).status_code == 404
    assert quill.get(f"{desk.address}/nowiki/").status_code == 404
    assert quill.get(f"{desk.address}/health").text == "well"
    assert quill.get(desk.address).url == desk.url()


def test_my_decisions_are_mine_and_can_be_taken_back(desk: WebDesk) -> None:
    quill, wren, (one,) = desk.person(), desk.person("Wren"), desk.found("natter")
    judge(desk, quill, one, "no-fault", why="fair")
    assert "not decided anything" in wren.get(desk.url("mine")).text
    page = quill.get(desk.url("mine")).text
    assert "Lanterns" in page
    assert "fair" in page
    send_form(desk, quill, page, "undo")
    assert "not decided anything" in quill.get(desk.url("mine")).text


def test_a_wiki_that_is_away_costs_no_verdict_and_shows_no_fault_of_ours(
    desk: WebDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linterbot.errors import WikiDown

    quill, (one,), (reply,) = desk.person(), desk.found("duplicate-example"), desk.found("natter")
    quill.get(desk.url("help"))
    old = screen(desk, quill, one)

    def away(*_: object) -> None:
        raise WikiDown("/secret/path", "no answer", "")

    monkeypatch.setattr(type(desk.admin.wiki), "pages", away)
    desk.wiki.forget(one)
    page = screen(desk, quill, one)
    assert "does not answer" in page
    answer = send_form(desk, quill, old, "judge", word="repair")
    assert answer.status_code == 503
    assert "/secret/path" not in answer.text
    assert not action_queries.about(desk.ledger, one.fingerprint, one.title)
    assert judge(desk, quill, reply, "no-fault").status_code == 200
    assert desk.again(reply).state is State.REJECTED


def test_a_fault_of_ours_shows_no_traceback_and_logs_no_invitation(
    desk: WebDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from linterbot.web import decided

    quill = desk.person()

    def broken(*_: object) -> None:
        raise RuntimeError("deep inside")

    monkeypatch.setattr(decided, "newest_events", broken)
    answer = quill.get(desk.url("log"))
    assert answer.status_code == 500
    assert "went wrong" in answer.text
    assert "deep inside" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    link = desk.link("Quill")
    monkeypatch.setattr(invitations, "look_up", broken)
    assert requests.get(link).status_code == 500
    assert "a fault in linterbot, at /{wiki}/enter/{secret}" in caplog.text
    assert link.rpartition("/")[2] not in caplog.text


def test_the_settings_form_makes_the_text_that_makes_the_bot_more_careful(desk: WebDesk) -> None:
    quill = desk.person()
    query = {"show": "1", "mode.natter": "shadow", "sure.natter": "90", "alone.main": "1"}
    pointless = {"mode.word-cruft": "auto", "mode.no-such": "flag", "sure.x": "1", "mode.unnamed-work": "flag"}
    page = quill.get(desk.url("settings"), params={**query, **pointless}).text
    text = html.unescape(page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])
    assert json.loads(text) == {
        "rules": {"natter": "shadow"},
        "thresholds": {"natter": 0.9},
        "leave-alone": ["main"],
    }
    assert quill.get(desk.url("settings")).status_code == 200
    desk.admin.edit("MediaWiki:Linterbot.json", text)
    desk.page("Lanterns again", REPLY)
    desk.patrol()
    assert [one.title for one in desk.found("natter")] == ["Lanterns"]
    assert 'name="alone.main" value="1" checked' in quill.get(desk.url("settings")).text


def test_what_was_put_off_is_listed_and_can_be_brought_back(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    judge(desk, quill, one, "later")
    page = quill.get(desk.url("mine")).text
    assert "Put off" in page
    send_form(desk, quill, page, "undo")
    assert "Put off" not in quill.get(desk.url("mine")).text
    assert one.id in [it.id for it in shown(desk, quill)]


def test_a_repair_that_would_have_to_wait_says_so_first(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("duplicate-example")
    assert "it will wait" not in screen(desk, quill, one)
    page = quill.get(desk.url("pauses")).text
    send_form(desk, quill, page, "pauses", rule="duplicate-example", do="pause", why="a quarrel")
    desk.wiki.forget(one)
    assert re.search("it will wait:.*a quarrel", screen(desk, quill, one))


def test_undo_says_what_it_did_and_reaches_into_no_earlier_visit(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    page = judge(desk, quill, one, "no-fault").text
    assert "Taken back." in send_form(desk, quill, page, "undo").text
    judge(desk, quill, one, "no-fault")
    (session,) = sessions.all_of(desk.ledger, now())
    sessions.change(desk.ledger, session.key, made_at=after(now(), seconds=5))
    assert 'data-key="z"' not in quill.get(desk.url()).text


def test_whatever_happened_there_are_words_for_it_in_every_language() -> None:
    kinds: dict[str, Iterable[str]] = {
        "action": [one.replace(" ", "-") for one in ActionState],
        "write": ActionKind,
        "verdict": [*Verdict, "later"],
        "state": State,
        "seen": [*State, "gone"],
        "severity": Severity,
        "mode": Mode,
        "order": Order,
        "can": [one.name.lower() for one in Right if one],
        "said": ["approved", "rejected", "ignored", "later"],
        "outcome": ["none", "waits", "late", "held", "sending", "done", "undoing", "undone", "failed"],
    }
    known = words.texts()
    assert [f"{kind}-{one}" for kind, names in kinds.items() for one in names if f"{kind}-{one}" not in known] == []
    for name, one in known.items():
        places = {frozenset(re.findall(r"{(\w+)}", text)) for text in one.values()}
        assert len(places) == 1, name


def test_of_many_wikis_only_those_that_somebody_looks_at_get_processes(tmp_path: Path) -> None:
    (tmp_path / "wikis").mkdir()
    for number in range(12):
        (tmp_path / "wikis" / f"wiki{number}.yaml").write_text(f"path: {number}.sqlite\n")
        Person(tmp_path / f"{number}.sqlite", "LabAdmin")
    shared = "wiki-defaults: {kind: sandbox, pack: tropedia, operator: tests}"
    with web_desk(tmp_path, config=f"{CONFIG}wiki-folder: wikis\n{shared}\n") as desk:
        wikis = desk.server.desk.wikis
        assert len(wikis) == 13
        assert requests.get(f"{desk.address}/wiki7/").status_code == 401
        assert not any(one.known.is_set() for one in wikis.values())  # a stranger's look starts nothing
        for number in range(12):
            text = {"wiki": f"wiki{number}", "title": "X", "text": TWICE}
            assert requests.post(f"{desk.address}/api/check", json=text).json()["findings"]
        with_processes = [name for name, one in wikis.items() if one.texts.runs]
        assert len(with_processes) <= MOST
        assert "wiki11" in with_processes
        again = {"wiki": "wiki0", "title": "X", "text": TWICE}
        assert requests.post(f"{desk.address}/api/check", json=again).json()["findings"]
