"""What only a real MediaWiki can show: logging in, or not, and checking its pages by title."""

from __future__ import annotations

import json
import logging
import socket
import threading
from pathlib import Path

import pytest

from linterbot import config as configuration
from linterbot import daemon
from linterbot.cli import Status, run
from linterbot.errors import LoginRefused
from linterbot.wiki import mediawiki
from linterbot.wiki.gateway import Refused, Save
from linterbot.wiki.mediawiki import MediaWiki
from tests.contract.conftest import SECRET, Lab

pytestmark = pytest.mark.mediawiki
PAGE = "{{work}}\n* ''Ropewalk'': Candles.\n** To be fair, they were good candles, though."


def config(lab: Lab, folder: Path) -> None:
    settings = f"{{kind: mediawiki, api: '{lab.api}', pack: tropedia, operator: tests}}"
    (folder / "config.yaml").write_text(f"wikis:\n  lab: {settings}\n")


def test_a_wrong_password_is_refused_in_words(mediawiki_lab: Lab, tmp_path: Path) -> None:
    wiki = MediaWiki("wrong", mediawiki_lab.api, "LabHuman", "not-the-password", "tests", tmp_path)
    with pytest.raises(LoginRefused, match="does not accept this account or its password"):
        wiki.site()


def test_a_password_with_a_colon_is_a_password(mediawiki_lab: Lab, tmp_path: Path) -> None:
    MediaWiki("colon", mediawiki_lab.api, "LabHuman", "half:other half", "tests", tmp_path)
    assert (tmp_path / "password").read_text() == "('LabHuman', 'half:other half')\n"


def test_without_a_password_the_wiki_is_read_and_never_written(mediawiki_lab: Lab, tmp_path: Path) -> None:
    title = mediawiki_lab.title()
    base = mediawiki_lab.people.edit(title, "text")
    wiki = MediaWiki("lab", mediawiki_lab.api, "LinterBot", None, "tests", tmp_path)
    assert wiki.site().batch == 50
    assert [page.text for page in wiki.pages([title])] == ["text"]
    assert isinstance(wiki.save(Save(title, "other", "s", base)), Refused)
    assert not (tmp_path / "password").exists()


@pytest.mark.parametrize("secret", [SECRET, None])
def test_check_judges_a_page_by_its_title(
    mediawiki_lab: Lab,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    secret: str | None,
) -> None:
    config(mediawiki_lab, here)
    if secret:
        monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", secret)
    title = mediawiki_lab.title()
    revision = mediawiki_lab.people.edit(title, PAGE)
    assert run(["check", title, "--output-format", "json-lines"]) is Status.FINDINGS
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [(one["name"], one["page"], one["revision"], one["wiki"]) for one in found] == [
        ("natter", title, revision, "lab"),
        ("lone-sub-example", title, revision, "lab"),
    ]
    assert captured.err == ""
    assert run(["check", "--page", mediawiki_lab.title("Nowhere")]) is Status.CANNOT_RUN
    assert 'no such page on "lab"' in capsys.readouterr().err


def test_the_daemon_outlives_a_wiki_that_is_down(
    here: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(mediawiki, "_RETRIES", 0)
    monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", SECRET)
    settings = f"{{kind: mediawiki, api: 'http://127.0.0.1:{port}/api.php', pack: tropedia, operator: tests}}"
    jobs = "jobs: {watch: {wiki: lab, cron: '* * * * *'}}"
    parsed = configuration.parse(f"wikis:\n  lab: {settings}\n{jobs}\n", here / "config.yaml")
    for _ in range(2):
        assert daemon.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    assert caplog.text.count("no usable answer") == 2
    assert "Traceback" not in caplog.text


def test_two_rounds_of_the_daemons_job(
    mediawiki_lab: Lab, here: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = f"""state: state
wikis:
  lab:
    kind: mediawiki
    api: {mediawiki_lab.api}
    pack: tropedia
    operator: tests
    mode: flag
    rules: {{duplicate-example: auto}}
    report-page: "{mediawiki_lab.title("Report", "User")}"
    stop-page: "{mediawiki_lab.title("Stop", "User")}"
    seconds-between-edits: 0
    edits-per-run: 100
    look-back-days: 0
    overlap-seconds: 60
jobs:
  watch: {{wiki: lab, cron: "* * * * *"}}
"""
    monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", SECRET)
    parsed = configuration.parse(settings, here / "config.yaml")
    line = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
    with caplog.at_level(logging.INFO, "linterbot"):
        for _ in range(2):
            title = mediawiki_lab.title()
            mediawiki_lab.people.edit(title, f"{{{{work}}}}\n{line}\n{line}")
            assert daemon.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
            assert [page.text for page in mediawiki_lab.wiki.pages([title])] == [f"{{{{work}}}}\n{line}"]
    assert caplog.text.count("watch: ") >= 2
    assert SECRET.partition(":")[2] not in caplog.text
