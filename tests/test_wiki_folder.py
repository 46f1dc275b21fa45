"""Wikis with a file each: read over what they have in common, every mistake where it is, and one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.config import reader, wiki_folder, wiki_rules
from linterbot.errors import ConfigError, RuleError
from linterbot.model import Mode

MAIN = """state: state
wiki-folder: wikis
wiki-defaults:
  kind: sandbox
  pack: tropedia
  operator: somebody
  mode: flag
  rules: {natter: shadow}
  patience: {edit-minutes: 5}
"""


@pytest.fixture
def folder(here: Path) -> Path:
    (here / "config.yaml").write_text(MAIN)
    (here / "wikis").mkdir()
    return here / "wikis"


def test_a_wiki_says_only_what_is_different(folder: Path) -> None:
    (folder / "one.yaml").write_text("path: one.sqlite\n")
    (folder / "two.yaml").write_text(
        "path: two.sqlite\nmode: shadow\nrules: {duplicate-example: auto}\npatience: {page-hours: 1}\n"
        "adjust: {natter: {severity: error}}\n"
    )
    config = reader.load(Path("config.yaml"))
    one, two = config.wikis["one"], config.wikis["two"]
    assert list(config.wikis) == ["one", "two"]
    assert (one.mode, one.rules, one.patience.edit_minutes) == (Mode.FLAG, {"natter": Mode.SHADOW}, 5)
    assert two.mode is Mode.SHADOW
    assert two.rules == {"natter": Mode.SHADOW, "duplicate-example": Mode.AUTO}
    assert (two.patience.edit_minutes, two.patience.page_hours) == (5, 1)
    assert config.adjustments("two")["natter"].content == {"severity": "error"}
    assert reader.load_wiki(config.model_copy(update={"wikis": {}}), "one").wikis == {"one": one}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("path: x\nmode: flga\n", 'wikis/bad.yaml:2: unknown mode "flga"; did you mean "flag"?'),
        ("path: x\npasswort: y\n", 'wikis/bad.yaml:2: unknown key "passwort"'),
        ("path: x\nrules:\n  nater: auto\n", 'wikis/bad.yaml:3: unknown rule "nater"; did you mean "natter"?'),
        ("mode: flag\n", 'wikis/bad.yaml:1: a sandbox wiki needs "path"'),
        ("- path: x\n", 'wikis/bad.yaml:1: must be "key: value" lines, as under a wiki\'s name'),
        ("path: [\n", "wikis/bad.yaml:1: a [ is not closed"),
        ("", "wikis/bad.yaml:1: a sandbox wiki needs"),
        ("path: x\napi: https://me:hunter2@wiki.example/api.php\n", "wikis/bad.yaml:2: an address with a password"),
    ],
)
def test_a_broken_file_sets_only_its_own_wiki_aside(folder: Path, text: str, words: str) -> None:
    (folder / "good.yaml").write_text("path: good.sqlite\n")
    (folder / "bad.yaml").write_text(text)
    told: list[ConfigError] = []
    config = reader.load(Path("config.yaml"), told.append)
    assert list(config.wikis) == ["good"]
    assert words in str(told[0])
    with pytest.raises(ConfigError) as caught:
        reader.load(Path("config.yaml"))
    assert str(caught.value) == str(told[0])


def test_a_mistake_in_what_a_rule_does_differently_is_placed(folder: Path) -> None:
    (folder / "bad.yaml").write_text("path: x\nadjust:\n  natter:\n    severty: error\n")
    with pytest.raises(RuleError, match=r"wikis/bad.yaml:4: "):
        wiki_rules.load(reader.load(Path("config.yaml")), "bad")


def test_a_mistake_in_what_all_have_in_common_is_named_there(folder: Path) -> None:
    Path("config.yaml").write_text(MAIN.replace("mode: flag", "mode: flga"))
    (folder / "one.yaml").write_text("path: one.sqlite\n")
    with pytest.raises(ConfigError, match=r'^config.yaml:7: unknown mode "flga"'):
        reader.load(Path("config.yaml"))


def test_names_that_are_none_and_files_that_are_no_wikis(folder: Path) -> None:
    (folder / "my wiki!.yaml").write_text("path: one.sqlite\n")
    with pytest.raises(ConfigError, match="my wiki"):
        reader.load(Path("config.yaml"))
    (folder / "my wiki!.yaml").rename(folder / "README.md")
    (folder / ".hidden.yaml").write_text("a: b\n")
    assert wiki_folder.files_of(reader.load(Path("config.yaml"))) == {}


def test_a_name_that_is_taken_is_refused(folder: Path) -> None:
    Path("config.yaml").write_text(
        f"{MAIN}wikis:\n  one: {{kind: sandbox, path: one.sqlite, pack: tropedia, operator: somebody}}\n"
    )
    (folder / "one.yaml").write_text("path: other.sqlite\n")
    with pytest.raises(ConfigError, match=r'wikis/one.yaml:1: there is a wiki "one" in config.yaml already'):
        reader.load(Path("config.yaml"))


def test_a_folder_that_is_not_there_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(MAIN)
    assert run(["status"]) is Status.CANNOT_RUN
    assert "config.yaml:2: wikis cannot be read (No such file or directory)" in capsys.readouterr().err


def test_every_command_knows_the_wikis_of_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(f"path: {name}.sqlite\n")
    assert run(["queue", "--wiki", "two"]) is Status.CLEAN
    assert run(["queue", "--wiki", "three"]) is Status.CANNOT_RUN
    assert 'no wiki "three" is configured; choose from: one, two' in capsys.readouterr().err
