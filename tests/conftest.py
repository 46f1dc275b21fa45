"""Shared by all tests: where the test data are, how to lint a text, and the guard against skipped contract tests."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, settings

import linterbot
from linterbot.browser.build import build
from linterbot.errors import TargetError
from linterbot.lint.linter import LintResult, lint
from linterbot.markup import read
from linterbot.model import NO_FACTS, Facts, Markup, Page
from linterbot.rulebook import packs
from tests.ledgers import DATABASES, Databases, databases_of, postgresql
from tests.requirements import missing, required

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("linterbot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("linterbot")  # no test depends on how fast the machine is
_RAM, _ROOM = Path("/dev/shm"), 2 * 1024**3  # a RAM disk, and the bytes that must be free on it
ROOT = Path(__file__).parents[1]
SAMPLE = Path(linterbot.__file__).parent / "sample" / "wiki.xml"
DATA = Path(__file__).parent / "data"  # invented pages, which tests/data/README.md explains
WORK = "{{work}} {{tropelist}} {{reflist}} [[Category:Theatre]]"  # what a work page needs
_skipped_contract: list[str] = []


if "PYTEST_DEBUG_TEMPROOT" not in os.environ and os.access(_RAM, os.W_OK) and shutil.disk_usage(_RAM).free > _ROOM:
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_RAM)  # a ledger waits for the disk at every step; tests need not


def shared(*parts: str) -> list[Path]:
    """Return a folder of the material beside the checkout, if it is there: pages of real wikis, which are not ours."""
    path = ROOT.parent.joinpath("shared", *parts)
    return [path] if path.is_dir() else []


def lint_text(
    text: str,
    markup: Markup = Markup.MEDIAWIKI,
    pack: str = "tropedia",
    title: str = "Some Page",
    namespace: str = "",
    facts: Facts = NO_FACTS,
) -> LintResult:
    """Lint a text by the rules of a pack."""
    return lint(read(Page(title, text, namespace), markup), packs.load(pack), facts)


@cache
def sample_texts() -> tuple[str, ...]:
    """Return the texts of the sample wiki's revisions, each once, in the order of the file."""
    root = ElementTree.parse(SAMPLE).getroot()
    return tuple(dict.fromkeys(one.text for one in root.iter() if one.tag.endswith("text") and one.text))


def names(lint_result: LintResult) -> list[str]:
    """Return the names of the broken rules, in the order of the page."""
    return [finding.name for finding in lint_result.findings]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each contract test that is skipped, in whichever process it was to run."""
    if report.skipped and "contract" in report.nodeid:
        _skipped_contract.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where the real MediaWiki is required and contract tests were skipped."""
    if required("MEDIAWIKI") and _skipped_contract:
        sys.stderr.write(f"\n{len(_skipped_contract)} contract tests were skipped, but MediaWiki is required\n")
        session.exitstatus = 1


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL that nobody else uses."""
    with postgresql() as address:
        Databases(address).make_template()
        yield address


@pytest.fixture(params=DATABASES[1:])
def server(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """New databases on a server."""
    with databases_of(request) as made:
        yield made


@pytest.fixture(params=DATABASES)
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """New databases of each kind that a ledger can be in."""
    with databases_of(request) as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium: the machine's, or Debian's in a cache folder."""
    found = subprocess.run([sys.executable, ROOT / "tools" / "chromium.py"], capture_output=True, text=True)
    if found.returncode:
        missing("BROWSER", f"there is no Chromium: {found.stderr.strip()[-400:]}")  # no Debian, or no network
    path, libraries = found.stdout.split("\n")[:2]
    if libraries:
        os.environ["LD_LIBRARY_PATH"] = ":".join(filter(None, [libraries, os.environ.get("LD_LIBRARY_PATH")]))
    return path


@pytest.fixture(scope="session")
def try_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the page that lints in a browser, built once for all tests."""
    run = tmp_path_factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "try-page"
    with alone(folder.parent / "try-page.lock"):
        if not folder.exists():
            try:
                build(folder)
            except TargetError as error:
                missing("BROWSER", f"there is no page: {error}")  # no network, or no Node
    return folder


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Lock a file while the context lasts: what several processes share is made by one of them."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A real Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()
