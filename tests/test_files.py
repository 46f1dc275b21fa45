"""Files on disk: whole or not at all, and private where they have to be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.files import private_file, private_folder, write_whole
from linterbot.ledger import open_ledger
from linterbot.wiki.sandbox.people import Person
from tests.test_cli_patrol import CONFIG, LONG


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "page.wiki"
    file.write_text("before")
    file.chmod(0o640)
    write_whole(file, b"after")
    assert (file.read_text(), mode(file)) == ("after", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_where_a_file_cannot_be_written_nothing_is_changed_or_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "page.wiki"
    file.write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_private_folders_and_files_are_their_owners_alone(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b")
    private_file(tmp_path / "a" / "b" / "c")
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b")) == (0o700, 0o700)
    assert mode(tmp_path / "a" / "b" / "c") == 0o600


@pytest.mark.parametrize("before", [None, 0o755])
def test_the_state_folder_and_the_ledger_are_their_owners_alone(here: Path, before: int | None) -> None:
    (here / "config.yaml").write_text(CONFIG)
    state = here / "state"
    if before is not None:  # as an earlier version left them
        state.mkdir(mode=before)
        open_ledger(f"sqlite:///{state / 'ledger.sqlite'}", "one").close()
        (state / "ledger.sqlite").chmod(0o644)
    Person(here / "s.sqlite", "Quill").edit("Ropewalk", f"{{{{work}}}}\n{LONG}\n{LONG}")
    assert run(["patrol", "--once"]) is Status.CLEAN
    assert mode(state) == 0o700
    assert {path.name: mode(path) for path in state.iterdir()} == {"ledger.sqlite": 0o600}


def test_a_dry_run_leaves_no_file_and_no_folder(here: Path) -> None:
    (here / "config.yaml").write_text(CONFIG)
    Person(here / "s.sqlite", "Quill").edit("Ropewalk", f"{{{{work}}}}\n{LONG}\n{LONG}")
    assert run(["patrol", "--once", "--dry-run"]) is Status.CLEAN
    assert {path.name.partition(".sqlite")[0] for path in here.iterdir()} == {"config.yaml", "s"}


def test_a_dry_run_makes_no_folder_for_a_ledger_that_cannot_be(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG.replace("wikis:", "ledger: sqlite:///no/such/place/ledger.sqlite\nwikis:"))
    Person(here / "s.sqlite", "Quill").edit("Ropewalk", f"{{{{work}}}}\n{LONG}\n{LONG}")
    assert run(["patrol", "--once", "--dry-run"]) is Status.CLEAN
    assert "Ropewalk: would be fixed" in capsys.readouterr().out
    assert not (here / "no").exists()


def test_a_dry_run_makes_no_sandbox(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(["patrol", "--once", "--dry-run"]) is Status.CANNOT_RUN
    assert "there is no sandbox wiki yet" in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["config.yaml"]
