"""`POST /api/check`: what a gadget or a bot gets for a text, what it costs, and what is refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from linterbot.cli import run
from linterbot.web import check_api
from linterbot.web.limits import Limit, Limits
from tests.web_desk import CONFIG, REPLY, TWICE, WebDesk, web_desk

LAB = "  lab: {kind: mediawiki, api: 'http://127.0.0.1:9/w/api.php', pack: allthetropes, operator: tests}\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDesk]:
    with web_desk(tmp_path_factory.mktemp("desk"), config=CONFIG + LAB) as one:
        yield one


def check(desk: WebDesk, *, headers: dict[str, str] | None = None, **asked: Any) -> requests.Response:
    """Ask for a check."""
    return requests.post(f"{desk.address}/api/check", json=asked, headers=headers)


def test_it_says_what_check_says(desk: WebDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = check(desk, wiki="sandbox", title="Lanterns", text=REPLY)
    assert answer.status_code == 200
    said = answer.json()
    assert said["version"] == 1
    assert len(said["rules"]) == 16
    (tmp_path / "Lanterns.wiki").write_text(REPLY)
    run(["check", "--isolated", "--pack", "tropedia", "--output-format", "json", str(tmp_path / "Lanterns.wiki")])
    expected = json.loads(capsys.readouterr().out)
    same = ("name", "message", "location", "end_location", "fix", "fingerprint", "confidence")
    assert [[one[key] for key in same] for one in said["findings"]] == [[one[key] for key in same] for one in expected]
    assert {one["name"] for one in said["findings"]} == {"natter", "lone-sub-example"}
    assert all(one["reason"] for one in said["skipped"])


def test_with_the_text_before_only_what_the_edit_brought_in_is_told(desk: WebDesk) -> None:
    before = REPLY
    after = f"{TWICE}\n** To be fair, they were good candles, though."
    names = [one["name"] for one in check(desk, wiki="sandbox", title="X", text=before, base=before).json()["findings"]]
    assert names == []
    found = check(desk, wiki="sandbox", title="X", text=after, base=TWICE).json()["findings"]
    assert {one["name"] for one in found} >= {"natter"}
    assert "duplicate-example" in {
        one["name"] for one in check(desk, wiki="sandbox", title="X", text=after).json()["findings"]
    }


def test_a_check_names_a_wiki_and_never_an_address(desk: WebDesk) -> None:
    for wiki in ("https://elsewhere.example/api.php", "file:///etc/passwd", "", None, 1, ["sandbox"], {"a": 1}):
        answer = check(desk, wiki=wiki, title="X", text="")
        assert answer.status_code == 400
        assert answer.json() == {"error": "wiki must be one of: lab, sandbox"}


def test_each_wiki_has_its_own_rules_even_while_it_is_away(desk: WebDesk) -> None:
    here, away = (check(desk, wiki=wiki, title="X", text=REPLY).json() for wiki in ("sandbox", "lab"))
    assert here["rules"] != away["rules"]
    assert away["findings"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "must be an object"),
        (b'{"wiki": "sandbox", "title": "X", "text": "", "url": "x"}', 'unknown key "url"'),
        (b'{"wiki": "sandbox", "title": 1, "text": ""}', "title must be"),
        (b'{"wiki": "sandbox", "title": "' + b"x" * 300 + b'", "text": ""}', "title must be"),
        (b'{"wiki": "sandbox", "title": "X"}', "text must be a text"),
        (b'{"wiki": "sandbox", "title": "X", "text": "", "base": 1}', "text must be a text"),
    ],
)
def test_a_wrong_request_is_told_why(desk: WebDesk, body: bytes, words: str) -> None:
    answer = requests.post(f"{desk.address}/api/check", data=body)
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_strange_texts_are_checked_all_the_same(desk: WebDesk) -> None:
    for text in ("", "\ud800", "\x00\u202e", "{{" * 1_000, "* " * 5_000):
        assert check(desk, wiki="sandbox", title="\ud800", text=text).status_code in (200, 422)


def test_what_is_too_large_is_refused(desk: WebDesk) -> None:
    answer = requests.post(f"{desk.address}/api/check", data=b"x" * (2 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert requests.get(f"{desk.address}/api/check").status_code == 404


def test_only_pages_of_our_wikis_may_read_it_in_a_browser(desk: WebDesk) -> None:
    ours = "http://127.0.0.1:9"
    answer = check(desk, headers={"Origin": ours}, wiki="sandbox", title="X", text="")
    assert answer.headers["Access-Control-Allow-Origin"] == ours
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Vary"] == "Origin"
    asked = requests.options(f"{desk.address}/api/check", headers={"Origin": ours})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Max-Age"] == "86400"
    for origin in ("https://elsewhere.example", "null", "http://127.0.0.1:99", f"{ours}.elsewhere.example"):
        answer = check(desk, headers={"Origin": origin}, wiki="sandbox", title="X", text="")
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert (
            "Access-Control-Allow-Origin"
            not in requests.options(f"{desk.address}/api/check", headers={"Origin": origin}).headers
        )


def test_nothing_of_a_text_is_kept_or_logged(desk: WebDesk, caplog: pytest.LogCaptureFixture) -> None:
    check(desk, wiki="sandbox", title="A very secret title", text="a very secret text")
    kept = b"".join(one.read_bytes() for one in desk.folder.rglob("*") if one.is_file())
    assert b"very secret" not in kept
    assert "very secret" not in caplog.text


def test_there_are_only_so_many_checks(tmp_path: Path) -> None:
    with web_desk(tmp_path, Limits(checks=Limit(2, 60))) as desk:
        codes = [check(desk, wiki="sandbox", title="X", text="").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        answer = check(desk, wiki="sandbox", title="X", text="")
        assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_a_text_that_takes_too_long_is_given_up_and_the_next_is_checked(
    desk: WebDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(desk, wiki="sandbox", title="X", text="")
    desk.wiki.texts._seconds = 0.2
    monkeypatch.setattr(check_api, "check_text", _sleeps)
    answer = check(desk, wiki="sandbox", title="X", text="")
    assert answer.status_code == 422
    assert "takes more than" in answer.json()["error"]
    monkeypatch.undo()
    desk.wiki.texts._seconds = 5.0
    assert check(desk, wiki="sandbox", title="X", text="").status_code == 200


def _sleeps(_linter: object, _task: object) -> None:
    time.sleep(20)
