"""The pages for people show what happens: their commands are run here, and the site that they make is built."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

import click
import pytest

from linterbot import api, apply_fixes, check_page, check_text, load_pack
from linterbot.cli import COMMANDS, Status
from linterbot.cli.common_options import add_to
from linterbot.formats import FORMATS
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.finding_data import as_data
from linterbot.markup import read
from linterbot.model import Markup, Page
from tests.conftest import ROOT, WORK, lint_text

DOCS = ROOT / "docs"
# What each command of a page exits with, in the order of the page.
STATUSES: Mapping[str, tuple[int, ...]] = {
    "first-steps": (0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1),
    "moderators": (0, 0, 0),
    "checking": (1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1),
    "formats": (0, 1, 1, 1, 1),
    "python-api": (0,),
}
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


class Typed(NamedTuple):
    """A command on a page, and what the page says that it shows."""

    command: str
    shown: str


def typed(block: str) -> Iterator[Typed]:
    """Yield the commands in a block of a page."""
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        yield Typed(command, shown)


class Shell:
    """A folder in which a reader types what a page says, with the files that the page shows."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        own = {
            key: value for key, value in os.environ.items() if not key.startswith(("LINTERBOT_", "XDG_", "FORCE_COLOR"))
        }
        self.environment = {**own, "PATH": path, "HOME": str(home), "COLUMNS": "80", "PYTHONUTF8": "1"}
        shutil.copy(ROOT / "config.example.yaml", folder)
        (folder / "linterbot").mkdir()
        shutil.copytree(ROOT / "linterbot" / "sample", folder / "linterbot" / "sample")

    def type(self, command: str) -> tuple[int, str]:
        """Run a command; return its exit status and what it shows."""
        words = f"exec 2>&1 </dev/null; {command}"  # what goes to either stream, in the order in which it is shown
        done = subprocess.run(words, shell=True, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        return done.returncode, done.stdout


@pytest.mark.parametrize("name", STATUSES)
def test_every_command_of_a_page_does_what_the_page_shows(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    shell, statuses = Shell(folder, tmp_path), []
    for language, title, block in _BLOCK.findall((DOCS / f"{name}.md").read_text()):
        if title:
            (folder / title).parent.mkdir(exist_ok=True)
            (folder / title).write_text(block)
        for one in typed(block) if language == "console" else ():
            status, shown = shell.type(one.command)
            statuses.append(status)
            assert "Traceback" not in shown, one.command
            if one.shown:
                assert shown == one.shown, f"$ {one.command}"
    assert tuple(statuses) == STATUSES[name]


def test_no_page_with_commands_is_forgotten() -> None:
    tested_elsewhere = {"operating", "fleet", "commands"}
    with_commands = {path.stem for path in DOCS.glob("*.md") if "```console\n" in path.read_text()}
    assert with_commands - tested_elsewhere <= STATUSES.keys()


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, and those under it."""
    for name in COMMANDS:
        command = add_to(importlib.import_module(f"linterbot.cli.commands.{name}").command)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", one) for below, one in command.commands.items())


def test_every_command_and_every_option_is_documented() -> None:
    page = (DOCS / "commands.md").read_text()
    general, *rest = re.split(r"^###? ", page, flags=re.MULTILINE)
    sections = {section.partition("\n")[0]: section for section in (general, *rest)}
    shared = sections["Options of every command"]
    for name, command in commands():
        missing = [
            option
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
            if not re.search(rf"`{option}[ `]", sections[name] + shared)
        ]
        assert missing == [], name


def test_what_check_takes_is_explained_and_not_only_listed() -> None:
    words = "".join((DOCS / f"{name}.md").read_text() for name in ("checking", "formats", "first-steps"))
    check = dict(commands())["check"]
    options = [option for one in check.params if isinstance(one, click.Option) for option in one.opts[:1]]
    assert [option for option in options if not re.search(rf"{option}\b", words)] == []


def test_every_format_and_every_exit_status_is_documented() -> None:
    page = (DOCS / "formats.md").read_text()
    assert [name for name in FORMATS if f"| `{name}` |" not in page] == []
    assert [int(status) for status in Status if f"| {int(status)} |" not in page] == []


def test_every_key_of_the_data_is_documented() -> None:
    page = (DOCS / "formats.md").read_text()
    text = WORK + "\n* [[Lost Key]]: The lodger finds it in his own pocket." * 2
    lint_result = lint_text(text)
    finding = next(one for one in lint_result.findings if one.fix and one.related)
    checked = CheckedPage(read(Page("Moss", text), Markup.MEDIAWIKI), lint_result, "tropedia", filename="Moss.wiki")
    keys = set(_keys(as_data(checked, finding)))
    assert {"version", "safety", "edits", "row"} <= keys
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_the_python_api_is_documented() -> None:
    page = (DOCS / "python-api.md").read_text()
    functions = (check_text, check_page, apply_fixes, load_pack)
    names = {*api.__all__, *(name for one in functions for name in signature(one).parameters)}
    assert [name for name in sorted(names) if not re.search(rf"`{name}[`(=]|[(]{name}[,)]", page)] == []


def _keys(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
        for value in data.values():
            yield from _keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from _keys(value)


def _tool(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@pytest.mark.parametrize("name", ["command_pages", "terminal_picture"])
def test_what_is_generated_is_up_to_date(name: str) -> None:
    tool = _tool(name)
    assert tool.PATH.read_text() == tool.text(), "run `make docs`"


def test_the_picture_fetches_nothing() -> None:
    picture = (DOCS / "assets" / "check.svg").read_text()
    assert not re.search(r"url\((?!#)|href|@import|@font-face|<script", picture)


class _Links(HTMLParser):
    """Notes what a page of the site leads to, what it loads, and which places in it have names."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value for key, value in attrs if value}
        self.names |= {found[key] for key in ("id", "name") if key in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "link" and found.get("rel") != "canonical" and "href" in found:
            self.loads.append(found["href"])
        if tag != "a" and "src" in found:
            self.loads.append(found["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Path, _Links]:
    """The pages of the site, built so that every warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    pages = {path: _Links() for path in folder.rglob("*.html")}
    for path, links in pages.items():
        links.feed(path.read_text())
    return pages


def test_the_site_has_every_page(site: Mapping[Path, _Links]) -> None:
    built = {path.name for path in site}
    assert {f"{path.stem}.html" for path in DOCS.glob("*.md")} <= built
    assert {"writing-rules.html", "contributing.html", "changes.html", "natter.html"} <= built


def test_whoever_looks_at_the_site_asks_no_other_host(site: Mapping[Path, _Links]) -> None:
    foreign = {one for links in site.values() for one in links.loads if urlsplit(one).netloc}
    assert foreign == set()
    folder = next(path for path in site if path.name == "index.html").parent
    sheets = [path.read_text() for path in folder.parent.rglob("*.css") if folder in path.parents]
    assert sheets
    assert [
        found for sheet in sheets for found in re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//[^)]*", sheet)
    ] == []


def test_links_inside_the_site_lead_somewhere(site: Mapping[Path, _Links]) -> None:
    broken = []
    for path, links in site.items():
        for link in links.links:
            address, place = urldefrag(link)
            if urlsplit(link).scheme or urlsplit(link).netloc or path.name == "404.html":
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            target = target / "index.html" if target.is_dir() else target
            if not target.exists() or (place and target in site and unquote(place) not in site[target].names):
                broken.append(f"{path.name}: {link}")
    assert broken == []
