"""Signing in to the desk with a wiki's own OAuth: rights from a real MediaWiki, the OAuth from a stand-in for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from linterbot.cli import Status, run
from linterbot.config import reader
from linterbot.errors import ConfigError
from linterbot.ledger import open_ledger, sessions
from linterbot.web.limits import Limit, Limits
from linterbot.web.server import open_server
from linterbot.web.wikis import now
from tests.contract.bot import configuration
from tests.contract.conftest import Lab
from tests.contract.fake_oauth import CLIENT, SECRET, FakeOAuth, fake_oauth
from tests.web_desk import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.mediawiki
MANY = Limits(tries=Limit(1_000, 1))


@dataclass
class OAuthDesk:
    """A desk whose wiki has OAuth."""

    address: str
    fake: FakeOAuth
    folder: Path

    def url(self, path: str = "") -> str:
        return f"{self.address}/lab/{path}"

    def begin(self, http: requests.Session) -> str:
        """Leave for the wiki; return where it would send the browser back to."""
        away = http.get(self.url("oauth"), allow_redirects=False)
        assert away.status_code == 303
        back = requests.get(away.headers["Location"], allow_redirects=False)
        return back.headers["Location"]

    def sessions(self) -> list[str]:
        ledger = open_ledger(f"sqlite:///{self.folder / 'state' / 'ledger.sqlite'}", "lab")
        try:
            return [one.who for one in sessions.all_of(ledger, now())]
        finally:
            ledger.close()


@pytest.fixture
def desk(mediawiki_lab: Lab, tmp_path: Path) -> Iterator[OAuthDesk]:
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "secret").chmod(0o600)
    with ExitStack() as stack:
        fake = stack.enter_context(fake_oauth())
        oauth = f"{{client: {CLIENT}, password-file: secret, address: '{fake.address}'}}"
        text = configuration(mediawiki_lab).replace("    pack:", f"    oauth: {oauth}\n    pack:")
        (tmp_path / "config.yaml").write_text(text)
        config = reader.load(tmp_path / "config.yaml")
        server = stack.enter_context(served(config, MANY))
        yield OAuthDesk(server.desk.address, fake, tmp_path)


def test_who_the_wiki_knows_comes_in_and_its_token_is_thrown_away(desk: OAuthDesk) -> None:
    http = requests.Session()
    assert "Sign in with your account on the wiki" in http.get(desk.url()).text
    answer = http.get(desk.begin(http))
    assert answer.url == desk.url()
    assert "LabAdmin" in answer.text
    assert "can decide and pause" in answer.text
    assert [one.name for one in http.cookies if one.name.endswith("-oauth")] == []
    kept = b"".join(one.read_bytes() for one in (desk.folder / "state").rglob("*") if one.is_file())
    assert all(token.encode() not in kept for token in desk.fake.given)
    assert SECRET.encode() not in kept


def test_in_a_browser_one_click_is_enough(desk: OAuthDesk, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if "Content Security" in one.text else None)
    page.goto(desk.url())
    page.click("text=Sign in with your account on the wiki")
    page.wait_for_url(desk.url())
    assert "LabAdmin" in page.inner_text("header")
    context.close()
    assert said == []


def test_who_did_not_leave_from_here_does_not_come_in(desk: OAuthDesk) -> None:
    mine, thief = requests.Session(), requests.Session()
    back = desk.begin(mine)
    assert thief.get(back).status_code == 403
    other = desk.begin(thief)
    state = parse_qs(urlsplit(other).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    long = {"code": "x" * 9_000, "state": state}
    empty = {"code": "", "state": ""}
    for params in ({"code": code, "state": state}, {}, {"code": code}, {"state": state}, long, empty):
        assert thief.get(desk.url("oauth/back"), params=params).status_code == 403
    assert desk.sessions() == []


def test_a_code_is_good_once(desk: OAuthDesk) -> None:
    http = requests.Session()
    back = desk.begin(http)
    cookies = http.cookies.copy()
    assert http.get(back).status_code == 200
    again = requests.Session()
    again.cookies.update(cookies)
    assert again.get(back).status_code == 403
    assert desk.sessions() == ["LabAdmin"]


@pytest.mark.parametrize(
    "profile",
    [
        {"username": "LabAdmin", "blocked": True},
        {"username": "LabHuman", "blocked": False},
        {"username": "Nobody At All", "blocked": False},
        {"username": "bad|name", "blocked": False},
    ],
)
def test_who_may_not_decide_does_not_come_in(desk: OAuthDesk, profile: dict[str, object]) -> None:
    desk.fake.profile = profile
    http = requests.Session()
    answer = http.get(desk.begin(http))
    assert answer.status_code == 403
    assert "not for you yet" in answer.text
    assert desk.sessions() == []


@pytest.mark.parametrize("profile", [{}, {"username": 1}, {"username": ""}, {"username": "x" * 300}])
def test_a_profile_that_says_nothing_lets_nobody_in(desk: OAuthDesk, profile: dict[str, object]) -> None:
    desk.fake.profile = profile
    http = requests.Session()
    assert http.get(desk.begin(http)).status_code == 403
    assert desk.sessions() == []


def test_who_refuses_is_told_that_nothing_happened(desk: OAuthDesk) -> None:
    desk.fake.denies = True
    http = requests.Session()
    answer = http.get(desk.begin(http))
    assert answer.status_code == 403
    assert "Nobody came back" in answer.text


def test_a_wiki_that_answers_nonsense_costs_no_traceback(desk: OAuthDesk) -> None:
    desk.fake.broken = True
    http = requests.Session()
    answer = http.get(desk.begin(http))
    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("oauth", "words"),
    [
        ("{client: x}", '"password-file" is missing'),
        ("{client: x, password-file: none}", "cannot be read"),
        (
            "{client: x, password-file: secret, address: 'http://wiki.example/rest.php'}",
            "not the address of a rest.php",
        ),
        ("{client: x, password-file: secret, adress: y}", 'unknown key "adress"; did you mean "address"?'),
    ],
)
def test_wrong_settings_are_named(mediawiki_lab: Lab, tmp_path: Path, oauth: str, words: str) -> None:
    text = configuration(mediawiki_lab).replace("    pack:", f"    oauth: {oauth}\n    pack:")
    (tmp_path / "config.yaml").write_text(text)
    with pytest.raises(ConfigError, match=re.escape(words)):
        open_and_close(tmp_path / "config.yaml")


def open_and_close(path: Path) -> None:
    with open_server(reader.load(path), "127.0.0.1", 0):
        pass


def test_whom_the_operator_revokes_stays_out_until_invited_again(desk: OAuthDesk) -> None:
    http, config = requests.Session(), str(desk.folder / "config.yaml")
    assert http.get(desk.begin(http)).status_code == 200
    assert run(["desk", "revoke", "LabAdmin", "-c", config]) is Status.CLEAN
    assert http.get(desk.url()).status_code == 401
    assert http.get(desk.begin(http)).status_code == 403
    assert run(["desk", "invite", "LabAdmin", "-c", config]) is Status.CLEAN
    assert http.get(desk.begin(http)).status_code == 200
