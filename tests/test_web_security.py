"""The desk on the web against those who mean it ill: each threat that its plan names, and who may come in at all."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from linterbot.cli import Status, run
from linterbot.config import reader
from linterbot.desk import sign_in
from linterbot.errors import ConfigError, WikiDown, WikiError
from linterbot.ledger import decisions, sessions
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.rights import Right
from linterbot.ledger.timestamps import before
from linterbot.web import files, limits, security, visit
from linterbot.web.limits import Counter, Limit, Limits
from linterbot.web.wikis import now
from linterbot.wiki.protocol import Save
from linterbot.wiki.sandbox.people import Person
from tests.web_desk import CONFIG, ONCE, REPLY, TWICE, WebDesk, desk_with_faults, form_of, send_form, web_desk

TEMPLATES = sorted((Path(files.__file__).parent / "templates").glob("*.html"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WebDesk]:
    with desk_with_faults(tmp_path) as one:
        yield one


def judgement(desk: WebDesk, http: requests.Session, one: RecordedFinding) -> dict[str, str]:
    """Return what the form of a finding would send."""
    form = form_of(http.get(desk.url(f"finding/{one.id}")).text, "judge")
    del form["action"]
    return {**form, "word": "no-fault"}


def send(desk: WebDesk, http: requests.Session, one: RecordedFinding, form: dict[str, str], **headers: str) -> int:
    """Send a verdict and return the answer's status."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.post(desk.url(f"finding/{one.id}/judge"), data=form, headers=sent, allow_redirects=False).status_code


# Forms that another site sends.


def test_a_form_from_elsewhere_does_nothing(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    form = judgement(desk, quill, one)
    without = {name: value for name, value in form.items() if name != "token"}
    assert send(desk, quill, one, without) == 403
    assert send(desk, quill, one, {**form, "token": "x"}) == 403
    assert send(desk, quill, one, {**form, "token": "ü" * 64}) == 403
    assert send(desk, quill, one, form, Sec_Fetch_Site="cross-site") == 403
    assert send(desk, quill, one, form, Sec_Fetch_Site="same-site") == 403
    assert send(desk, quill, one, form, Origin="https://elsewhere.example") == 403
    assert send(desk, quill, one, form, Origin="null") == 403
    other = desk.person("Wren")
    assert send(desk, quill, one, {**form, "token": judgement(desk, other, one)["token"]}) == 403
    assert desk.again(one).state is State.OPEN
    assert send(desk, quill, one, form, Origin=desk.address) == 303
    assert desk.again(one).state is State.REJECTED


def test_reading_changes_nothing(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    form = judgement(desk, quill, one)
    for path in (f"finding/{one.id}/judge", f"finding/{one.id}/undo", "sign-out", "keys", "bulk/undo"):
        assert quill.get(desk.url(path), params=form).status_code == 404
    assert desk.again(one).state is State.OPEN


# Sessions.


def test_a_session_is_kept_as_a_digest_and_its_cookie_is_for_no_script(desk: WebDesk) -> None:
    Person(desk.folder / "sandbox.sqlite", "Quill")
    link = desk.link("Quill")
    answer = requests.post(link, data={"token": ""}, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    secret = cookie.partition("=")[2].partition(";")[0]
    assert len(secret) == 43
    kept = "".join(sqlite3.connect(desk.folder / "state" / "ledger.sqlite").iterdump())
    assert secret not in kept
    assert link.rpartition("/")[2] not in kept


def test_with_https_the_cookie_is_bound_to_the_host() -> None:
    assert visit.cookie_name("sandbox", secure=True).startswith("__Host-")
    assert not visit.cookie_name("sandbox", secure=False).startswith("__Host-")
    assert visit.cookie_name("sandbox", secure=True) != visit.cookie_name("tropedia", secure=True)


def test_the_secure_cookie_is_secure(tmp_path: Path) -> None:
    with web_desk(tmp_path, config=f"{CONFIG}\ndesk: {{address: 'https://desk.example'}}\n") as desk:
        Person(tmp_path / "sandbox.sqlite", "Quill")
        path = desk.link("Quill").removeprefix("https://desk.example")
        here = f"http://127.0.0.1:{desk.server.port}"
        answer = requests.post(here + path, data={"token": ""}, allow_redirects=False)
        assert answer.headers["Set-Cookie"].startswith("__Host-")
        assert "Secure" in answer.headers["Set-Cookie"]
        assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_to_sign_out_ends_the_session_for_whoever_has_the_cookie(desk: WebDesk) -> None:
    quill = desk.person()
    thief = requests.Session()
    thief.cookies.update(quill.cookies)
    assert thief.get(desk.url()).status_code == 200
    send_form(desk, quill, quill.get(desk.url("help")).text, "sign-out")
    assert thief.get(desk.url()).status_code == 401
    assert quill.get(desk.url()).status_code == 401


@pytest.mark.parametrize("ago", [{"hours": 13}, {"days": 31}])
def test_a_session_ends_by_itself(desk: WebDesk, ago: dict[str, float]) -> None:
    quill = desk.person()
    (session,) = sessions.all_of(desk.ledger, now())
    at = before(now(), **ago)
    sessions.change(desk.ledger, session.key, **({"seen_at": at} if "hours" in ago else {"made_at": at}))
    assert quill.get(desk.url()).status_code == 401
    assert sessions.all_of(desk.ledger, now()) == []


def test_an_operator_lists_and_ends_sessions(desk: WebDesk, capsys: pytest.CaptureFixture[str]) -> None:
    quill, config = desk.person(), str(desk.folder / "config.yaml")
    desk.link("Quill")
    assert run(["desk", "sessions", "-c", config]) is Status.CLEAN
    assert "Quill: since" in capsys.readouterr().out
    assert run(["desk", "revoke", "Quill", "-c", config]) is Status.CLEAN
    assert capsys.readouterr().out == "1 session ended, 1 invitation withdrawn\n"
    assert quill.get(desk.url()).status_code == 401
    assert run(["desk", "revoke", "Quill", "-c", config]) is Status.FINDINGS


# The way in.


def test_an_invitation_is_spent_by_its_button_once_and_not_by_a_look(desk: WebDesk) -> None:
    Person(desk.folder / "sandbox.sqlite", "Quill")
    link = desk.link("Quill")
    for _ in range(3):
        page = requests.get(link)
        assert page.status_code == 200
        assert "Quill" in page.text
        assert "Set-Cookie" not in page.headers
    first, second = requests.Session(), requests.Session()
    assert first.post(link, data={"token": ""}).status_code == 200
    assert second.post(link, data={"token": ""}).status_code == 403
    assert requests.get(link).status_code == 403
    assert second.get(desk.url()).status_code == 401
    for wrong in ("x", "ü", "a" * 5_000, "%00", "..%2f.."):
        assert requests.get(desk.url(f"enter/{wrong}")).status_code in (403, 404)


def test_an_invitation_is_good_for_three_days(desk: WebDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from linterbot.ledger.timestamps import after
    from linterbot.web import dispatch

    Person(desk.folder / "sandbox.sqlite", "Quill")
    link = desk.link("Quill")
    monkeypatch.setattr(dispatch, "now", lambda: after(now(), hours=73))
    assert requests.get(link).status_code == 403


def test_an_invitation_from_another_site_is_not_accepted(desk: WebDesk) -> None:
    Person(desk.folder / "sandbox.sqlite", "Quill")
    link = desk.link("Quill")
    answer = requests.post(link, data={"token": ""}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert requests.get(link).status_code == 200


def test_who_has_not_proven_who_they_are_may_only_look(desk: WebDesk) -> None:
    person = Person(desk.folder / "sandbox.sqlite", "Quill")
    (one,), quill = desk.found("natter"), requests.Session()
    quill.post(desk.link("Quill", trusted=False), data={"token": ""})
    page = quill.get(desk.url(f"finding/{one.id}")).text
    assert "Show that the account is yours" in page
    assert "/judge" not in page
    proof = quill.get(desk.url("proof")).text
    letters = re.search(r"<code>([A-Z]{8})</code>", proof)
    assert letters is not None
    assert letters[1] in quill.get(desk.url("proof")).text
    before_proof = dict(quill.cookies)
    for title, comment, by in [
        ("User:Quill/linterbot", "no letters", "Quill"),
        ("Candles", letters[1], "Quill"),
        ("User:Quilled/linterbot", letters[1], "Quill"),
        ("User:Quill/linterbot", letters[1], "Somebody else"),
        ("User talk:Quill", letters[1], "Quill"),
        ("Category:Quill", letters[1], "Quill"),
        ("User:Quill/linterbot", f"/* {letters[1]} */ a reply", "Quill"),
        ("User:Quill/linterbot", f"Undid revision 7 by [[Special:Contributions/{letters[1]}]]", "Quill"),
    ]:
        Person(desk.folder / "sandbox.sqlite", by).edit(title, f"{title} {comment} {by}", comment)
        answer = send_form(desk, quill, quill.get(desk.url("proof")).text, "proof")
        assert "no such edit yet" in answer.text
    person.edit("User:Quill/linterbot", "hello", f"/* Me */ {letters[1]} it is me")
    send_form(desk, quill, quill.get(desk.url("proof")).text, "proof")
    assert dict(quill.cookies) != before_proof
    assert "/judge" in quill.get(desk.url(f"finding/{one.id}")).text
    thief = requests.Session()
    thief.cookies.update(before_proof)
    assert thief.get(desk.url()).status_code == 401
    assert quill.get(desk.url("proof")).url == desk.url()


def test_letters_that_are_too_old_prove_nothing(desk: WebDesk) -> None:
    person = Person(desk.folder / "sandbox.sqlite", "Quill")
    quill = requests.Session()
    quill.post(desk.link("Quill", trusted=False), data={"token": ""})
    old = re.search(r"<code>([A-Z]{8})</code>", quill.get(desk.url("proof")).text)
    (session,) = sessions.all_of(desk.ledger, now())
    sessions.change(desk.ledger, session.key, letters_at=before(now(), minutes=11))
    assert old is not None
    person.edit("User:Quill", "hello", old[1])
    form = form_of(quill.get(desk.url("help")).text, "keys")
    answer = quill.post(desk.url("proof"), data={"token": form["token"]})
    assert "no such edit yet" in answer.text
    assert old[1] not in answer.text


def test_what_the_wiki_allows_is_what_the_desk_allows(desk: WebDesk) -> None:
    (one,) = desk.found("natter")
    quill, reader_ = desk.person(), desk.person("Visitor", "user")
    assert "/judge" not in reader_.get(desk.url(f"finding/{one.id}")).text
    form = judgement(desk, quill, one)
    token = form_of(reader_.get(desk.url("help")).text, "keys")["token"]
    assert send(desk, reader_, one, {**form, "token": token}) == 403
    desk.admin.block("Quill")
    assert quill.get(desk.url()).status_code == 200  # the wiki is asked every quarter of an hour
    a_while_ago(desk)
    assert send(desk, quill, one, form) == 401
    assert quill.get(desk.url()).status_code == 401
    desk.admin.block("Quill", blocked=False)
    assert quill.get(desk.url()).status_code == 401
    assert desk.again(one).state is State.OPEN


def a_while_ago(desk: WebDesk) -> None:
    """Let what the wiki said of everybody's rights be from twenty minutes ago."""
    for session in sessions.all_of(desk.ledger, now()):
        sessions.change(desk.ledger, session.key, rights_at=before(now(), minutes=20))


def test_while_the_wiki_cannot_say_who_may_decide_nobody_does(desk: WebDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    form = judgement(desk, quill, one)
    a_while_ago(desk)

    def away(*_: object) -> None:
        raise WikiDown("sandbox", "no answer", "")

    with monkeypatch.context() as patch:
        patch.setattr(type(desk.admin.wiki), "users", away)
        assert send(desk, quill, one, form) == 403
        assert quill.get(desk.url()).status_code == 200
    assert send(desk, quill, one, form) == 403  # it is left alone for a while
    desk.wiki._away = 0.0
    assert send(desk, quill, one, form) == 303


def test_an_invitation_limits_what_the_wiki_would_allow(desk: WebDesk) -> None:
    (one,) = desk.found("natter")
    quill = desk.person("Quill", may=Right.LOOK)
    assert "/judge" not in quill.get(desk.url(f"finding/{one.id}")).text


def test_nobody_is_invited_who_has_no_account(desk: WebDesk, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(desk.folder / "config.yaml")
    assert run(["desk", "invite", "Nobody At All", "-c", config]) is Status.CANNOT_RUN
    assert "no such account" in capsys.readouterr().err
    desk.person("Quill")
    assert run(["desk", "invite", "Quill", "--may", "look", "-c", config]) is Status.CLEAN
    address = re.escape(desk.address)  # where it is being served
    assert re.fullmatch(rf"{address}/sandbox/enter/[\w-]{{43}}\n", capsys.readouterr().out)


def test_without_a_session_there_is_nothing_to_read(desk: WebDesk) -> None:
    (one,) = desk.found("natter")
    for path in ("", f"finding/{one.id}", "mine", "log", "rules", "trends", "pauses", "page?title=Candles", "help"):
        answer = requests.get(desk.url(path))
        assert answer.status_code == 401
        assert "Candles" not in answer.text


# What goes out.


def test_every_answer_tells_the_browser_what_to_refuse(desk: WebDesk) -> None:
    quill = desk.person()
    answers = [quill.get(desk.url(path)) for path in ("", "help", "nothing", "bulk", "finding/999")]
    answers += [requests.get(desk.url()), requests.get(desk.address + files.address("desk.js"))]
    answers += [requests.post(desk.url("sign-out"), data={"token": "x"}), requests.get(f"{desk.address}/health")]
    for one in answers:
        policy = one.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert part in policy
        assert one.headers["X-Frame-Options"] == "DENY"
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["Referrer-Policy"] == "same-origin"
        assert "server" not in one.headers
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert "immutable" in answers[6].headers["Cache-Control"]


def test_no_template_trusts_what_it_shows() -> None:
    assert len(TEMPLATES) > 10
    for one in TEMPLATES:
        text = one.read_text()
        assert not re.search(r"\|\s*safe|autoescape|<style|\bstyle=|\bon\w+=|javascript:", text), one.name
        assert all("src=" in it for it in re.findall(r"<script[^>]*>", text)), one.name
        assert not re.search(r"https?://", text), one.name


def test_what_cannot_be_seen_is_made_visible(desk: WebDesk) -> None:
    title = "Candles\u202egnp.exe"
    desk.page(title, REPLY.replace("good candles", "good\u2066 candles\x07 <script>alert(1)</script>"))
    desk.patrol()
    (one,) = [it for it in desk.found("natter") if it.title == title]
    page = desk.person().get(desk.url(f"finding/{one.id}")).text
    assert not {"\u202e", "\u2066", "\x07"} & set(page)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_policy_leads_to_the_web_or_nowhere(desk: WebDesk) -> None:
    from linterbot.web.rendering import _web

    assert _web("https://wiki.example/p") == "https://wiki.example/p"
    for address in ("javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "https://[", ""):
        assert _web(address) == ""


def test_no_form_leads_anywhere_but_to_the_desk(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    for hostile in (
        "https://elsewhere.example",
        "//elsewhere.example",
        "next=//e.example&rule=//e.example",
        "\r\nX: y",
    ):
        form = {**judgement(desk, quill, one), "q": hostile, "word": "later"}
        answer = quill.post(desk.url(f"finding/{one.id}/judge"), data=form, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sandbox/?")
        assert "X" not in answer.headers


def test_only_its_own_names_are_answered(desk: WebDesk) -> None:
    assert requests.get(desk.url(), headers={"Host": "elsewhere.example"}).status_code == 400


# Floods.


def test_what_is_too_large_or_strange_is_refused(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    form = judgement(desk, quill, one)
    path = desk.url(f"finding/{one.id}/judge")
    assert send(desk, quill, one, {**form, "why": "x" * security.LARGEST_FORM}) == 413
    assert quill.post(path, json=form).status_code == 413
    assert quill.post(path, data={f"f{number}": "x" for number in range(300)}).status_code == 413
    assert quill.post(path, files={"token": b"x"}).status_code == 413
    strange = [("seen", "x"), ("seen", ""), ("seen", "9" * 4_000), ("seen", "ü"), ("word", "x"), ("word", "")]
    for name, value in strange:
        assert send(desk, quill, one, {**form, name: value}) in (404, 409)
    assert desk.again(one).state is State.OPEN


def test_there_are_only_so_many_tries_verdicts_and_repairs(tmp_path: Path) -> None:
    few = Limits(tries=Limit(5, 60), verdicts=Limit(3, 60), repairs=Limit(1, 60), checks=Limit(2, 60))
    with web_desk(tmp_path, few) as desk:
        desk.page("Candles", TWICE)
        desk.page("Lanterns", REPLY)
        desk.patrol()
        quill, (one,), (twice,) = desk.person(), desk.found("natter"), desk.found("duplicate-example")
        form = judgement(desk, quill, one)
        for _ in range(4):
            assert requests.get(desk.url("enter/wrong")).status_code == 403
        answer = requests.get(desk.url("enter/wrong"))
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        repair = {**judgement(desk, quill, twice), "word": "repair"}
        assert send(desk, quill, twice, repair) == 303
        assert send(desk, quill, twice, repair) == 429
        assert send(desk, quill, one, {**form, "word": "later"}) == 303
        assert send(desk, quill, one, form) == 429
        assert desk.again(one).state is State.OPEN


def test_a_limit_lets_go_after_its_time() -> None:
    at = [0.0]
    counter, limit = Counter(lambda: at[0]), Limit(2, 60)
    assert [counter.take("x", "a", limit) for _ in range(3)] == [0, 0, 60]
    assert counter.take("x", "b", limit) == 0
    at[0] = 59.5
    assert counter.take("x", "a", limit) == 1
    at[0] = 60.0
    assert counter.take("x", "a", limit) == 0
    assert counter.take("y", "a", limit) == 0


def test_what_is_counted_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_COUNTED", 10)
    counter = Counter()
    for number in range(100):
        counter.take("x", str(number), Limit(1, 1000))
    assert len(counter._times) == 10


def test_a_slow_sender_holds_up_nobody(desk: WebDesk) -> None:
    waiting = [socket.create_connection(("127.0.0.1", desk.server.port)) for _ in range(40)]
    for one in waiting:
        one.sendall(b"POST /sandbox/sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx")
    assert requests.get(f"{desk.address}/health", timeout=30).text == "well"
    for one in waiting:
        one.close()


# A moderator gone bad.


def test_an_operator_takes_back_all_that_somebody_decided(desk: WebDesk, capsys: pytest.CaptureFixture[str]) -> None:
    quill, config = desk.person(), str(desk.folder / "config.yaml")
    (reply,), (twice,), (lone,) = (desk.found(rule) for rule in ("natter", "duplicate-example", "lone-sub-example"))
    for one, word in ((reply, "no-fault"), (twice, "repair"), (lone, "may-stay")):
        assert send(desk, quill, one, {**judgement(desk, quill, one), "word": word}) == 303
    desk.send()
    assert desk.text("Candles") == ONCE
    wren = ["desk", "undo", "--who", "Wren", "--since", "2026-01-01", "-c", config]
    assert run(wren) is Status.CANNOT_RUN
    assert "Wren: has decided nothing since" in capsys.readouterr().err
    assert desk.again(reply).state is State.REJECTED
    capsys.readouterr()
    assert run(["desk", "undo", "--who", "Quill", "--since", "2026-01-01", "-c", config]) is Status.CLEAN
    assert len(capsys.readouterr().out.splitlines()) == 3
    desk.send()
    assert desk.text("Candles") == TWICE
    assert [desk.again(one).state for one in (reply, twice, lone)] == [State.OPEN] * 3
    assert run([*wren[:-4], "--since", "yesterday", "-c", config]) is Status.CANNOT_RUN


def test_each_verdict_says_who_when_and_from_where_without_the_address(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    send(desk, quill, one, judgement(desk, quill, one))
    (kept,) = decisions.about(desk.ledger, one.title, one.fingerprint)
    assert kept.origin == visit.origin_of("127.0.0.1", desk.wiki.origin_key)
    assert kept.origin not in (visit.origin_of("127.0.0.2", desk.wiki.origin_key), visit.origin_of("127.0.0.1", "x"))
    assert re.fullmatch("[0-9a-f]{16}", kept.origin)


# What the process itself could do.


def test_the_desk_finds_no_password_and_cannot_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from linterbot import credentials
    from linterbot.web.wikis import open_wikis

    asked: list[str] = []
    monkeypatch.setattr(credentials, "password", lambda *_, **__: asked.append("password"))
    monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", "a secret")
    path = tmp_path / "config.yaml"
    path.write_text(
        "state: state\nwikis:\n  lab: {kind: mediawiki, api: 'http://127.0.0.1:9/api.php', pack: tropedia,"
        " operator: tests}\n"
    )
    with open_wikis(reader.load(path)) as wikis:
        context = wikis["lab"].context
        with pytest.raises(WikiError, match="only reads"):
            context.wiki.save(Save("Candles", "x", "y", None))
        assert context.process == ""
        assert "a secret" not in repr(vars(context.wiki))
    assert asked == []


def test_a_desk_that_others_could_overhear_is_not_started(tmp_path: Path) -> None:
    from linterbot.web.server import open_server

    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    with pytest.raises(ConfigError, match="could read what is sent"), open_server(reader.load(path), "0.0.0.0", 0):
        pass
    taken = socket.create_server(("127.0.0.1", 0))
    with (
        pytest.raises(ConfigError, match="cannot be used"),
        open_server(reader.load(path), "127.0.0.1", taken.getsockname()[1]),
    ):
        pass
    taken.close()
    path.write_text(f"{CONFIG}\ndesk: {{address: 'http://desk.example'}}\n")
    with pytest.raises(ConfigError, match="no address for the desk"):
        reader.load(path)


@pytest.mark.parametrize("bind", ["", "here", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:-1", ":x"])
def test_a_strange_place_to_listen_is_refused(tmp_path: Path, bind: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    assert run(["desk", "serve", "--bind", bind, "-c", str(tmp_path / "config.yaml")]) is Status.CANNOT_RUN
    assert f'"{bind}" is not where anybody could listen' in capsys.readouterr().err


def test_rights_come_from_groups_and_blocks() -> None:
    from linterbot.config.sections import WikiConfig
    from linterbot.wiki.protocol import User

    settings = WikiConfig(kind="sandbox", pack="tropedia", operator="tests", path=Path("x"))

    def right(*groups: str, blocked: bool = False) -> Right:
        return sign_in.given_by_wiki(User("Quill", 1, frozenset(groups), blocked), settings)

    assert sign_in.given_by_wiki(None, settings) is Right.NONE
    assert right() is Right.LOOK
    assert right("rollback") is Right.DECIDE
    assert right("sysop") is Right.PAUSE
    assert right("sysop", blocked=True) is Right.NONE


# What a fresh reader found.


def test_a_hostile_wish_for_a_language_costs_nothing() -> None:
    from linterbot.web.words import language_of

    for wish in ("en" + " " * 60_000 + "!", "," * 60_000, "de;" * 20_000, "de ; q=0.5 , en;q=0.4", "*"):
        assert language_of(wish) in ("en", "de")


def test_a_strange_number_is_no_finding(desk: WebDesk) -> None:
    quill = desk.person()
    for number in ("9" * 5_000, "-1", "0", "x", "1e3", "٣"):
        assert quill.get(desk.url(f"finding/{number}")).status_code == 404
        assert requests.get(desk.url(f"finding/{number}")).status_code == 401
    (one,) = desk.found("natter")
    form = {**judgement(desk, quill, one), "q": "&".join(f"a{number}=1" for number in range(50)), "word": "later"}
    assert send(desk, quill, one, form) == 303


def test_who_sends_too_slowly_is_let_go(desk: WebDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "_BODY_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", desk.server.port)) as slow:
        head = "POST /sandbox/sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
        slow.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nx".encode())
        slow.settimeout(30)
        assert slow.recv(100).startswith(b"HTTP/1.1 413")


def test_a_second_person_does_not_override_an_approval(desk: WebDesk) -> None:
    wren, low, (one,) = desk.person("Wren"), desk.person("Low", may=Right.DECIDE), desk.found("duplicate-example")
    form = judgement(desk, low, one)
    assert send(desk, wren, one, {**judgement(desk, wren, one), "word": "repair"}) == 303
    assert send(desk, low, one, form) == 409
    assert desk.send() == 1
    assert desk.text("Candles") == ONCE


def test_nobody_takes_back_what_others_said_of_their_own_edit(desk: WebDesk) -> None:
    quill, author, (one,) = desk.person(), desk.person("Passer-by"), desk.found("natter")
    send(desk, quill, one, {**judgement(desk, quill, one), "word": "may-stay"})
    token = form_of(author.get(desk.url("help")).text, "keys")["token"]
    answer = author.post(desk.url(f"finding/{one.id}/undo"), data={"token": token})
    assert "an edit of your own" in answer.text
    assert desk.again(one).state is State.IGNORED


def test_a_verdict_ends_what_was_put_off(desk: WebDesk) -> None:
    quill, (one,) = desk.person(), desk.found("natter")
    form = judgement(desk, quill, one)
    send(desk, quill, one, {**form, "word": "later"})
    send(desk, quill, one, form)
    token = form["token"]
    quill.post(desk.url(f"finding/{one.id}/undo"), data={"token": token})
    assert desk.again(one).state is State.OPEN


def test_what_is_taken_back_while_others_are_sent_stops_nothing(desk: WebDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from linterbot.bot.writing import outbox

    for number in range(3):
        desk.page(f"Pair {number}", TWICE)
    desk.patrol()
    quill = desk.person()
    found = [one for one in desk.found("duplicate-example") if one.title.startswith("Pair")]
    forms = [judgement(desk, quill, one) for one in found]
    for one, form in zip(found, forms, strict=True):
        assert send(desk, quill, one, {**form, "word": "repair"}) == 303
    send_one = outbox.send

    def taken_back_meanwhile(*given: object) -> object:
        monkeypatch.setattr(outbox, "send", send_one)
        quill.post(desk.url(f"finding/{found[1].id}/undo"), data={"token": forms[0]["token"]})
        return send_one(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "send", taken_back_meanwhile)
    assert desk.send() == 2
    assert [desk.text(one.title) for one in found] == [ONCE, TWICE, ONCE]


def test_an_approval_is_of_one_finding_however_many_look_alike(desk: WebDesk) -> None:
    line = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
    desk.page("Many", TWICE + f"\n{line}" * 6)
    desk.patrol()
    quill = desk.person()
    found = [one for one in desk.found("duplicate-example") if one.title == "Many"]
    assert len(found) > 3
    assert send(desk, quill, found[0], {**judgement(desk, quill, found[0]), "word": "repair"}) == 303
    before = desk.text("Many").count(line)
    desk.send()
    assert desk.text("Many").count(line) == before - 1


def test_many_verdicts_at_once_are_limited_too(tmp_path: Path) -> None:
    with web_desk(tmp_path, Limits(bulk=Limit(1, 3_600))) as desk:
        desk.page("Lanterns", REPLY)
        desk.patrol()
        quill = desk.person()
        page = quill.get(desk.url("bulk?rule=natter")).text
        ticked = re.findall(r'name="n" value="([\w-]+)"', page)
        number = ticked[0].partition("-")[0]
        changed = send_form(desk, quill, page, "bulk", n=[f"{number}-{'0' * 16}"], word="no-fault")
        assert "Left as they were" in changed.text  # it is not what was shown
        assert send_form(desk, quill, page, "bulk", n=ticked, word="no-fault").status_code == 429
        assert len(desk.found("natter")) == 1


def test_nobody_looks_at_findings_without_end(tmp_path: Path) -> None:
    with web_desk(tmp_path, Limits(looks=Limit(3, 60))) as desk:
        quill = desk.person()  # who is led to the queue once
        assert [quill.get(desk.url()).status_code for _ in range(3)] == [200, 200, 429]


def test_an_operator_takes_back_everything_however_much_it_is_and_nothing_of_others(
    desk: WebDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    from linterbot.bot import verdicts
    from linterbot.ledger.decisions import Verdict

    (first,), (other,), (lone,) = (desk.found(rule) for rule in ("natter", "duplicate-example", "lone-sub-example"))
    verdicts.close(desk.ledger, first, Verdict.REJECTED, "Bad", "", now())
    for _ in range(120):
        verdicts.close(desk.ledger, desk.again(other), Verdict.REJECTED, "Bad", "", now())
        verdicts.reopen(desk.ledger, desk.again(other), "Bad", "", now())
    verdicts.close(desk.ledger, desk.again(lone), Verdict.REJECTED, "Bad", "", now())
    verdicts.reopen(desk.ledger, desk.again(lone), "Wren", "", now())
    verdicts.close(desk.ledger, desk.again(lone), Verdict.IGNORED, "Wren", "", now())
    config = str(desk.folder / "config.yaml")
    run(["desk", "undo", "--who", "Bad", "--since", "2026-01-01", "-c", config])
    assert desk.again(first).state is State.OPEN
    assert desk.again(lone).state is State.IGNORED


def test_one_network_of_a_customer_counts_as_one_address() -> None:
    assert limits.source_of("2001:db8::1") == limits.source_of("2001:db8::ffff:1") != limits.source_of("2001:db8:1::1")
    assert limits.source_of("192.0.2.1") != limits.source_of("192.0.2.2")
    assert limits.source_of("") == ""
