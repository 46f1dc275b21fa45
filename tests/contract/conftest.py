"""Every contract test runs on the sandbox and on a real MediaWiki that is started here, on 127.0.0.1."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot.wiki.protocol import Wiki
from linterbot.wiki.sandbox.wiki import Sandbox
from tests.contract.actors import Actors, MediaWikiActors, SandboxActors

if TYPE_CHECKING:
    from tests.contract.bot import Bot

TOOL = Path(__file__).parents[2] / "tools" / "mediawiki.py"
REQUIRED = os.environ.get("LINTERBOT_REQUIRE_MEDIAWIKI") == "1"
SECRET = "lint:0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Lab:
    """A wiki as the bot sees it, its people, and how to log in anew."""

    wiki: Wiki
    actors: Actors
    kind: str
    api: str = ""

    def title(self, name: str = "Page", namespace: str = "") -> str:
        """Return a title that nobody used before."""
        prefix = f"{namespace}:" if namespace else ""
        return f"{prefix}{name} {uuid.uuid4().hex[:10]}"


@pytest.fixture(scope="session")
def mediawiki_api() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, str(TOOL), "up", "--port", port]
    started = subprocess.run(command, capture_output=True, text=True, check=False)
    if started.returncode:
        words = f"no MediaWiki could be started: {started.stderr.strip()[-400:]}"
        if REQUIRED:
            pytest.fail(words)
        pytest.skip(words)  # no Debian, or no network; .ci/run makes this a failure
    yield started.stdout.strip().splitlines()[-1]
    subprocess.run([sys.executable, str(TOOL), "stop"], check=False)


@pytest.fixture(scope="session")
def mediawiki_lab(mediawiki_api: str, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    people = MediaWikiActors(mediawiki_api, "LabAdmin", "admin-lab-passphrase-1")
    state = tmp_path_factory.mktemp("mediawiki")
    wiki = MediaWiki("lab", mediawiki_api, "LinterBot", SECRET, "tests@localhost", state)
    return Lab(wiki, people, "mediawiki", mediawiki_api)


@pytest.fixture
def bot(lab: Lab, tmp_path: Path) -> Iterator[Bot]:
    from tests.contract.bot import bot_on

    with bot_on(lab, tmp_path) as one:
        yield one


@pytest.fixture(params=["sandbox", pytest.param("mediawiki", marks=pytest.mark.mediawiki)])
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    if request.param == "mediawiki":
        yield request.getfixturevalue("mediawiki_lab")
        return
    path = tmp_path / "sandbox.sqlite"
    people = SandboxActors(path)
    wiki = Sandbox(path, "sandbox", "LinterBot")
    yield Lab(wiki, people, "sandbox")
    wiki.close()
    people.wiki.close()


@contextmanager
def switched_on(trouble: str, value: str) -> Iterator[None]:
    """Let the real wiki have one of its troubles (tools/mediawiki.py) while the context lasts."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / "mediawiki" / "trouble"
    base.mkdir(exist_ok=True)
    (base / trouble).write_text(value)
    try:
        yield
    finally:
        (base / trouble).unlink()
