"""docs/fleet.md is typed here, on a real MediaWiki and a PostgreSQL: what it shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from linterbot.config import reader
from linterbot.ledger import open_ledger, wikis
from linterbot.model import Mode
from tests.conftest import ROOT
from tests.contract.conftest import SECRET, Lab
from tests.ledgers import Databases
from tests.waiting import until

PAGE = (ROOT / "docs" / "fleet.md").read_text()
DATABASE, WIKI = "postgresql://linterbot@db.example.org/linterbot", "https://mywiki.example.org"
GO_ON = ("fleet clock", "fleet worker")  # until they are stopped
NEEDS_PERSON = ("fleet status", "--name mywiki")  # the second says what does not fit yet


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    return [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.mediawiki
@pytest.mark.postgresql
def test_the_page_on_a_real_wiki(mediawiki_lab: Lab, postgresql_server: str, tmp_path: Path) -> None:
    databases = Databases(postgresql_server)
    address = databases.empty()
    main, _ = blocks("yaml")
    (tmp_path / "config.yaml").write_text(main.replace(DATABASE, address))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LINTERBOT_PASSWORD_MYWIKI": SECRET}
    with ExitStack() as stack:
        for command in commands():
            words = command.replace(WIKI, mediawiki_lab.api).split()
            if command.startswith(tuple(f"linterbot {one}" for one in GO_ON)):
                stack.enter_context(running(words, tmp_path, environment))
                continue
            if command == "linterbot fleet status":
                until(lambda: is_read(address), "a round on the wiki")
            done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True)
            fine = (0, 1) if command.endswith(NEEDS_PERSON) else (0,)
            assert done.returncode in fine, f"$ {command}\n{done.stdout}{done.stderr}"
            assert "Traceback" not in done.stderr
            if command == "linterbot fleet status":
                assert "workers alive   2\nwikis           1\n" in done.stdout
    databases.drop()


@contextmanager
def running(words: list[str], folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Let a command run while the context lasts; it must then end well."""
    with subprocess.Popen(words, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield
        finally:
            process.terminate()
            _, said = process.communicate()
    assert process.returncode == 0, said
    assert "Traceback" not in said, said


def is_read(address: str) -> bool:
    states = wikis.states(open_ledger(address, ""))
    return bool(states) and all(one.finished and not one.trouble for one in states)


def test_the_file_of_a_wiki_that_the_page_shows_is_one(here: Path) -> None:
    main, own = blocks("yaml")
    (here / "config.yaml").write_text(main)
    (here / "wikis").mkdir()
    (here / "wikis" / "mywiki.yaml").write_text(own)
    settings = reader.load(here / "config.yaml").wikis["mywiki"]
    assert (settings.api, settings.rules) == (f"{WIKI}/w/api.php", {"duplicate-example": Mode.SUGGEST})


def test_the_settings_of_the_database_are_some(here: Path) -> None:
    (block,) = blocks("ini")
    assert all(re.match(r"\w+ = \S+", line) for line in block.splitlines())
