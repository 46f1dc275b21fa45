"""Operators are told outside the wiki what they have to know: once, and provably by the bot."""

from __future__ import annotations

import hashlib
import hmac
import json
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from linterbot import daemon
from linterbot.cli import Status, run
from linterbot.config import reader as config
from linterbot.config.sections import Config
from linterbot.errors import ConfigError
from linterbot.ledger import notices, open_ledger
from linterbot.ledger.notices import Notice
from linterbot.notices import events
from linterbot.notices.deliver import deliver
from linterbot.notices.public_post import NotSent, post
from linterbot.notices.targets import send
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.test_cli_patrol import CONFIG, LONG

NOW, LATER, MUCH_LATER = "2026-11-26T12:00:00Z", "2026-11-26T12:05:00Z", "2026-11-30T12:00:00Z"
HOOK = "kind: webhook, allow-private: true"
HOSTILE = "@everyone [x](javascript:1) \u202e *bold*\n<script>"


class Listener:
    """A server on this machine that keeps what it is sent, and answers as it is told."""

    def __init__(self) -> None:
        self.status, self.headers = 204, {"X": "y"}
        self.got: list[tuple[dict[str, str], bytes]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.got.append((dict(self.headers), body))
                self.send_response(listener.status)
                for key, value in listener.headers.items():
                    self.send_header(key, value)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?a=b"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.server.shutdown()
    one.server.server_close()


def configured(here: Path, targets: str) -> Config:
    (here / "config.yaml").write_text(f"notify:\n{targets}{CONFIG}")
    return config.load(here / "config.yaml")


def secret(path: Path, words: str) -> Path:
    path.write_text(words)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return path


def notice(body: str = HOSTILE) -> Notice:
    return Notice(7, "house", "stopped", body, NOW, NOW, 0)


def test_a_webhook_gets_json_with_a_signature_that_proves_it(here: Path, listener: Listener) -> None:
    secret(here / "key", "a key")
    parsed = configured(
        here, f"  house: {{kind: webhook, address: '{listener.address}', password-file: key, allow-private: true}}\n"
    )
    send(parsed, parsed.notify["house"], "one", notice())
    ((headers, body),) = listener.got
    assert json.loads(body) == {"event": "stopped", "wiki": "one", "at": NOW, "id": 7, "text": HOSTILE}
    time, digest = headers["Linterbot-Signature"].split(",")
    wanted = hmac.new(b"a key", time.removeprefix("t=").encode() + b"." + body, hashlib.sha256).hexdigest()
    assert digest == f"v1={wanted}"


def test_discord_gets_a_message_that_mentions_nobody(here: Path, listener: Listener) -> None:
    secret(here / "address", listener.address)
    parsed = configured(here, "  channel: {kind: discord, password-file: address, allow-private: true}\n")
    send(parsed, parsed.notify["channel"], "one", notice(HOSTILE + "x" * 3_000))
    said = json.loads(listener.got[0][1])
    assert said["allowed_mentions"] == {"parse": []}
    assert len(said["content"]) <= 2_000
    assert said["content"].startswith("\\@everyone \\[x\\]\\(javascript\\:1\\)")


def test_notices_can_be_tried_before_they_are_needed(
    here: Path, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    house = f"  house: {{kind: webhook, address: '{listener.address}', allow-private: true}}\n"
    configured(here, f"{house}  attic: {{kind: webhook, address: 'http://house.test/'}}\n")
    assert run(["notify", "test"]) is Status.CANNOT_RUN
    said = capsys.readouterr().out
    assert "house has been told" in said
    assert "attic could not be told: the address must begin with https://" in said
    ((_, body),) = listener.got
    assert "Nothing is wrong." in json.loads(body)["text"]
    assert run(["notify", "test", "house"]) is Status.CLEAN
    assert run(["notify", "test", "huose"]) is Status.CANNOT_RUN
    assert 'there is no target "huose"; did you mean "house"?' in capsys.readouterr().err


def test_a_mail_goes_out_by_sendmail(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "sendmail").write_text('#!/bin/sh\ncat > "$0.got"\necho "$@" >> "$0.got"\n')
    (here / "sendmail").chmod(0o755)
    monkeypatch.setenv("PATH", f"{here}:/usr/bin:/bin")
    parsed = configured(here, "  wren: {kind: mail, address: wren@house.test}\n")
    send(parsed, parsed.notify["wren"], "one", notice("It has stopped."))
    got = (here / "sendmail.got").read_text()
    assert "To: wren@house.test\n" in got
    assert "Subject: linterbot, one: stopped\n" in got
    assert "It has stopped." in got
    assert got.rstrip().endswith("-t -i")
    (here / "sendmail").write_text("#!/bin/sh\nexit 75\n")
    with pytest.raises(NotSent, match="failed with status 75"):
        send(parsed, parsed.notify["wren"], "one", notice())


@pytest.mark.parametrize(
    ("address", "private", "reason"),
    [
        ("http://127.0.0.1:9/", False, "must begin with https"),
        ("https://127.0.0.1:9/", False, "leads to a private network"),
        ("https://localhost/", False, "leads to a private network"),
        ("https://[::1]/", False, "leads to a private network"),
        ("https://169.254.169.254/latest", False, "leads to a private network"),
        ("https://no.such.machine.invalid/", False, "there is no machine called"),
        ("ftp://127.0.0.1/", True, "must begin with https"),
        ("http://127.0.0.1:9/", True, "no answer"),
    ],
)
def test_an_address_that_must_not_be_reached_is_not(address: str, private: bool, reason: str) -> None:
    with pytest.raises(NotSent, match=reason):
        post(address, b"{}", {}, private)


@pytest.mark.parametrize("status", [301, 302, 404, 429, 500])
def test_redirects_are_not_followed_and_refusals_are_no_success(listener: Listener, status: int) -> None:
    listener.status, listener.headers = status, {"Location": listener.address, "Retry-After": "120"}
    with pytest.raises(NotSent, match=f"HTTP {status}") as caught:
        post(listener.address, b"{}", {}, private=True)
    assert caught.value.seconds == 120
    assert len(listener.got) == 1


def test_a_notice_that_cannot_be_sent_is_tried_again_and_in_the_end_given_up(here: Path, listener: Listener) -> None:
    parsed = configured(here, f"  house: {{{HOOK}, address: '{listener.address}'}}\n")
    ledger = open_ledger(parsed.ledger_url, "one")
    for _ in range(2):
        notices.add(ledger, "1", "stopped", parsed.notify, "It has stopped.", NOW)  # as after a crash
    listener.status = 500
    assert list(deliver(parsed, "one", NOW)) == [
        "house could not be told: the answer was HTTP 500; again at 2026-11-26T12:01:00Z"
    ]
    assert list(deliver(parsed, "one", NOW)) == []
    assert len(listener.got) == 1
    listener.status = 204
    assert list(deliver(parsed, "one", LATER)) == []
    assert list(deliver(parsed, "one", MUCH_LATER)) == []
    assert len(listener.got) == 2
    notices.add(ledger, "2", "failed", [*parsed.notify, "gone"], "It failed.", NOW)
    listener.status = 500
    assert list(deliver(parsed, "one", MUCH_LATER)) == ["house could not be told: the answer was HTTP 500; given up"]
    assert notices.given_up(ledger) == [("house", "the answer was HTTP 500"), ("gone", "is no longer configured")]
    ledger.close()


def test_what_happens_is_told_once_and_that_it_is_over(here: Path, listener: Listener) -> None:
    parsed = configured(here, f"  house: {{{HOOK}, address: '{listener.address}'}}\n")
    wiki = Person(here / "s.sqlite", "Quill")
    jobs = daemon._Jobs(parsed, list(parsed.wikis), lambda: None)

    def round_told() -> list[str]:
        before = len(listener.got)
        jobs._run("watch", parsed.jobs["watch"])
        jobs._deliver()
        return [json.loads(body)["event"] for _, body in listener.got[before:]]

    wiki.edit("Lamps", f"{WORK}\n{LONG}\n{LONG}")
    assert round_told() == []
    wiki.edit("User:LinterBot/Stop", "Please stop.")
    wiki.edit("Ropewalk", f"{WORK}\n{LONG}\n{LONG}")
    assert round_told() == ["stopped"]
    assert "Please stop." in json.loads(listener.got[-1][1])["text"]
    assert round_told() == []
    wiki.edit("User:LinterBot/Stop", "")
    assert round_told() == ["well-again"]
    assert round_told() == []
    wiki.edit("User:LinterBot/Stop", "Stop once more.")
    wiki.edit("Ladders", f"{WORK}\n{LONG}\n{LONG}")
    assert round_told() == ["stopped"]


def test_a_failure_is_told_when_it_lasts_and_a_refused_login_at_once(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = configured(here, "  wren: {kind: mail, address: wren@house.test}\n")
    ledger = open_ledger(parsed.ledger_url, "one")

    def told(refused: bool = False) -> list[str]:
        events.note(parsed, "one", refused, NOW)
        found = notices.due(ledger, NOW)
        for one in found:
            notices.sent(ledger, one)
        return [one.event for one in found]

    from linterbot.ledger import key_values, pauses

    assert told() == []
    key_values.put(ledger, key_values.FAILED_BY, "no answer")
    assert [told(), told(), told(), told()] == [[], [], ["failed"], []]
    key_values.put(ledger, key_values.FAILED_BY, "")
    assert told() == ["well-again"]
    key_values.put(ledger, key_values.FAILED_BY, "wrong password")
    assert told(refused=True) == ["failed"]
    key_values.put(ledger, key_values.FAILED_BY, "")
    assert told() == ["well-again"]
    pauses.until_resumed(ledger, "natter", "3 of its edits were reverted", pauses.LINTERBOT, NOW)
    assert [told(), told()] == [["rule-stopped"], []]
    ledger.close()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("{kind: webhook}", 'a target of the kind webhook needs "address"'),
        ("{kind: discord}", 'a target of the kind discord needs "password-file"'),
        ("{kind: pigeon, address: x}", 'unknown kind "pigeon"'),
        ("{kind: mail, address: x, colour: red}", 'unknown key "colour"'),
    ],
)
def test_a_target_that_cannot_be_is_refused_with_its_line(here: Path, target: str, words: str) -> None:
    with pytest.raises(ConfigError, match=f"config.yaml:2: {words}"):
        configured(here, f"  house: {target}\n")


def test_a_secret_that_others_can_read_is_not_used(here: Path) -> None:
    (here / "address").write_text("https://x.test/")
    (here / "address").chmod(0o644)
    parsed = configured(here, "  channel: {kind: discord, password-file: address}\n")
    with pytest.raises(ConfigError, match="others can read"):
        send(parsed, parsed.notify["channel"], "one", notice())
