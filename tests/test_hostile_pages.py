"""No page may stop the bot: a round must get past whatever anybody can save."""

from __future__ import annotations

from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.test_cli_patrol import CONFIG

LINE = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days.\n"


@pytest.fixture
def person(here: Path) -> Person:
    (here / "config.yaml").write_text(CONFIG)
    return Person(here / "s.sqlite", "Vandal")


@pytest.mark.slow
def test_a_page_with_very_many_findings_is_no_obstacle(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.edit("Many", WORK + "\n" + "* This troper.\n" * 70_000)
    person.edit("Ropewalk", f"{WORK}\n{LINE}{LINE}")
    for _ in range(2):
        assert run(["patrol", "--once"]) is Status.CLEAN
    assert "Ropewalk: fixed" in capsys.readouterr().out
    person.edit("Many", WORK + "\n* fine")
    assert run(["patrol", "--once"]) is Status.CLEAN


@pytest.mark.slow
def test_a_page_with_very_many_fixes_is_left_to_a_person(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.edit("Many", WORK + "\n" + LINE * 5_000)
    assert run(["patrol", "--once"]) is Status.CLEAN
    assert "held: it would change" in capsys.readouterr().out
    assert len(person.wiki.history("Many", 0)) == 1


def test_many_fixes_go_out_in_one_edit_where_the_wiki_wants_it(
    person: Person, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.yaml").write_text(CONFIG.replace("jobs:", "    largest-change: 1\njobs:"))
    person.edit("Many", WORK + "\n" + LINE * 900)
    assert run(["patrol", "--once"]) is Status.CLEAN
    assert person.wiki.pages(["Many"])[0].text == f"{WORK}\n{LINE}".rstrip()
    person.undo("Many", 2)
    assert run(["patrol", "--once"]) is Status.CLEAN
    assert "a person undid duplicate-example" in capsys.readouterr().out
