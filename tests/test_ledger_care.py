"""The ledger as a whole: checked, copied while in use, brought back, and kept through upgrades and downgrades."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.errors import ConfigError
from linterbot.ledger import cursor, key_values, leases, open_ledger, table_version
from tests.test_migrations import as_it_was

CONFIG = """
wikis:
  one: {kind: sandbox, path: sandbox.sqlite, pack: tropedia, user: LinterBot, operator: somebody@example.org}
state: state
"""
EARLY, LATE = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(CONFIG)
    return tmp_path


def url(here: Path) -> str:
    return f"sqlite:///{ledger_file(here)}"


def ledger_file(here: Path) -> Path:
    return here / "state" / "ledger.sqlite"


def advance(here: Path, moment: str) -> None:
    with closing(open_ledger(url(here), "one")) as ledger:
        cursor.advance(ledger, moment)


def read_up_to(here: Path) -> str | None:
    with closing(open_ledger(url(here), "one")) as ledger:
        return cursor.get(ledger)


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


def damage(path: Path) -> None:
    """Overwrite the middle of a database, so that it opens and then does not make sense."""
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 16384)


def test_a_copy_brings_back_what_was_known(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advance(here, EARLY)
    assert run(["ledger", "backup", "copy.sqlite"]) is Status.CLEAN
    advance(here, LATE)
    assert run(["ledger", "restore", "copy.sqlite"]) is Status.CLEAN
    assert read_up_to(here) == EARLY
    assert stat.S_IMODE((here / "copy.sqlite").stat().st_mode) == 0o600
    (replaced,) = here.glob("state/ledger.replaced-*.sqlite")
    with closing(sqlite3.connect(replaced)) as file:
        assert file.execute("SELECT timestamp FROM cursor").fetchall() == [(LATE,)]
    assert "one: 0 pages, 0 findings, 0 writes, 0 decisions; read up to 2026-01-01T00:00:00Z" in capsys.readouterr().out
    with closing(open_ledger(url(here), "one")) as ledger:
        assert key_values.get(ledger, key_values.RESTORED)
    assert run(["ledger", "check"]) is Status.CLEAN


def test_a_copy_is_whole_while_the_bot_writes(here: Path) -> None:
    with closing(open_ledger(url(here), "one")) as ledger:
        done = threading.Event()

        def write() -> None:
            number = 0
            while not done.is_set():
                number += 1
                with ledger.engine.begin() as db:
                    for name in ("a", "b"):
                        db.exec_driver_sql("INSERT OR REPLACE INTO note VALUES ('one', ?, ?)", (name, str(number)))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(10):
                assert run(["ledger", "backup", f"{number}.sqlite"]) is Status.CLEAN
        finally:
            done.set()
            writer.join()
    for path in here.glob("?.sqlite"):
        with closing(sqlite3.connect(path)) as file:
            assert len(set(file.execute("SELECT value FROM note WHERE name IN ('a', 'b')").fetchall())) <= 1


def test_nothing_is_overwritten_and_nothing_is_left_behind(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "backup", "copy.sqlite"]) is Status.CANNOT_RUN
    assert run(["ledger", "check"]) is Status.CANNOT_RUN
    assert "there is no ledger yet" in capsys.readouterr().err
    assert not ledger_file(here).exists()
    advance(here, EARLY)
    (here / "there.sqlite").write_text("mine")
    assert run(["ledger", "backup", "there.sqlite"]) is Status.CANNOT_RUN
    assert (here / "there.sqlite").read_text() == "mine"
    assert "exists already; name a new file" in capsys.readouterr().err
    assert not list(here.rglob(".linterbot-*"))


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0"])
def test_what_is_no_ledger_is_not_brought_back(here: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    advance(here, EARLY)
    (here / "copy.sqlite").write_bytes(content)
    assert run(["ledger", "restore", "copy.sqlite"]) is Status.CANNOT_RUN
    assert capsys.readouterr().err.startswith("linterbot: copy.sqlite: the file is ")
    assert run(["ledger", "restore", "missing.sqlite"]) is Status.CANNOT_RUN
    assert "missing.sqlite: no such file" in capsys.readouterr().err
    assert read_up_to(here) == EARLY


def test_a_damaged_ledger_is_named_and_can_be_replaced(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advance(here, EARLY)
    assert run(["ledger", "backup", "copy.sqlite"]) is Status.CLEAN
    damage(ledger_file(here))
    assert run(["ledger", "check"]) is Status.CANNOT_RUN
    assert "damaged" in capsys.readouterr().err
    assert run(["ledger", "backup", "other.sqlite"]) is Status.CANNOT_RUN
    assert not (here / "other.sqlite").exists()
    assert run(["ledger", "restore", "copy.sqlite"]) is Status.CLEAN
    assert read_up_to(here) == EARLY


def test_no_ledger_is_replaced_while_a_round_is_under_way(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advance(here, EARLY)
    assert run(["ledger", "backup", "copy.sqlite"]) is Status.CLEAN
    with closing(open_ledger(url(here), "one")) as ledger, leases.held(ledger):
        assert run(["ledger", "restore", "copy.sqlite"]) is Status.CANNOT_RUN
    assert "another linterbot is writing to this wiki" in capsys.readouterr().err
    assert not list(here.glob("state/ledger.replaced-*"))


@pytest.mark.parametrize("version", ["0002", "0003", "0004"])
def test_before_an_upgrade_a_copy_is_kept_with_which_one_can_go_back(here: Path, version: str) -> None:
    ledger_file(here).parent.mkdir()
    as_it_was(ledger_file(here), version)
    advance(here, LATE)
    older = here / "state" / f"ledger.version-{version}.sqlite"
    with closing(sqlite3.connect(older)) as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchone() == (version,)
        assert (LATE,) not in file.execute("SELECT timestamp FROM cursor").fetchall()
    advance(here, LATE)
    assert run(["ledger", "restore", str(older)]) is Status.CLEAN
    assert read_up_to(here) == (EARLY if version == "0002" else None)


def test_looking_at_an_older_ledger_does_not_change_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger_file(here).parent.mkdir()
    as_it_was(ledger_file(here))
    before = content(ledger_file(here))
    assert run(["ledger", "check"]) is Status.CLEAN
    assert "one: 1 page, 2 findings, 4 writes" in capsys.readouterr().out
    with closing(open_ledger(url(here), "one", create=False)) as ledger:
        assert cursor.get(ledger) == EARLY
    assert content(ledger_file(here)) == before
    assert [path.name for path in (here / "state").iterdir() if path.suffix == ".sqlite"] == ["ledger.sqlite"]


def test_a_ledger_of_a_newer_linterbot_is_refused_and_left_as_it_is(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    advance(here, EARLY)
    assert run(["ledger", "backup", "copy.sqlite"]) is Status.CLEAN
    with closing(sqlite3.connect(ledger_file(here))) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="a newer linterbot made its tables"):
        open_ledger(url(here), "one")
    assert run(["status"]) is Status.CANNOT_RUN
    assert "a newer linterbot made its tables (version 9999); install that linterbot again" in capsys.readouterr().err
    assert run(["ledger", "restore", "copy.sqlite"]) is Status.CLEAN  # the way back
    assert read_up_to(here) == EARLY


def test_two_that_start_at_once_keep_one_copy_of_the_older_ledger(here: Path) -> None:
    ledger_file(here).parent.mkdir()
    as_it_was(ledger_file(here))
    threads = [threading.Thread(target=advance, args=(here, LATE)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(sqlite3.connect(here / "state" / "ledger.version-0002.sqlite")) as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
    assert read_up_to(here) == LATE


def test_where_nothing_can_be_written_one_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advance(here, EARLY)
    assert run(["ledger", "backup", "/proc/copy.sqlite"]) is Status.CANNOT_RUN
    assert "/proc/copy.sqlite: it cannot be used" in capsys.readouterr().err


def test_a_ledger_on_a_server_is_copied_by_its_own_tools(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(f"{CONFIG}ledger: postgresql://127.0.0.1/linterbot\n")
    assert run(["ledger", "backup", "copy.sqlite"]) is Status.CANNOT_RUN
    assert "the ledger is not a file; use the tools of its database, such as pg_dump" in capsys.readouterr().err


def test_the_newest_version_is_the_one_that_a_new_ledger_has(here: Path) -> None:
    with closing(open_ledger(url(here), "one")) as ledger:
        assert table_version.version_of(ledger.engine) == table_version.newest()
