"""The MediaWiki adapter on a mocked api.php, with the real pywikibot in between."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
import responses

from linterbot.errors import LoginRefused, WikiDown, WikiRefused
from linterbot.wiki.mediawiki import connection, login
from linterbot.wiki.mediawiki.answers import account_status_of, page_of, site_of
from linterbot.wiki.mediawiki.login import name_and_secret
from linterbot.wiki.mediawiki.outcomes import seconds_asked
from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot.wiki.pace import AsFastAsItGoes
from linterbot.wiki.protocol import Conflict, Later, Outcome, Refused, Save, Saved, Site, Unchanged, Unknown

API = "https://wiki.test/api.php"
PARAMINFO = json.loads((Path(__file__).parent / "data" / "paraminfo.json").read_text())  # recorded from a real wiki
TALKED = ["", "User", "Project", "File", "MediaWiki", "Template", "Help", "Category"]
NAMES = {-2: "Media", -1: "Special", 3000: "Trope Workshop"}
NAMES |= {2 * number: name for number, name in enumerate(TALKED)}
NAMES |= {2 * number + 1: f"{name} talk".strip().capitalize() for number, name in enumerate(TALKED)}
GENERAL = {
    "generator": "MediaWiki 1.39.17",
    "sitename": "Tropes",
    "mainpage": "Main Page",
    "case": "first-letter",
    "lang": "en",
    "thumblimits": {"0": 120},
    "imagelimits": {"0": {"width": 1, "height": 1}},
    "magiclinks": {},
    "legaltitlechars": " %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+",
    "server": "https://wiki.test",
    "articlepath": "/wiki/$1",
    "script": "/index.php",
    "scriptpath": "",
    "dbtype": "x",
    "writeapi": True,
    "maxarticlesize": 2097152,
}
SECRET = "hunter2-is-the-password"


class FakeApi:
    """Answers every request to api.php; tests replace single answers, such as `edit`."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self.edit: Callable[[dict[str, str]], Any] = lambda _: {"edit": {"result": "Success", "newrevid": 9}}
        self.query: dict[str, Any] = {}
        self.password = SECRET
        self.logged_in = False
        self.query_answer: Callable[[dict[str, str]], Any] = self._query
        self.rights = ["edit", "bot", "apihighlimits", "editsemiprotected"]

    def __call__(self, request: Any) -> tuple[int, dict[str, str], str]:
        words = request.body or request.url.partition("?")[2]
        words = words.decode() if isinstance(words, bytes) else words
        asked = {key: values[0] for key, values in parse_qs(words, keep_blank_values=True).items()}
        self.asked.append(asked)
        self.agents.add(request.headers["User-Agent"])
        if asked.get("assertuser") and not self.logged_in:
            return 200, {}, json.dumps({"error": {"code": "assertnameduserfailed", "info": "You are logged out."}})
        answer = self.query_answer(asked) if asked["action"] == "query" else getattr(self, f"_{asked['action']}")(asked)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, tuple) else (200, {}, json.dumps(answer))

    def edits(self) -> list[dict[str, str]]:
        return [asked for asked in self.asked if asked["action"] == "edit"]

    def _edit(self, asked: dict[str, str]) -> Any:
        return self.edit(asked)

    def _clientlogin(self, asked: dict[str, str]) -> Any:
        self.logged_in = asked["password"] == self.password
        if self.logged_in:
            return {"clientlogin": {"status": "PASS", "username": "LinterBot"}}
        return {"clientlogin": {"status": "FAIL", "messagecode": "wrongpassword", "message": "Incorrect password."}}

    def _paraminfo(self, asked: dict[str, str]) -> Any:
        return {
            "paraminfo": {"modules": [PARAMINFO[path] for path in asked["modules"].split("|") if path in PARAMINFO]}
        }

    def _query(self, asked: dict[str, str]) -> Any:
        spaces = {
            str(n): {"id": n, "case": "first-letter", "name": name, "canonical": name} for n, name in NAMES.items()
        }
        if asked.get("formatversion") != "2":
            spaces = {number: {**one, "*": one["name"]} for number, one in spaces.items()}
        user = {"id": 1, "name": "LinterBot", "rights": self.rights, "groups": ["bot", "user"], "ratelimits": {}}
        if not self.logged_in:
            user = {"id": 0, "name": "127.0.0.1", "anon": "", "rights": [], "groups": ["*"], "ratelimits": {}}
        known: dict[str, Any] = {
            "userinfo": user,
            "general": GENERAL,
            "namespaces": spaces,
            "namespacealiases": [{"id": 6, "alias": "Image", "*": "Image"}],
            "extensions": [],
            "tokens": {"csrftoken": f"t{len(self.asked)}+\\", "logintoken": "l+\\"},
        }
        wanted = "|".join([asked.get("meta", ""), asked.get("siprop", "")]).split("|")
        query = {key: value for key, value in known.items() if key in wanted}
        return {"curtimestamp": "2026-01-01T00:00:00Z", "batchcomplete": "", "query": {**query, **self.query}}


@pytest.fixture
def api() -> Iterator[FakeApi]:
    fake = FakeApi()
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method in ("GET", "POST"):
            mock.add_callback(method, API, callback=fake)
        yield fake


def wiki_at(state: Path, password: str = SECRET, pause: Callable[[float], None] = lambda _: None) -> MediaWiki:
    return MediaWiki("tropes", API, "LinterBot", password, "somebody@wiki.test", state, AsFastAsItGoes(pause))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_WAITS", ())
    monkeypatch.setattr(login, "_RETRIES", 0)


@pytest.fixture
def wiki(api: FakeApi, tmp_path: Path) -> MediaWiki:
    return wiki_at(tmp_path / "state")


def save(wiki: MediaWiki, base: int | None = 7) -> Outcome:
    return wiki.save(Save("Foo", "new text", "why", base))


def test_a_save_is_strict_and_carries_its_base(wiki: MediaWiki, api: FakeApi) -> None:
    assert save(wiki) == Saved(9)
    (sent,) = api.edits()
    assert (sent["baserevid"], sent["assertuser"], sent["bot"]) == ("7", "LinterBot", "1")
    assert "nocreate" in sent
    assert "basetimestamp" not in sent
    assert "createonly" not in sent


def test_a_new_page_is_only_created(wiki: MediaWiki, api: FakeApi) -> None:
    assert save(wiki, None) == Saved(9)
    (sent,) = api.edits()
    assert "createonly" in sent
    assert not {"nocreate", "baserevid"} & sent.keys()


ANSWERS: list[tuple[Any, type[Outcome]]] = [
    ({"edit": {"result": "Success", "nochange": True}}, Unchanged),
    ({"error": {"code": "editconflict", "info": ""}}, Conflict),
    ({"error": {"code": "missingtitle", "info": ""}}, Conflict),
    ({"error": {"code": "articleexists", "info": ""}}, Conflict),
    ({"error": {"code": "protectedpage", "info": ""}}, Refused),
    ({"error": {"code": "blocked", "info": ""}}, Later),
    ({"error": {"code": "globalblocking-blockedtext-xff", "info": ""}}, Later),
    ({"error": {"code": "noedit", "info": "You don't have permission to edit pages."}}, Later),
    ({"error": {"code": "permissiondenied", "info": ""}}, Later),
    ({"error": {"code": "protectednamespace", "info": ""}}, Refused),
    ({"error": {"code": "cantcreate", "info": ""}}, Refused),
    ({"error": {"code": "abusefilter-warning", "info": ""}}, Refused),
    ({"error": {"code": "spamblacklist", "info": ""}}, Refused),
    ({"edit": {"result": "Failure", "captcha": {}}}, Refused),
    ({"error": {"code": "readonly", "info": ""}}, Later),
    ({"error": {"code": "maxlag", "info": ""}}, Later),
    ({"error": {"code": "ratelimited", "info": ""}}, Later),
    ((429, {}, "slow down"), Later),
    ((503, {}, "<html>"), Unknown),
    ((504, {}, ""), Unknown),
    ((200, {}, "<html>"), Unknown),
    ((200, {}, "[]"), Unknown),
    ({"error": {"code": "internal_api_error_DBQueryError", "info": ""}}, Unknown),
    ({"edit": {}}, Unknown),
    (requests.exceptions.ReadTimeout(), Unknown),
    (requests.exceptions.ConnectionError("reset"), Unknown),
    (requests.exceptions.ConnectTimeout(), Later),
]


@pytest.mark.parametrize(("answer", "kind"), ANSWERS, ids=str)
def test_a_write_is_sent_once_whatever_the_answer(
    wiki: MediaWiki, api: FakeApi, answer: Any, kind: type[Outcome]
) -> None:
    api.edit = lambda _: answer
    assert isinstance(save(wiki), kind)
    assert len(api.edits()) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("Fri, 01 Jan 2100 00:00:00 GMT", 2_000_000_000), ("Fri, 01 Jan 2010 00:00:00 GMT", 0), ("soon", None)],
)
def test_a_wiki_may_ask_for_time_in_seconds_or_by_a_date(
    wiki: MediaWiki, api: FakeApi, header: str, seconds: float | None
) -> None:
    api.edit = lambda _: (429, {"Retry-After": header}, "")
    outcome = save(wiki)
    assert isinstance(outcome, Later)
    assert (outcome.seconds is None) is (seconds is None)
    assert (outcome.seconds or 0) <= 2_500_000_000
    assert (outcome.seconds or 0) >= (seconds or 0) * 0.9


@pytest.mark.parametrize("header", ["999999", "Fri, 01 Jan 2100 00:00:00 GMT", "soon"])
def test_a_read_waits_no_longer_than_a_minute_for_the_next(api: FakeApi, tmp_path: Path, header: str) -> None:
    waited: list[float] = []
    wiki = wiki_at(tmp_path, pause=waited.append)
    wiki.site()
    whole = api._query
    api.query_answer = lambda asked: (200, {"Retry-After": header}, json.dumps(whole(asked)))
    for _ in range(2):
        wiki.now()
    assert sum(waited) <= 61


def test_a_clock_that_is_put_back_makes_nobody_wait(
    api: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    wiki = wiki_at(tmp_path, pause=waited.append)
    wiki.now()
    real = time.time
    monkeypatch.setattr("time.time", lambda: real() - 3600)
    wiki.now()
    assert sum(waited) < 1


def test_a_page_whose_text_is_hidden_is_left_out_or_says_so(wiki: MediaWiki, api: FakeApi) -> None:
    hidden = {
        "title": "Foo",
        "ns": 0,
        "pageid": 3,
        "revisions": [{"revid": 7, "slots": {"main": {"texthidden": True}}}],
    }
    api.query = {"pages": [hidden, {"title": "Bar", "ns": 0, "missing": True}]}
    assert wiki.pages(["Foo", "Bar"]) == []
    (page,) = wiki.pages(["Foo", "Bar"], unreadable=True)
    assert (page.title, page.revision, page.text) == ("Foo", 7, "(its text cannot be read)")


def test_a_stale_token_is_renewed_once(wiki: MediaWiki, api: FakeApi) -> None:
    answers = iter([{"error": {"code": "badtoken", "info": ""}}, {"edit": {"result": "Success", "newrevid": 9}}])
    api.edit = lambda _: next(answers)
    assert save(wiki) == Saved(9)
    first, second = api.edits()
    assert first["token"] != second["token"]
    api.edit = lambda _: {"error": {"code": "badtoken", "info": ""}}
    assert isinstance(save(wiki), Later)


@pytest.mark.parametrize("wanted", ["tokens", "userinfo"])
def test_a_wiki_that_goes_down_before_the_write_is_tried_later(wiki: MediaWiki, api: FakeApi, wanted: str) -> None:
    wiki.site()
    whole = api._query

    def down(asked: dict[str, str]) -> Any:
        return requests.exceptions.ConnectionError("gone") if wanted in asked.get("meta", "") else whole(asked)

    api.query_answer = down
    if wanted == "userinfo":
        api.edit = lambda _: {"error": {"code": "assertnameduserfailed", "info": ""}}
    assert isinstance(save(wiki), Later)
    assert len(api.edits()) <= 1


def test_a_wrong_password_is_reported_and_not_tried_again(api: FakeApi, tmp_path: Path) -> None:
    wiki = wiki_at(tmp_path, "not-the-password")
    with pytest.raises(LoginRefused, match="does not accept this account or its password") as caught:
        wiki.site()
    assert len([one for one in api.asked if one["action"] == "clientlogin"]) == 1
    assert "not-the-password" not in str(caught.value)


def test_a_wiki_that_is_down_is_reported(tmp_path: Path) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method in ("GET", "POST"):
            mock.add(method, API, body=requests.exceptions.ConnectionError("refused"))
        with pytest.raises(WikiDown, match="no usable answer"):
            wiki_at(tmp_path).site()


def test_an_answer_that_is_a_web_page_is_a_wiki_that_is_down(tmp_path: Path) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method in ("GET", "POST"):
            mock.add(method, API, body="<html>maintenance</html>")
        with pytest.raises(WikiDown, match="no usable answer"):
            wiki_at(tmp_path).site()


def test_a_read_that_is_refused_is_reported(wiki: MediaWiki, api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    wiki.site()
    monkeypatch.setattr(
        api, "query_answer", lambda _: {"error": {"code": "readapidenied", "info": "You need read permission"}}
    )
    with pytest.raises((WikiRefused, WikiDown), match="read"):
        wiki.pages(["Foo"])


def test_our_rights_size_the_batches(wiki: MediaWiki, api: FakeApi) -> None:
    api.rights = ["edit"]
    site = wiki.site()
    assert (site.batch, site.levels) == (50, frozenset({""}))
    wiki.pages([f"Page {number}" for number in range(101)])
    asked = [one["titles"].count("|") + 1 for one in api.asked if "titles" in one]
    assert asked == [50, 50, 1]


def test_hidden_missing_and_foreign_pages_are_left_out(wiki: MediaWiki, api: FakeApi) -> None:
    def page(title: str, **more: Any) -> dict[str, Any]:
        return {"title": title, "pageid": 1, "ns": 0, **more}

    main = {"slots": {"main": {"contentmodel": "wikitext", "content": "x"}}, "revid": 3, "timestamp": "t"}
    script = {"slots": {"main": {"contentmodel": "css", "content": "x"}}, "revid": 3}
    api.query = {
        "pages": [
            page("Here", revisions=[main], protection=[{"type": "edit", "level": "sysop"}]),
            page("Gone", missing=True),
            page("Bad[", invalid=True),
            page("Hidden", revisions=[{"revid": 3, "slots": {"main": {"texthidden": True}}}]),
            page("Style.css", revisions=[script]),
        ]
    }
    (found,) = wiki.pages(["Here", "Gone", "Hidden", "Style.css"])
    assert (found.title, found.revision, found.edit_level) == ("Here", 3, "sysop")


def test_hidden_changes_do_not_stop_the_round(wiki: MediaWiki, api: FakeApi) -> None:
    api.query = {
        "recentchanges": [
            {
                "type": "edit",
                "ns": 0,
                "rcid": 1,
                "revid": 5,
                "timestamp": "2026-01-01T00:00:00Z",
                "userhidden": True,
                "title": "A",
            },
            {"type": "log", "ns": 0, "rcid": 2, "revid": 0, "timestamp": "2026-01-01T00:00:00Z", "actionhidden": True},
        ]
    }
    (change,) = wiki.changes("2026-01-01T00:00:00Z").changes
    assert (change.title, change.user) == ("A", "")


def test_nothing_is_written_outside_the_state_folder_and_secrets_stay_private(
    api: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here, state = tmp_path / "here", tmp_path / "state"
    here.mkdir()
    (here / "user-config.py").write_text("raise SystemExit('executed')")
    monkeypatch.chdir(here)
    wiki = wiki_at(state)
    wiki.site()
    save(wiki)
    assert [path.name for path in here.iterdir()] == ["user-config.py"]
    for path in state.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


def test_the_file_that_once_held_the_password_is_deleted(api: FakeApi, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("('LinterBot', BotPassword('lint', 'secret'))")
    wiki_at(tmp_path)
    assert not (tmp_path / "password").exists()


@pytest.mark.parametrize(
    ("password", "name", "secret"),
    [
        ("lint:" + "a1" * 16, "Bot@lint", "a1" * 16),
        ("half:other half", "Bot", "half:other half"),
        ("plain", "Bot", "plain"),
    ],
)
def test_only_a_password_like_name_and_secret_is_a_bot_password(password: str, name: str, secret: str) -> None:
    assert name_and_secret("Bot", password) == (name, secret)


def test_of_several_blocks_at_once_the_one_from_the_whole_wiki_is_named() -> None:
    part = {"blockid": 1, "blockedby": "Wren", "blockreason": "not there", "blockpartial": True}
    whole = {"blockid": 2, "blockedby": "Owl", "blockreason": "stop", "blockpartial": False}
    both = {"blockid": None, "blockedby": "", "blockreason": "There are multiple blocks", "blockpartial": False}
    assert account_status_of({"userinfo": both | {"blockcomponents": [part, whole]}}).blocked == "by Owl: stop"
    assert account_status_of({"userinfo": whole}).blocked == "by Owl: stop"
    assert account_status_of({"userinfo": part}).blocked == ""
    assert account_status_of({"userinfo": {**both, "blockpartial": True, "blockcomponents": [part]}}).blocked == ""


def test_the_operator_is_named_with_each_request(wiki: MediaWiki, api: FakeApi) -> None:
    wiki.site()
    save(wiki)
    assert {agent.split("/")[0] for agent in api.agents} == {"linterbot"}
    assert all("(somebody@wiki.test)" in agent for agent in api.agents)


def test_half_a_surrogate_pair_in_an_answer_does_no_harm() -> None:
    main = {"content": "a \ud800 b", "contentmodel": "wikitext"}
    page = page_of({"title": "A", "revisions": [{"revid": 1, "slots": {"main": main}}]}, Site(user="Bot"))
    assert page is not None
    assert page.text == "a ? b"


def test_a_date_to_wait_for_is_read_by_the_wikis_own_clock() -> None:
    headers = {"Retry-After": "Thu, 01 Jan 2026 12:01:30 GMT", "Date": "Thu, 01 Jan 2026 12:00:00 GMT"}
    assert seconds_asked(headers) == 90
    assert seconds_asked({"Retry-After": "Thu, 01 Jan 2026 12:01:30 GMT"}) == 0  # long past by our own clock
    assert seconds_asked({}) is None


def test_talk_pages_are_found_by_the_names_the_wiki_gives_them() -> None:
    names = {"0": "", "1": "Diskussion", "2": "Benutzer", "3": "Benutzer Diskussion"}
    canonical = {"0": "", "1": "Talk", "2": "User", "3": "User talk"}
    spaces = {number: {"name": name, "canonical": canonical[number]} for number, name in names.items()}
    site = site_of({"namespaces": spaces}, "LinterBot")
    assert site.talk_page("Lampe") == "Diskussion:Lampe"
    assert site.talk_page("User:Quill") == site.talk_page("Benutzer:Quill") == "Benutzer Diskussion:Quill"


class Slow:
    """A pace that notes what it is told."""

    def __init__(self) -> None:
        self.waited, self.asked = 0, list[float]()

    def wait(self) -> None:
        self.waited += 1

    def slow_down(self, seconds: float) -> None:
        self.asked.append(seconds)

    def rest(self, seconds: float) -> None:
        """Wait for nothing: no answer of this wiki is a trouble."""


def test_every_request_keeps_to_the_pace_and_what_the_wiki_asks_for_is_passed_on(
    api: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    pace = Slow()
    wiki = MediaWiki("paced", API, "LinterBot", SECRET, "somebody@wiki.test", tmp_path / "paced", pace)
    wiki.site()
    save(wiki)
    assert pace.waited == len(api.asked) + 1  # before a login once more, so that no other account waits for it
    assert pace.asked == []
    api.edit = lambda _: (429, {"Retry-After": "7"}, "")
    save(wiki)
    api.edit = lambda _: (429, {"Retry-After": "999999"}, "")
    save(wiki)
    assert pace.waited == len(api.asked) + 1  # before a login once more, so that no other account waits for it
    assert pace.asked == [7, 600]
    wiki.close()
