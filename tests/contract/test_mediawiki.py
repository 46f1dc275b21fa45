"""What only a real MediaWiki can show: logging in, failing to log in, and checking pages by title."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from linterbot.config import reader as config
from linterbot.daemon import work
from linterbot.errors import LoginRefused
from linterbot.wiki.mediawiki import connection
from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot.wiki.protocol import Refused, Save, Saved
from tests.conftest import WORK
from tests.contract.bot import begin_now, configuration
from tests.contract.conftest import SECRET, Lab, log_out

pytestmark = pytest.mark.mediawiki
PAGE = WORK + "\n* ''Ropewalk'': Candles.\n** To be fair, they were good candles, though."


def configure(lab: Lab, folder: Path) -> None:
    settings = f"{{kind: mediawiki, api: '{lab.api}', pack: tropedia, operator: tests}}"
    (folder / "config.yaml").write_text(f"wikis:\n  lab: {settings}\n")


def test_a_wrong_password_is_refused_with_a_reason(mediawiki_lab: Lab, tmp_path: Path) -> None:
    wiki = MediaWiki("wrong", mediawiki_lab.api, "LabHuman", "not-the-password", "tests", tmp_path)
    with pytest.raises(LoginRefused, match="does not accept this account or its password"):
        wiki.site()


def test_a_lost_session_is_renewed_and_the_write_done_once(mediawiki_lab: Lab, tmp_path: Path) -> None:
    title = mediawiki_lab.title()
    base = mediawiki_lab.actors.edit(title, "one")
    wiki = MediaWiki("session", mediawiki_lab.api, "LinterBot", SECRET, "tests", tmp_path)
    wiki.site()
    log_out(wiki)
    assert isinstance(wiki.save(Save(title, "two", "s", base)), Saved)
    assert [one.user for one in wiki.history(title, base)] == ["LabAdmin", "LinterBot"]


def test_without_a_password_the_wiki_is_read_and_never_written(mediawiki_lab: Lab, tmp_path: Path) -> None:
    title = mediawiki_lab.title()
    base = mediawiki_lab.actors.edit(title, "text")
    wiki = MediaWiki("lab", mediawiki_lab.api, "LinterBot", None, "tests", tmp_path)
    assert wiki.site().batch == 50
    assert [page.text for page in wiki.pages([title])] == ["text"]
    assert isinstance(wiki.save(Save(title, "other", "s", base)), Refused)
    assert [page.text for page in mediawiki_lab.wiki.pages([title])] == ["text"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("secret", [SECRET, ""])
def test_check_finds_a_page_by_its_title(mediawiki_lab: Lab, here: Path, secret: str) -> None:
    def check(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "linterbot", "check", *arguments]
        own = {**os.environ, "LINTERBOT_PASSWORD_LAB": secret}
        return subprocess.run(command, capture_output=True, text=True, env=own, check=False)

    configure(mediawiki_lab, here)
    title = mediawiki_lab.title()
    revision = mediawiki_lab.actors.edit(title, PAGE)
    done = check(title, "--output-format", "json-lines")
    assert (done.returncode, done.stderr) == (1, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["name"], one["page"], one["revision"], one["wiki"]) for one in found] == [
        ("natter", title, revision, "lab"),
        ("lone-sub-example", title, revision, "lab"),
    ]
    missing = check("--page", mediawiki_lab.title("Nowhere"))
    assert missing.returncode == 2
    assert 'no such page on "lab"' in missing.stderr


def test_the_daemon_outlives_a_wiki_that_is_down(
    here: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(connection, "_WAITS", ())
    monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", SECRET)
    settings = f"{{kind: mediawiki, api: 'http://127.0.0.1:{port}/api.php', pack: tropedia, operator: tests}}"
    jobs = "jobs: {watch: {wiki: lab, cron: '* * * * *'}}"
    parsed = config.parse(f"wikis:\n  lab: {settings}\n{jobs}\n", here / "config.yaml")
    for _ in range(2):
        assert work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    assert caplog.text.count("no usable answer") == 2
    assert "Traceback" not in caplog.text


def test_two_rounds_of_the_daemons_job(
    mediawiki_lab: Lab, here: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", SECRET)
    parsed = config.parse(configuration(mediawiki_lab), here / "config.yaml")
    begin_now(mediawiki_lab, here)
    line = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
    with caplog.at_level(logging.INFO, "linterbot"):
        for _ in range(2):
            title = mediawiki_lab.title()
            mediawiki_lab.actors.edit(title, f"{WORK}\n{line}\n{line}")
            assert work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
            assert [page.text for page in mediawiki_lab.wiki.pages([title])] == [f"{WORK}\n{line}"]
    assert caplog.text.count("watch: ") >= 2
    assert SECRET.partition(":")[2] not in caplog.text
