"""A wiki's history replayed: what the rules would have said, and what people did about it without being told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from linterbot.cli import Status, run
from linterbot.ledger import open_ledger, replays
from linterbot.ledger.timestamps import timestamp
from linterbot.lint.page_linter import PageLinter
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.replay.fates import Fate, fates
from linterbot.rulebook import packs
from linterbot.wiki.export.reader import ExportedPage, ExportedRevision
from tests.conftest import WORK

FIRST = datetime(2026, 1, 1)
LINTER = PageLinter(packs.load("tropedia"), MEDIAWIKI_NAMES)
LONG = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
CLEAN = f"{WORK}\n== Literature ==\n{LONG}\n* Crabbe does without, and says so.\n== Theatre ==\n* Nobody waits."
REPLY = CLEAN.replace(LONG, f"{LONG}\n** To be fair, they were good candles, though.")
TWICE = CLEAN.replace("says so.", f"says so.\n{LONG}")


def page(*edits: tuple[str, str, float], title: str = "Candles") -> ExportedPage:
    """Return a page by its edits: who, the text, and on which day."""
    return ExportedPage(
        title,
        tuple(
            ExportedRevision(who, timestamp(FIRST + timedelta(days=day)), "", text, number)
            for number, (who, text, day) in enumerate(edits, 1)
        ),
        0,
    )


def told(*edits: tuple[str, str, float], since: str = "2020-01-01T00:00:00Z") -> list[tuple[str, Fate]]:
    """Return the rules and fates of what the edits brought in."""
    return sorted((one.rule, one.fate) for one in fates(LINTER, page(*edits), "", since))


def test_what_somebody_else_soon_takes_away_is_agreed_and_as_proposed_confirmed() -> None:
    begun, fault = ("Quill", CLEAN, 0.0), ("Visitor", REPLY, 1.0)
    assert told(begun, fault, ("Quill", f"{CLEAN}\n* More.", 5)) == [
        ("lone-sub-example", Fate.AGREED),
        ("natter", Fate.CONFIRMED),
    ]
    joined = REPLY.replace("\n** To be fair, they", " They").replace(", though.", ".")
    assert ("natter", Fate.AGREED) in told(begun, fault, ("Quill", joined, 5))
    assert told(begun, ("Visitor", TWICE, 1), ("Quill", f"{CLEAN}\n* More.", 2)) == [
        ("duplicate-example", Fate.CONFIRMED)
    ]


def test_what_the_author_takes_away_or_somebody_much_later_says_nothing() -> None:
    begun, fault = ("Quill", CLEAN, 0.0), ("Visitor", REPLY, 1.0)
    assert told(begun, fault, ("Visitor", f"{CLEAN}\n* More.", 2)) == []
    assert told(begun, fault, ("Quill", f"{CLEAN}\n* More.", 40)) == []


def test_an_edit_that_was_taken_back_says_nothing() -> None:
    assert told(("Quill", CLEAN, 0), ("Visitor", REPLY, 1), ("Quill", CLEAN, 2)) == []


def test_an_edit_that_took_away_much_at_once_says_nothing() -> None:
    entry = "* ''Work {n}'': The lodger {n} finds it.\n** To be fair, number {n} was easy, though."
    replies = [entry.format(n=number) for number in range(6)]
    many = CLEAN.replace("* Nobody waits.", "\n".join(replies))
    assert told(("Quill", CLEAN, 0), ("Visitor", many, 1), ("Quill", f"{CLEAN}\n* More.", 5)) == []


def later(text: str, number: int, section: str = "* Crabbe") -> list[tuple[str, str, float]]:
    """Return so many edits by others, each of which adds a line before another one."""
    edits: list[tuple[str, str, float]] = []
    for count in range(1, number + 1):
        text = text.replace(section, f"* ''Play {count}'': The lodger finds it in drawer {count}.\n{section}")
        edits.append((f"Editor {count}", text, 1.0 + count))
    return edits


def test_what_outlives_ten_edits_of_its_section_is_tolerated() -> None:
    begun, fault = ("Quill", CLEAN, 0.0), ("Visitor", REPLY, 1.0)
    assert told(begun, fault, *later(REPLY, 9)) == []
    assert [fate for rule, fate in told(begun, fault, *later(REPLY, 10)) if rule == "natter"] == [Fate.TOLERATED]
    elsewhere = later(REPLY, 12, section="* Nobody waits")
    assert [fate for rule, fate in told(begun, fault, *elsewhere) if rule == "natter"] == []
    own = [("Visitor", text, day) for _, text, day in later(REPLY, 12)]
    assert [fate for rule, fate in told(begun, fault, *own) if rule == "natter"] == []


def test_a_reworded_finding_is_the_same_one() -> None:
    reworded = REPLY.replace("good candles", "very good candles")
    begun, fault = ("Quill", CLEAN, 0.0), ("Visitor", REPLY, 1.0)
    edits = [begun, fault, ("Wren", reworded, 10), ("Quill", f"{CLEAN}\n* More.", 40)]
    assert told(*edits) == []  # it came 39 days before
    edits[-1] = ("Quill", f"{CLEAN}\n* More.", 20)
    assert ("natter", Fate.CONFIRMED) in told(*edits)


def test_only_what_came_since_a_time_counts() -> None:
    edits = [("Quill", CLEAN, 0.0), ("Visitor", REPLY, 1.0), ("Quill", f"{CLEAN}\n* More.", 5.0)]
    assert told(*edits, since=timestamp(FIRST + timedelta(days=2))) == []
    assert len(told(*edits, since=timestamp(FIRST + timedelta(days=1)))) == 2
    assert len(told(*edits[1:], since=timestamp(FIRST + timedelta(days=1)))) == 2


def export(folder: Path, *pages: ExportedPage) -> Path:
    """Write a full-history export."""
    out = "<mediawiki><siteinfo><sitename>Test</sitename><namespaces/></siteinfo>\n"
    for one in pages:
        out += f"<page><title>{escape(one.title)}</title><ns>0</ns><id>1</id>\n"
        for it in one.revisions:
            out += f"<revision><id>{it.id}</id><timestamp>{it.timestamp}</timestamp><contributor><username>"
            out += f"{it.user}</username></contributor><text>{escape(it.text)}</text></revision>\n"
        out += "</page>\n"
    path = folder / "history.xml"
    path.write_text(f"{out}</mediawiki>\n")
    return path


CONFIG = "state: state\nwikis:\n  lab: {kind: sandbox, path: x.sqlite, pack: tropedia, operator: tests, mode: flag}\n"


def test_a_replay_is_counted_kept_apart_and_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    cleaned = [
        page(("Quill", CLEAN, 0), ("Visitor", REPLY, 1), ("Quill", f"{CLEAN}\n* More.", 5), title=f"Page {number}")
        for number in range(3)
    ]
    kept = page(("Quill", CLEAN, 0), ("Visitor", REPLY, 1), *later(REPLY, 10), title="Kept")
    path = export(here, *cleaned, kept)
    assert run(["replay", str(path), "--history", "--jobs", "1"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert "4 pages with edits since" in out
    assert re.search(r"natter +3 +0 +1 +30% to 95%", out)
    assert "natter: confirmed by Quill on 2026-01-06: Page 0: " in out
    assert "natter: tolerated on" in out
    ledger = open_ledger(f"sqlite:///{here / 'state' / 'ledger.sqlite'}", "lab")
    at, found = replays.kept(ledger)
    assert at
    assert found["natter"] == (3, 0, 1)
    ledger.close()
    run(["status"])
    assert "natter: replayed: people agreed 3 of 4 times (30% to 95%)" in capsys.readouterr().out
    assert run(["replay", str(path), "--rule", "natter", "--years", "1"]) is Status.CLEAN
    assert "duplicate-example" not in capsys.readouterr().out


def test_a_replay_needs_a_history_and_a_rule_that_there_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(["replay", str(export(here))]) is Status.CANNOT_RUN
    assert "there are no revisions in this file; name a full-history export" in capsys.readouterr().err
    path = export(here, page(("Quill", CLEAN, 0)))
    assert run(["replay", str(path), "--rule", "nater"]) is Status.CANNOT_RUN
    assert 'did you mean "natter"' in capsys.readouterr().err
    assert run(["replay", str(path)]) is Status.CLEAN
    assert "of no finding can it be told" in capsys.readouterr().out
