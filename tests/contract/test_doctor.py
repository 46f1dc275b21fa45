"""`linterbot doctor` finds on both wikis what in a configuration does not fit them, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from linterbot.cli import Status, run
from linterbot.config import reader as config
from linterbot.desk.doctor import Diagnosis, Level, examine, worst
from linterbot.errors import ConfigError
from linterbot.wiki.protocol import AccountStatus, Site, Wiki
from linterbot.wiki.sandbox.people import Person
from tests.contract.bot import Bot

Doctor = Callable[..., list[Diagnosis]]


@pytest.fixture
def doctor(bot: Bot, tmp_path: Path) -> Doctor:
    """Return what examines the bot on its wiki with some of its settings changed, and returns what is not fine."""
    whole = config.parse("wikis: {}\n", tmp_path / "config.yaml")

    def found(save: bool = False, **changes: object) -> list[Diagnosis]:
        bot.set(**changes)
        return [one for one in examine(whole, bot.context, save) if one.level is not Level.FINE]

    return found


def words(found: list[Diagnosis]) -> str:
    return "\n".join(f"{one.level}: {one.words}; {one.remedy}" for one in found)


def test_a_configuration_that_fits_has_no_errors(doctor: Doctor, bot: Bot) -> None:
    bot.lab.actors.edit(bot.context.settings.complaints_page, "Write here.")
    assert [one for one in doctor() if one.level is Level.ERROR] == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"namespaces": ("main", "Trope Wrokshop")}, 'error: namespaces: the wiki has no namespace "Trope Wrokshop"'),
        ({"namespaces": ("main", "Trope Wrokshop")}, 'did you mean "Trope Workshop"?'),
        ({"drafts": ("Drafts",)}, 'warning: drafts: the wiki has no namespace "Drafts"'),
        ({"templates": {"natter": "No such template"}}, "error: the wiki has no {{No such template}}"),
        ({"in_use": ("No such one",)}, "warning: the wiki has no {{No such one}}"),
        ({"verdict_groups": ("sysops",)}, 'error: verdict-groups: the wiki has no group "sysops"'),
        ({"verdict_groups": ("sysops",)}, 'did you mean "sysop"?'),
        ({"complaints_page": "User:LinterBot/Nowhere"}, "warning: User:LinterBot/Nowhere does not exist"),
    ],
)
def test_names_that_the_wiki_does_not_know_are_found(doctor: Doctor, changes: dict[str, object], says: str) -> None:
    assert says in words(doctor(**changes))


def test_a_template_is_found_however_it_is_written(doctor: Doctor, bot: Bot) -> None:
    name = bot.lab.title("a template")
    bot.lab.actors.edit(f"Template:{name}", "Here.")
    assert name not in words(doctor(templates={"natter": name.replace(" ", "_")}))


def test_a_stop_page_that_is_in_force_is_named(doctor: Doctor, bot: Bot) -> None:
    bot.lab.actors.edit(bot.context.settings.stop_page, "Wait, please.")
    assert f"the stop page {bot.context.settings.stop_page} says: Wait, please." in words(doctor())


def test_the_page_for_complaints_is_made_when_asked_and_never_overwritten(doctor: Doctor, bot: Bot) -> None:
    title = bot.lab.title("User:LinterBot/Wrong")
    assert f"{title} does not exist" in words(doctor(complaints_page=title))
    assert bot.text(title) == ""
    assert title not in words(doctor(save=True, complaints_page=title))
    assert "Please say so in a new section" in bot.text(title)
    bot.lab.actors.edit(title, "Mine.")
    doctor(save=True, complaints_page=title)
    assert bot.text(title) == "Mine."


def test_writing_is_tried_only_when_asked(doctor: Doctor, bot: Bot) -> None:
    title = "User:LinterBot/Sandbox"
    bot.lab.actors.edit(title, "Before.")
    doctor()
    assert bot.text(title) == "Before."
    assert not [one for one in doctor(save=True) if "could not be saved" in one.words]
    assert bot.text(title).startswith("This page shows that the bot could write on")


def test_what_keeps_the_account_from_writing_is_named(doctor: Doctor, bot: Bot) -> None:
    class Poor:
        def __init__(self, wiki: Wiki) -> None:
            self._wiki = wiki

        def __getattr__(self, name: str) -> Any:
            return getattr(self._wiki, name)

        def site(self) -> Site:
            return replace(bot.lab.wiki.site(), rights=frozenset({"read", "editprotected"}), walls=True)

        def account_status(self) -> AccountStatus:
            return AccountStatus("by Wren: no", "moving house", 99, frozenset({"Lamps"}), frozenset({""}))

    bot.context = replace(bot.context, wiki=Poor(bot.context.wiki))
    found = words(doctor(message_authors=("natter",)))
    for part in (
        "lacks the rights: edit",
        "no bot flag",
        "may edit protected pages",
        "is blocked by Wren",
        "off Lamps",
    ):
        assert part in found
    for part in ("off the main namespace", "read-only: moving house", "99 seconds behind", "message walls"):
        assert part in found


def test_an_address_that_is_not_an_api_is_refused(tmp_path: Path) -> None:
    text = "wikis: {w: {kind: mediawiki, api: https://x.test/w/index.php, pack: tropedia, operator: somebody}}\n"
    with pytest.raises(ConfigError, match=r'config\.yaml:1: "https://x\.test/w/index\.php" is not the address'):
        config.parse(text, tmp_path / "config.yaml")


CONFIG = """state: state
wikis:
  one: {kind: sandbox, path: s.sqlite, pack: tropedia, operator: somebody, namespaces: [main]}
"""


def test_the_command_names_everything_and_exits_accordingly(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(["doctor"]) is Status.CANNOT_RUN
    assert "one: error   s.sqlite: there is no sandbox wiki yet" in capsys.readouterr().out.replace(f"{here}/", "")
    Person(here / "s.sqlite", "Wren").edit("User:LinterBot/False positives", "Write here.")
    assert run(["doctor"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert "one: ok      LinterBot is logged in and may write" in out
    assert not (here / "state").exists()
    (here / "config.yaml").write_text(CONFIG.replace("[main]", "[main, Mian]"))
    assert run(["doctor"]) is Status.CANNOT_RUN
    assert 'the wiki has no namespace "Mian"' in capsys.readouterr().out
    (here / "state").mkdir(mode=0o755)
    assert run(["doctor"]) is Status.CANNOT_RUN
    assert "others can open" in capsys.readouterr().out


def test_the_worst_decides() -> None:
    fine, odd, bad = (Diagnosis(level, "x") for level in (Level.FINE, Level.WARNING, Level.ERROR))
    assert [worst(found) for found in ([], [fine], [fine, odd], [bad, odd])] == [
        Level.FINE,
        Level.FINE,
        Level.WARNING,
        Level.ERROR,
    ]
