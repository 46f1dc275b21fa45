"""The walk through docs/operating.md: each of its commands is run, in its order, on the wiki that it is about."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linterbot.wiki.mediawiki.wiki import MediaWiki
from tests.contract.actors import MediaWikiActors
from tests.contract.bot import REPLY, TWICE
from tests.contract.conftest import SECRET, Lab, RealWiki, mediawiki_tool
from tests.ledgers import Databases

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text()
WALK = GUIDE.partition("\n## As a service")[0]
WIKI = "https://wiki.example/api.php"
NEEDS_PERSON = ("doctor", "status")  # their exit status 1 is a piece of news, not a failure
MODES = {"The first day": "shadow", "The first week": "flag", "Letting it edit": "suggest"}


def sections() -> Iterator[tuple[str, list[str]]]:
    """Yield each section of the walk with its commands."""
    for section in WALK.split("\n## ")[1:]:
        blocks = re.findall(r"^```console\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()]
        assert all(line.startswith("$ ") for line in lines)
        yield section.partition("\n")[0], [line[2:] for line in lines]


DATABASE = "postgresql://linterbot@db.example.org/linterbot"  # as the page names it
SECTIONS = dict(sections())


class Shell:
    """A folder in which an operator types commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "LINTERBOT_PASSWORD_TROPES_LAB": SECRET}

    def type(self, command: str) -> str:
        """Run a command; return what it shows."""
        if command == "linterbot daemon":
            return self._daemon()
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        fine = {0, 1} if command.split()[1] in NEEDS_PERSON else {0}
        assert done.returncode in fine, f"$ {command}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def _daemon(self) -> str:
        command = ["linterbot", "daemon"]
        with subprocess.Popen(command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True) as it:
            assert it.stderr is not None
            first = it.stderr.readline()
            it.send_signal(signal.SIGTERM)
            assert it.wait() == 0
        return first


@pytest.fixture
def unused_lab(real_wiki: RealWiki, tmp_path: Path) -> Iterator[Lab]:
    """A real wiki on which nothing has happened yet, so that the first finding has the number 1."""
    folder = tmp_path / "wiki"
    started = mediawiki_tool("up", folder)
    assert started.returncode == 0, started.stderr
    api = started.stdout.strip().splitlines()[-1]
    wiki = MediaWiki("unused", api, "LinterBot", SECRET, "tests@localhost", tmp_path / "unused")
    yield Lab(wiki, MediaWikiActors(api, "LabAdmin", "admin-lab-passphrase-1"), "mediawiki", Databases(), api)
    mediawiki_tool("stop", folder)


def test_a_look_without_a_wiki(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.example.yaml", tmp_path)
    shutil.copytree(ROOT / "linterbot" / "sample", tmp_path / "linterbot" / "sample")
    shell = Shell(tmp_path)
    shown = [shell.type(command) for command in SECTIONS["A look without a wiki"]]
    assert "☐\N{NO-BREAK SPACE}not a fault" in shown[-1]


@pytest.mark.mediawiki
@pytest.mark.postgresql
def test_the_walk_on_a_real_wiki(unused_lab: Lab, postgresql_server: str, tmp_path: Path) -> None:
    shell, shown, databases = Shell(tmp_path), {}, Databases(postgresql_server)
    unused_lab.actors.edit("Beacon", REPLY)
    unused_lab.actors.edit("Cask", TWICE)
    for name, commands in list(SECTIONS.items())[1:]:
        if name in MODES and (tmp_path / "config.yaml").exists():
            use(tmp_path / "config.yaml", MODES[name])
        for command in commands:
            here = re.sub(r"\bmywiki\b(?!-)", "tropes-lab", command).replace(WIKI, unused_lab.api)
            if DATABASE in here:
                here = here.replace(DATABASE, databases.empty())
            shown[command] = shell.type(here)
            sys.stdout.write(f"$ {here}\n{shown[command]}\n")  # shown when the test fails
    databases.drop()
    assert "copied and compared" in shown[f"linterbot ledger copy {DATABASE}"]
    assert "LinterBot is logged in and may write" in shown["linterbot doctor"]
    assert "could be saved" in shown["linterbot doctor --save"]
    assert "next round at" in shown["linterbot daemon"]
    assert "no. 3 on Cask: done" in shown["linterbot approve 3"]
    (page,) = unused_lab.wiki.pages(["Cask"])
    assert page.text == TWICE  # approved, then taken back
    assert shown["linterbot status"].startswith("tropes-lab: read up to ")


def use(config: Path, mode: str) -> None:
    """Set the mode as the walk says."""
    config.write_text(re.sub(r"^    mode: \w+", f"    mode: {mode}", config.read_text(), flags=re.MULTILINE))
