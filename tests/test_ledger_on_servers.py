"""Ledgers on a database server: copied there and back, shared by many, and there again after a failure."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select, text

from linterbot.cli import Status, run
from linterbot.errors import ConfigError, LedgerError
from linterbot.ledger import (
    Ledger,
    actions,
    cursor,
    decisions,
    engines,
    findings,
    key_values,
    leases,
    notices,
    open_ledger,
    pauses,
    put_off,
    record_findings,
    revisits,
    table_version,
    wikis,
)
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.pages import PageRead
from linterbot.ledger.record_findings import SeenFinding
from linterbot.model import Finding, Severity, Span
from tests.ledgers import Databases, postgresql_tool
from tests.requirements import missing
from tests.test_migrations import made_as_it_was

NOW, LATER = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
CONFIG = """
wikis:
  one: {kind: sandbox, path: one.sqlite, pack: tropedia, operator: somebody}
  two: {kind: sandbox, path: two.sqlite, pack: tropedia, operator: somebody}
state: state
"""
ODD = ["Ödegård 🜂", "zebra", "Zebra", "a'b\"c\\", "\x00 nul", "ﬁ", "ı İ", "%s %(x)s :y", " "]
Out = pytest.CaptureFixture[str]


@pytest.fixture
def ledger(databases: Databases, tmp_path: Path) -> Iterator[Ledger]:
    one = open_ledger(databases.at(tmp_path / "ledger.sqlite"), "one")
    yield one
    one.close()


def fill(ledger: Ledger, titles: list[str]) -> None:
    """Let something happen on pages with these titles."""
    for number, title in enumerate(titles):
        found = Finding("EX101", "natter", Severity.WARNING, title, "", Span(0, 1), (), None, f"p{number}", 0.1)
        seen = SeenFinding(found, title, 3, fixable=bool(number % 2), suggestion=title)
        record_findings.record(ledger, [(PageRead(title, 2**31 + number, 2**40, "ab cd", "v"), [seen])], NOW)
        decisions.keep(ledger, Decision("Quill", Verdict.REJECTED, NOW, "natter", title, f"p{number}", title))
    cursor.advance(ledger, NOW)
    key_values.put(ledger, "note", "".join(titles))
    pauses.until_resumed(ledger, "natter", "why", "Quill", NOW)


def content(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of a database, by table, in an order of Python's."""
    engine = create_engine(url)
    metadata = MetaData()
    with engine.connect() as db:
        metadata.reflect(db)
        rows = {
            name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
            if name != "lease"
        }
    engine.dispose()
    return rows


def test_a_ledger_moves_to_a_server_and_back_whole(here: Path, server: Databases, capsys: Out) -> None:
    (here / "config.yaml").write_text(CONFIG)
    for wiki in ("one", "two"):
        with closing(open_ledger(f"sqlite:///{here / 'state' / 'ledger.sqlite'}", wiki)) as ledger:
            fill(ledger, ODD)
    before = content(f"sqlite:///{here / 'state' / 'ledger.sqlite'}")
    address = server.empty()
    assert run(["ledger", "copy", address]) is Status.CLEAN
    shown = capsys.readouterr().out
    assert f"finding                {2 * len(ODD)}\n" in shown
    assert f"ledger: {address}\n" in shown
    (here / "config.yaml").write_text(f"{CONFIG}ledger: {address}\n")
    assert run(["ledger", "copy", f"sqlite:///{here / 'back.sqlite'}"]) is Status.CLEAN
    back = content(f"sqlite:///{here / 'back.sqlite'}")
    without_nul = {name: [tuple(map(clean, row)) for row in rows] for name, rows in before.items()}
    assert {name: sorted(rows, key=repr) for name, rows in without_nul.items()} == back
    with closing(open_ledger(address, "one")) as ledger:
        newest = max(one.id for one in findings.of_page(ledger, "zebra"))
        fill(ledger, ["New"])
        assert min(one.id for one in findings.of_page(ledger, "New")) > newest


def clean(value: object) -> object:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def test_nothing_is_overwritten_and_nobody_is_interrupted(here: Path, server: Databases, capsys: Out) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(["ledger", "copy", server.empty()]) is Status.CANNOT_RUN
    assert "there is no ledger yet" in capsys.readouterr().err
    own, address = f"sqlite:///{here / 'state' / 'ledger.sqlite'}", server.empty()
    with closing(open_ledger(own, "two")) as ledger:
        fill(ledger, ["A"])
        with leases.held(ledger):
            assert run(["ledger", "copy", address]) is Status.CANNOT_RUN
            assert "two: another linterbot is writing to this wiki" in capsys.readouterr().err
    assert run(["ledger", "copy", own]) is Status.CANNOT_RUN
    assert "is the ledger that there is" in capsys.readouterr().err
    assert run(["ledger", "copy", "postgresql://me:hunter2@host/db"]) is Status.CANNOT_RUN
    error = capsys.readouterr().err
    assert "hunter2" not in error
    assert "an address with a password does not belong" in error
    assert run(["ledger", "copy", address]) is Status.CLEAN
    there = content(address)
    assert run(["ledger", "copy", address]) is Status.CANNOT_RUN
    assert "there is a ledger already where this is to go; name an empty database" in capsys.readouterr().err
    assert content(address) == there


def test_a_server_that_is_not_there_is_named(here: Path, capsys: Out) -> None:
    (here / "config.yaml").write_text(f"{CONFIG}ledger: postgresql://nobody@127.0.0.1:1/none\n")
    assert run(["status"]) is Status.CANNOT_RUN
    assert "ledger: the database cannot be used (connection failed" in capsys.readouterr().err


def at_once(work: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(work, range(60)))


@pytest.mark.parametrize(
    "work",
    [
        lambda ledger, number: key_values.put_all(ledger, {"b": str(number), "a": str(number)}),
        lambda ledger, number: cursor.advance(ledger, str(number)),
        lambda ledger, number: pauses.until_resumed(ledger, "natter", str(number), "Quill", NOW),
        lambda ledger, number: put_off.add(ledger, "Quill", 1, NOW, str(number)),
        lambda ledger, number: revisits.plan(ledger, {"B": str(number), "A": str(number)}),
        lambda ledger, number: notices.add(ledger, "key", "stopped", ["mail"], str(number), NOW),
        lambda ledger, number: leases.take(ledger, f"elsewhere net 1 1 {number}"),
    ],
)
def test_whoever_writes_the_same_row_at_the_same_time_neither_fails_nor_doubles_it(
    ledger: Ledger, work: Callable[[Ledger, int], object]
) -> None:
    at_once(lambda number: work(ledger, number))
    with ledger.engine.connect() as db:
        tables = {name: db.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in ("note", "cursor")}
        rows = [db.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in ("pause", "put_off", "lease")]
    assert tables["note"] in (0, 2)
    assert max(tables["cursor"], *rows) <= 1


def test_tables_are_made_once_by_whoever_comes_first(server: Databases) -> None:
    address = server.empty()
    code = "import sys; from linterbot.ledger import cursor, open_ledger; "
    code += f"cursor.advance(open_ledger(sys.argv[1], sys.argv[2]), '{NOW}')"
    started = [subprocess.Popen([sys.executable, "-c", code, address, f"wiki {number}"]) for number in range(4)]
    assert [one.wait() for one in started] == [0] * 4
    assert len(content(address)["cursor"]) == 4


def test_tables_that_a_newer_linterbot_made_stop_nobody_who_is_at_work(server: Databases) -> None:
    address = server.empty()
    ledger = open_ledger(address, "one")
    with ledger.engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    cursor.advance(open_ledger(address, "one"), NOW)  # a round of the old worker
    engines.let_go(address)
    with pytest.raises(Exception, match="a newer linterbot made its tables"):
        open_ledger(address, "one")


@pytest.mark.postgresql
def test_a_server_that_was_started_again_goes_on_where_it_was() -> None:
    folder = Path(tempfile.mkdtemp(prefix="linterbot-postgresql-"))
    started = postgresql_tool("up", folder)
    if started.returncode:
        missing("POSTGRESQL", started.stderr[-400:])
    address = started.stdout.strip()
    try:
        ledger = open_ledger(address, "one")
        cursor.advance(ledger, NOW)
        postgresql_tool("crash", folder)
        with pytest.raises(LedgerError, match="see whether the database server is up"):
            cursor.get(ledger)
        assert postgresql_tool("up", folder).stdout.strip() == address
        assert cursor.get(ledger) == NOW
        cursor.advance(ledger, LATER)
        assert cursor.get(ledger) == LATER
    finally:
        engines.let_go(address)
        postgresql_tool("wipe", folder)


def test_the_clock_is_the_databases_own(ledger: Ledger) -> None:
    assert leases.take(ledger, "elsewhere net 1 1 x")
    with ledger.engine.connect() as db:
        until = db.execute(text("SELECT until FROM lease")).scalar_one()
    assert abs(until - leases.SECONDS - datetime.now().timestamp()) < 3600


def test_the_newest_tables_are_the_same_everywhere(server: Databases, tmp_path: Path) -> None:
    assert table_version.version_of(open_ledger(server.empty(), "").engine) == table_version.newest()


def test_a_dry_run_changes_nothing_on_a_server(server: Databases) -> None:
    address = server.empty()
    assert cursor.get(open_ledger(address, "one", create=False)) is None
    assert content(address) == {}
    made_as_it_was(address)
    before = content(address)
    with pytest.raises(ConfigError, match="an older linterbot made its tables"):
        open_ledger(address, "one", create=False)
    assert content(address) == before
    assert cursor.get(open_ledger(address, "one")) == NOW
    assert cursor.get(open_ledger(address, "one", create=False)) == NOW


def test_an_approval_is_seen_whatever_its_number(server: Databases) -> None:
    ledger = open_ledger(server.empty(), "one")
    assert wikis.approved(ledger) == {}
    for who in ("Wren", "", "Quill"):
        plan = actions.Plan(actions.ActionKind.FIX, "A", None, "text", approved_by=who)
        actions.plan(ledger, plan, actions.new_token(), "", NOW)
    first, _, last = actions.find(ledger)
    assert wikis.approved(ledger) == {first.id: "one", last.id: "one"}
    actions.settle(ledger, last, actions.ActionState.DONE, 1)
    assert wikis.approved(ledger) == {first.id: "one"}
