"""`linterbot init` writes a configuration for a wiki that works as it stands, and says what it did not find."""

from __future__ import annotations

from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.config import reader as config
from linterbot.desk.new_config import api_addresses, new_config, wiki_name
from linterbot.errors import TargetError
from linterbot.model import Mode
from linterbot.wiki.protocol import Site
from tests.contract.conftest import Lab

OPERATOR = "Wren, wren@wiki.test"
API = "https://somewhere.test/w/api.php"


def test_a_configuration_can_be_read_and_shows_nothing_to_anybody(lab: Lab, tmp_path: Path) -> None:
    made = new_config(lab.wiki, API, "LinterBot", OPERATOR)
    parsed = config.parse(made.text, tmp_path / "config.yaml")
    ((name, settings),) = parsed.wikis.items()
    assert (settings.api, settings.operator, settings.user) == (API, OPERATOR, "LinterBot")
    assert (settings.mode, settings.rules) == (Mode.SHADOW, {})
    assert settings.namespaces == ("main", "Trope Workshop", "File")
    assert settings.drafts == ("Trope Workshop",)
    assert settings.verdict_groups[0] == "sysop"
    assert [job.wiki for job in parsed.jobs.values()] == [name]


def test_the_nearest_pack_is_proposed_with_the_reason(lab: Lab) -> None:
    for name in ("Tropestub", "Workpage"):
        lab.actors.edit(f"Template:{name}", "A template.")
    made = new_config(lab.wiki, API, "LinterBot", OPERATOR)
    assert "    # The nearest pack: of its templates, this wiki has " in made.text
    assert any("were written for another wiki" in note for note in made.notes)
    known = new_config(lab.wiki, "https://allthetropes.org/w/api.php", "LinterBot", OPERATOR)
    assert "    pack: allthetropes\n" in known.text
    assert not any("were written for another wiki" in note for note in known.notes)


def test_what_was_not_found_is_said(lab: Lab) -> None:
    made = new_config(lab.wiki, API, "Nobody At All", OPERATOR)
    assert "there is no account “Nobody At All” yet" in made.notes


HOSTILE = "Wiki\"s: {x}\n# é'"


def test_hostile_words_stay_words(lab: Lab, tmp_path: Path) -> None:
    made = new_config(lab.wiki, API, "Linter'Bot", HOSTILE)
    ((_, settings),) = config.parse(made.text, tmp_path / "config.yaml").wikis.items()
    assert (settings.operator, settings.user) == (HOSTILE, "Linter'Bot")


@pytest.mark.mediawiki
def test_the_command_writes_a_file_that_doctor_accepts(
    mediawiki_lab: Lab, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["init", mediawiki_lab.api, "--operator", OPERATOR]
    assert run(command) is Status.CLEAN
    assert "config.yaml is ready" in capsys.readouterr().out
    before = (here / "config.yaml").read_text()
    assert run(command) is Status.CANNOT_RUN
    assert "config.yaml: is there already" in capsys.readouterr().err
    assert (here / "config.yaml").read_text() == before
    assert run([*command, "--output", "-"]) is Status.CLEAN
    assert capsys.readouterr().out == before
    assert run(["doctor"]) is Status.CANNOT_RUN
    assert "there is no password for LinterBot" in capsys.readouterr().out


@pytest.mark.mediawiki
def test_a_wiki_is_added_to_a_fleet_with_what_is_different_there(
    mediawiki_lab: Lab, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.yaml").write_text(
        f"wiki-folder: wikis\nwiki-defaults: {{kind: mediawiki, operator: '{OPERATOR}'}}\n"
    )
    command = ["fleet", "add", mediawiki_lab.api, "--name", "lab"]
    assert run(command) is Status.FINDINGS
    shown = capsys.readouterr().out
    assert "wikis/lab.yaml is ready" in shown
    assert "lab: error   there is no password for LinterBot" in shown
    text = (here / "wikis" / "lab.yaml").read_text()
    assert f'api: "{mediawiki_lab.api}"\n' in text
    assert "kind:" not in text
    assert "operator:" not in text
    settings = config.load(here / "config.yaml").wikis["lab"]
    assert (settings.api, settings.operator, settings.mode) == (mediawiki_lab.api, OPERATOR, Mode.SHADOW)
    assert run(command) is Status.CANNOT_RUN
    assert "lab: there is a wiki of this name already" in capsys.readouterr().err
    assert run([*command[:3], "--name", "../lab"]) is Status.CANNOT_RUN
    assert 'no wiki can be called "../lab"' in capsys.readouterr().err
    assert run(["doctor", "--wiki", "lab"]) is Status.CANNOT_RUN
    assert "there is no password for LinterBot" in capsys.readouterr().out


def test_a_fleet_needs_a_folder_and_an_operator(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text("state: state\n")
    assert run(["fleet", "add", API]) is Status.CANNOT_RUN
    assert "config.yaml: names no folder for the files of wikis; add: wiki-folder: wikis" in capsys.readouterr().err
    (here / "config.yaml").write_text("wiki-folder: wikis\n")
    (here / "wikis").mkdir()
    assert run(["fleet", "add", API]) is Status.CANNOT_RUN
    assert "--operator" in capsys.readouterr().err


def test_a_wiki_that_is_not_there_and_an_operator_nobody_can_reach_are_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "http://127.0.0.1:9/api.php", "--operator", OPERATOR]) is Status.CANNOT_RUN
    assert run(["init", "http://127.0.0.1:9/api.php", "--operator", "W"]) is Status.CANNOT_RUN
    assert "name somebody" in capsys.readouterr().err
    assert not (here / "config.yaml").exists()


def test_any_address_on_a_wiki_leads_to_its_api() -> None:
    assert api_addresses("https://x.test/w/api.php?action=help") == ["https://x.test/w/api.php"]
    assert api_addresses("x.test") == ["https://x.test/api.php", "https://x.test/w/api.php"]
    with pytest.raises(TargetError, match="is not the address of a wiki"):
        api_addresses("ftp://x.test/")


def test_a_wiki_has_a_short_name() -> None:
    assert wiki_name(Site("", title="All The Tropes!"), API) == "all-the-tropes"
    assert wiki_name(Site("", title="異世界"), "https://tropes.test/api.php") == "tropes"
    assert len(wiki_name(Site("", title="long " * 40), API)) <= 40
