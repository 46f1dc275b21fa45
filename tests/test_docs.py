"""The documentation leaves nothing out, and every name in it exists."""

from __future__ import annotations

import importlib
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import click
import pytest

from linterbot.checks import CHECKS
from linterbot.checks.nested_reply import NestedReply
from linterbot.cli import COMMANDS, Status, run
from linterbot.config.reader import parse
from linterbot.guards import GUARDS
from linterbot.ledger.actions import ActionState
from linterbot.rulebook import packs
from linterbot.version import __version__
from linterbot.wiki.protocol import Outcome
from tests.conftest import ROOT
from tools import reader_figures

README = (ROOT / "README.md").read_text()
GUIDE = (ROOT / "rules" / "README.md").read_text()


def test_the_two_commands_stand_at_the_top_of_the_readme() -> None:
    top = README[:900]
    assert "make demo" in top
    assert "make test" in top


def test_the_readme_shows_what_a_person_will_see(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = README.partition("```wiki\n")[2].partition("```")[0]
    shown = README.partition("```console\n")[2].partition("```")[0]
    (here / "Harbour Lights.wiki").write_text(page)
    assert run(["check", "--color", "never", "--output-format", "grouped", "Harbour Lights.wiki"]) is Status.FINDINGS
    command = 'linterbot check --output-format grouped "Harbour Lights.wiki"'
    assert shown == f"$ {command}\n{capsys.readouterr().out}"


def test_the_python_of_the_readme_works(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "Harbour Lights.wiki").write_text(README.partition("```wiki\n")[2].partition("```")[0])
    example = README.partition("```python\n")[2].partition("```")[0]
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=True)
    assert done.stdout == "4 EX101 natter\n4 EX102 lone-sub-example\n"


def test_the_second_reader_is_described_as_it_is() -> None:
    for path, text in reader_figures.pages():
        assert path.read_text() == text, f"{path.name} is stale: run make docs"
    natter = next(rule for rule in packs.load(packs.COMMON) if rule.name == "natter")
    assert isinstance(natter.check, NestedReply)
    least, most = natter.check.doubt["from"], natter.check.doubt["to"]
    assert f"{least:g} to {most:g} likely" in (ROOT / "docs" / "second-reader.md").read_text()


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 90


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_documented(name: str) -> None:
    command = importlib.import_module(f"linterbot.cli.commands.{name}").command
    assert isinstance(command, click.Command)
    assert command.help
    assert COMMANDS[name].endswith(".")
    pages = (path.read_text() for path in (ROOT / "docs").glob("*.md") if path.name != "commands.md")
    assert re.search(rf"\blinterbot {name}\b", README + GUIDE + "".join(pages))  # explained, not only listed


def test_every_rule_named_for_moderators_is_there_and_every_family_is_named() -> None:
    page = (ROOT / "docs" / "moderators.md").read_text()
    rows = re.findall(r"^\| [a-z]+ \(`[A-Z]{2}`\) \| (.*) \|$", page, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    rules = {rule.name: rule for pack in packs.names() for rule in packs.load(pack)}
    assert named <= rules.keys()
    assert {rules[name].code[:2] for name in named} == {rule.code[:2] for rule in rules.values()}


def test_every_rule_is_listed_with_its_code_and_what_it_finds() -> None:
    listing = (ROOT / "docs" / "rules" / "README.md").read_text()
    listed = dict(re.findall(r"^\| ([A-Z]{2}\d{3}) \| \[([a-z-]+)\]\(", listing, re.MULTILINE))
    rules = {rule.name: rule for pack in packs.names() for rule in packs.load(pack)}
    assert listed == {rule.code: rule.name for rule in rules.values()}
    assert all(rule.raw.get("finds") for rule in rules.values())


def test_every_rule_has_its_page_and_it_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "tools" / "rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    wanted = dict(tool.pages())
    written = [*(ROOT / "docs" / "rules").iterdir(), ROOT / "docs" / "checks.md"]
    assert {path: path.read_text() for path in written} == wanted, "run `make docs`"


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_type_explains_its_options(name: str) -> None:
    check = CHECKS[name]
    explained = set(re.findall(r"`([a-z-]+)`", check.__doc__ or ""))
    assert {option.name.replace("_", "-") for option in check.options()} <= explained


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_type_is_used_by_a_rule_or_named_in_the_guide(name: str) -> None:
    used = {rule.check_type for pack in packs.names() for rule in packs.load(pack)}
    assert name in used


def test_the_guide_to_rules_works_as_it_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Do what the guide asks a moderator to do, word for word."""
    rule, adjustment, override = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    (here / "house-rules").mkdir()
    (here / "house-rules" / "recent.yaml").write_text(rule)
    (here / "house-rules" / "softer.yaml").write_text(override)
    page = "* ''Moss'': The lodger left this year.\n"
    (here / "page.wiki").write_text(page)
    text = f"<page><title>Moss</title><revision><id>1</id><text>{page}</text></revision></page>"
    (here / "wiki.xml").write_text(f"<mediawiki><siteinfo><sitename>W</sitename></siteinfo>{text}</mediawiki>")
    for line in re.findall(r"^linterbot (.*?) *(?:#.*)?$", GUIDE, re.MULTILINE):
        words = line.replace("wiki.xml.bz2", "wiki.xml").split()
        assert run(words) is Status.CLEAN, line  # what the guide's rule finds is a notice, which fails nothing
    out = capsys.readouterr().out
    assert "2 rules, " in out
    assert "“this year” will be wrong next year." in out
    assert "recent: 1 finding on 1 of 1 page of wiki.xml (100.0%)." in out
    config = "wikis:\n  one:\n    kind: sandbox\n    path: s\n    pack: tropedia\n    operator: me, at work\n"
    adjusted = parse(config + "".join(f"    {line}\n" for line in adjustment.splitlines()), here / "config.yaml")
    rules = {one.name: one for one in packs.load("tropedia", adjust=adjusted.adjustments("one"))}
    assert rules["natter"].threshold == 0.7


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text().lower()
    for needed in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert re.split(r"[<>=[]", needed)[0] in reasons, needed


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.partition("==")[0].lower().replace("_", "-") for line in (ROOT / "constraints.txt").read_text().split()
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for needed in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert re.split(r"[<>=[]", needed)[0] in pinned, needed


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "rules" / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


CONDUCT = (ROOT / "docs" / "conduct.md").read_text()


def test_every_guard_outcome_and_state_has_its_row() -> None:
    guards = {guard.__module__.rpartition(".")[2] for guard in GUARDS}
    outcomes = {kind.__name__ for kind in get_args(Outcome)}
    states = {str(state) for state in ActionState}
    assert [name for name in sorted(guards | outcomes | states) if f"`{name}`" not in CONDUCT] == []


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", CONDUCT)
    assert len(named) > 60
    for file, test in named:
        assert f"\ndef {test}(" in (ROOT / "tests" / file).read_text(), f"{file}::{test}"
