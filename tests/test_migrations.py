"""A ledger of an earlier version keeps what it holds."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import linterbot.ledger
from linterbot.ledger import action_queries, actions, cursor, decisions, findings, open_ledger, pages
from linterbot.ledger.actions import ActionState
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.lint.fingerprint import fingerprint as fingerprint_of
from tests.ledgers import Databases

NOW = "2026-01-01T00:00:00Z"
FINDING = f"""INSERT INTO finding VALUES
('one', 'Lamps', 'f', 'EX101', 'natter', 'warning', 'm', 'p', 'w', 3, FALSE, '', 1, 2, 'open', '{NOW}'),
('one', 'Lamps', 'g', 'EX103', 'duplicate-example', 'warning', 'm', 'p', 'w', 5, TRUE, '', 1, 2, 'rejected', '{NOW}')"""
ACTION = f"""INSERT INTO action VALUES
(1, 'one', 't1', 'fix', 'Lamps', 'duplicate-example', 'g', 1, 'reverted', 2, 'undone by Quill', '{NOW}'),
(2, 'one', 't2', 'fix', 'Ladders', 'duplicate-example', 'h', 1, 'not done', NULL, 'refused: spam: why', '{NOW}'),
(3, 'one', 't3', 'fix', 'Ropes', 'duplicate-example', 'i', 1, 'not done', NULL, 'somebody edited', '{NOW}'),
(4, 'one', 't4', 'fix', 'Stairs', 'duplicate-example', 'j', 1, 'sending', NULL, '', '{NOW}')"""


def as_it_was(path: Path, version: str = "0002") -> str:
    """Make a ledger in a file as an earlier version made it; the oldest has something in it."""
    return made_as_it_was(f"sqlite:///{path}", version)


def made_as_it_was(url: str, version: str = "0002") -> str:
    """Make a ledger in an empty database as an earlier version made it; the oldest has something in it."""
    engine = create_engine(url)
    settings = Config()
    settings.set_main_option("script_location", str(Path(linterbot.ledger.__file__).parent / "migrations"))
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, version)
    if version == "0002":
        with engine.begin() as db:
            for statement in (
                f"INSERT INTO cursor VALUES ('one', '{NOW}')",
                f"INSERT INTO page VALUES ('one', 'Lamps', 2, '{NOW}')",
                FINDING,
                ACTION,
            ):
                db.exec_driver_sql(statement)
    engine.dispose()
    return url


def test_everything_is_kept_and_every_write_has_a_current_state(databases: Databases, tmp_path: Path) -> None:
    url = databases.at(tmp_path / "ledger.sqlite") if databases.are_files else databases.empty()
    ledger = open_ledger(made_as_it_was(url), "one")
    assert cursor.get(ledger) == NOW
    assert pages.get(ledger, ["Lamps"])["Lamps"].revision == 2
    (one,) = findings.of_page(ledger, "Lamps")
    assert (one.fingerprint, one.rule, one.row, one.confidence) == ("f", "natter", 3, 1.0)
    assert one.opened_at == one.since == NOW  # as far as is known
    assert findings.numbered(ledger, one.id) == one
    assert findings.closed(ledger, "Lamps") == {"g"}
    assert [found.fingerprint for found in findings.each(ledger, Selection([State.REJECTED]))] == ["g"]
    assert [action.state for action in actions.find(ledger)] == [
        ActionState.REVERTED,
        ActionState.REFUSED,
        ActionState.STALE,
        ActionState.SENDING,
    ]
    assert action_queries.resting(ledger, "Lamps", NOW) == {"duplicate-example"}
    assert action_queries.refused(ledger, "Ladders", frozenset("h"), 5, NOW) == "refused: spam: why"
    ledger.close()


def test_what_people_said_of_whole_pages_holds_under_their_new_identity(tmp_path: Path) -> None:
    url = as_it_was(tmp_path / "ledger.sqlite", "0004")
    columns = "wiki, title, fingerprint, code, rule, severity, message, policy, words, row, fixable, suggestion"
    rest = f"1, 0, '', 1.0, '', 2, '{{}}', '{NOW}'"
    rows = [("one", "a1", "open"), ("one", "a2", "rejected"), ("two", "a1", "open")]
    engine = create_engine(url)
    with engine.begin() as db:
        for wiki, fingerprint, state in rows:
            db.exec_driver_sql(
                f"INSERT INTO finding ({columns}, confidence, author, last_revision, state, since) VALUES ('{wiki}', "
                f"'Lamps', '{fingerprint}', 'PG403', 'missing-category', 'notice', 'm', 'p', 'w', {rest.format(state)})"
            )
        db.exec_driver_sql(
            "INSERT INTO decision (wiki, at, who, verdict, rule, title, fingerprint, why) VALUES "
            f"('one', '{NOW}', 'Wren', 'rejected', 'missing-category', 'Lamps', 'a2', '')"
        )
    engine.dispose()
    ledger = open_ledger(url, "one")
    new = fingerprint_of("missing-category", "", 1)
    assert findings.closed(ledger, "Lamps") == {new}
    assert findings.of_page(ledger, "Lamps") == []
    assert [one.who for one in decisions.about(ledger, "Lamps", new)] == ["Wren"]
    ledger.close()
    other = open_ledger(url, "two")
    assert [one.fingerprint for one in findings.of_page(other, "Lamps")] == [new]
    other.close()
