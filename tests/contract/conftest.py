"""Every contract test runs on the sandbox and on a real MediaWiki that is started here, on 127.0.0.1."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot.wiki.protocol import Wiki
from linterbot.wiki.sandbox.wiki import Sandbox
from tests.contract.actors import Actors, MediaWikiActors, SandboxActors
from tests.ledgers import Databases, databases_of
from tests.requirements import missing

if TYPE_CHECKING:
    from tests.contract.bot import Bot

TOOL = Path(__file__).parents[2] / "tools" / "mediawiki.py"
SECRET = "lint:0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Lab:
    """A wiki as the bot sees it, its actors, and how to log in anew."""

    wiki: Wiki
    actors: Actors
    kind: str
    databases: Databases
    api: str = ""

    def title(self, name: str = "Page", namespace: str = "") -> str:
        """Return a title that nobody used before."""
        prefix = f"{namespace}:" if namespace else ""
        return f"{prefix}{name} {uuid.uuid4().hex[:10]}"


@dataclass(frozen=True)
class RealWiki:
    """A MediaWiki that nobody else uses: its folder, and the address of its API."""

    folder: Path
    api: str


@pytest.fixture(scope="session")
def real_wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWiki]:
    folder = tmp_path_factory.mktemp("wiki")
    started = mediawiki_tool("up", folder)
    if started.returncode:
        missing("MEDIAWIKI", f"no MediaWiki could be started: {started.stderr.strip()[-400:]}")  # no Debian, or network
    yield RealWiki(folder, started.stdout.strip().splitlines()[-1])
    mediawiki_tool("stop", folder)


def mediawiki_tool(action: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Start or stop a MediaWiki in a folder."""
    command = [sys.executable, str(TOOL), action, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def mediawiki_lab(real_wiki: RealWiki, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    actors = MediaWikiActors(real_wiki.api, "LabAdmin", "admin-lab-passphrase-1")
    state = tmp_path_factory.mktemp("mediawiki")
    wiki = MediaWiki("lab", real_wiki.api, "LinterBot", SECRET, "tests@localhost", state)
    return Lab(wiki, actors, "mediawiki", Databases(), real_wiki.api)


@pytest.fixture
def bot(lab: Lab, tmp_path: Path) -> Iterator[Bot]:
    from tests.contract.bot import bot_on

    with bot_on(lab, tmp_path) as one:
        yield one


# The wikis, and a wiki whose bot has its ledger on PostgreSQL.
LABS = [
    "sandbox",
    pytest.param("mediawiki", marks=pytest.mark.mediawiki),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(params=LABS)
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    if request.param == "mediawiki":
        yield request.getfixturevalue("mediawiki_lab")
        return
    path = tmp_path / "sandbox.sqlite"
    with databases_of(request) as databases, closing(Sandbox(path, "sandbox", "LinterBot")) as wiki:
        actors = SandboxActors(path)
        yield Lab(wiki, actors, "sandbox", databases)
        actors.wiki.close()


SwitchedOn = Callable[[str, str], AbstractContextManager[None]]


@pytest.fixture
def switched_on(real_wiki: RealWiki) -> SwitchedOn:
    """Let the real wiki have one of its troubles (tools/mediawiki_settings.php) while a context lasts."""

    @contextmanager
    def trouble(name: str, value: str) -> Iterator[None]:
        file = real_wiki.folder / "trouble" / name
        file.write_text(value)
        try:
            yield
        finally:
            file.unlink()

    return trouble


def log_out(wiki: Wiki) -> None:
    """Let a MediaWiki no longer know whom it answers."""
    assert isinstance(wiki, MediaWiki)
    wiki._session._cookies.clear()
