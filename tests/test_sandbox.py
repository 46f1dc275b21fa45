"""The sandbox: loading exports, and the commands that fill and show it."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import QueuePool

from linterbot.cli import Status, run
from linterbot.errors import TargetError, WikiDown
from linterbot.wiki.export import reader
from linterbot.wiki.protocol import Outcome, Save, Saved
from linterbot.wiki.sandbox.people import Person
from linterbot.wiki.sandbox.wiki import Sandbox
from linterbot.wiki.titles import normal_text
from tests.conftest import DATA, SAMPLE, shared
from tests.test_scan import export

EXPORT = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">
  <siteinfo><namespaces><namespace key="0" /><namespace key="3000">Useful Notes</namespace></namespaces></siteinfo>
  <page><title>Useful Notes:Lamps</title>
    <revision><id>1</id><timestamp>2026-01-02T03:04:05Z</timestamp><contributor><username>A</username></contributor>
      <comment>first</comment><text>one &lt;b&gt; é</text></revision>
    <revision><id>2</id><timestamp>2026-01-03T03:04:05Z</timestamp><contributor><ip>192.0.2.1</ip></contributor>
      <text>two</text></revision>
  </page>
  <page><title>Empty</title><revision><timestamp>2026-01-01T00:00:00Z</timestamp><text /></revision></page>
</mediawiki>
"""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path / "s.sqlite", "Importer")


def test_an_export_is_loaded_with_its_history(person: Person, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(EXPORT)
    assert person.load(tmp_path / "x.xml") == 2
    (page,) = person.wiki.pages(["useful notes:lamps"])
    assert (page.title, page.namespace, page.text) == ("Useful Notes:Lamps", "Useful Notes", "two")
    history = person.wiki.history("Useful Notes:Lamps", 0)
    assert [(one.user, one.timestamp, one.comment) for one in history] == [
        ("A", "2026-01-02T03:04:05Z", "first"),
        ("192.0.2.1", "2026-01-03T03:04:05Z", ""),
    ]


def test_times_can_be_moved_so_that_the_history_is_recent(person: Person, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(EXPORT)
    person.load(tmp_path / "x.xml", newest=datetime(2026, 11, 20, tzinfo=UTC))
    times = [one.timestamp for one in person.wiki.history("Useful Notes:Lamps", 0)]
    assert times == ["2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z"]


BROKEN = [
    (EXPORT[:600], r"x\.xml:\d+: breaks off here, or is not XML"),
    ("hello", r"x\.xml:1: breaks off here, or is not XML"),
    ("<html></html>", r"x\.xml: is not a MediaWiki export"),
    ("", r"x\.xml:1: breaks off"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_broken_export_is_reported_and_nothing_is_half_loaded(
    person: Person, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "x.xml").write_text(text)
    with pytest.raises(TargetError, match=words):
        person.load(tmp_path / "x.xml")
    assert person.wiki.pages(["Useful Notes:Lamps"]) == []


def test_entities_cannot_blow_up(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    (tmp_path / "x.xml").write_text(
        f'<!DOCTYPE m [<!ENTITY e0 "ha">{bomb}]><mediawiki><page><title>&e11;</title></page></mediawiki>'
    )
    with pytest.raises(TargetError):
        list(reader.read_export(tmp_path / "x.xml"))


@pytest.mark.parametrize(
    "folder",
    [DATA / "wikitext", DATA / "gold" / "docs", *shared("corpus", "synthetic")],
    ids=lambda folder: folder.name,
)
def test_pages_survive_the_way_through_an_export(person: Person, tmp_path: Path, folder: Path) -> None:
    paths = sorted(folder.glob("*.wiki"))
    texts = {path.stem.replace("_", " ").capitalize(): path.read_text(encoding="utf-8") for path in paths}
    (tmp_path / "x.xml").write_text(export(*((0, title, text) for title, text in texts.items())))
    assert person.load(tmp_path / "x.xml") == len(texts) > 0
    loaded = {page.title: page.text for page in person.wiki.pages(texts)}
    assert loaded == {title: normal_text(text) for title, text in texts.items()}


def test_a_file_that_is_no_wiki_is_reported(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").write_text("this is not a database, whatever its name says")
    with pytest.raises(WikiDown, match="is not a sandbox wiki"):
        Sandbox(tmp_path / "s.sqlite", "sandbox", "LinterBot")


def test_two_can_work_on_one_file(tmp_path: Path) -> None:
    first, second = Person(tmp_path / "s.sqlite", "A"), Person(tmp_path / "s.sqlite", "B")
    first.edit("Page", "one")
    second.edit("Page", "two")
    assert first.wiki.pages(["Page"])[0].text == "two"


def test_the_commands(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text("wikis:\n  one: {kind: sandbox, path: s.sqlite, pack: tropedia, operator: me!}\n")
    (here / "x.xml").write_text(EXPORT)
    (here / "text").write_text("new words")
    assert run(["sandbox", "load", "x.xml"]) is Status.CLEAN
    assert run(["sandbox", "edit", "Empty", "text", "--user", "Quill"]) is Status.CLEAN
    assert run(["sandbox", "show", "Empty"]) is Status.CLEAN
    assert capsys.readouterr().out.splitlines() == ["2 pages loaded into s.sqlite", "Empty: revision 4", "new words"]
    assert run(["sandbox", "load", "--recent", "x.xml"]) is Status.CLEAN
    assert run(["patrol", "--once", "--dry-run"]) is Status.CLEAN
    assert "4 changes, 1 page read" in capsys.readouterr().out
    assert run(["sandbox", "show", "Nowhere"]) is Status.CANNOT_RUN
    assert run(["sandbox", "load", "none.xml"]) is Status.CANNOT_RUN
    assert "Traceback" not in capsys.readouterr().err


def test_many_may_open_a_new_wiki_at_once(tmp_path: Path) -> None:
    code = "import pathlib, sys; from linterbot.wiki.sandbox.wiki import Sandbox; "
    code += "Sandbox(pathlib.Path(sys.argv[1]), *'ab')"
    command = [sys.executable, "-c", code, str(tmp_path / "s.sqlite")]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(6)]
    assert [one.communicate(timeout=60)[1] for one in running] == [b""] * 6


def test_of_many_saves_from_one_revision_one_is_taken(person: Person, tmp_path: Path) -> None:
    base = person.edit("Lamps", "text")

    def save(number: int) -> Outcome:
        wiki = Sandbox(tmp_path / "s.sqlite", "one", f"Bot {number}")
        try:
            return wiki.save(Save("Lamps", f"text {number}", "s", base))
        finally:
            wiki.close()

    with ThreadPoolExecutor(8) as at_once:
        outcomes = list(at_once.map(save, range(24)))
    assert sum(isinstance(one, Saved) for one in outcomes) == 1
    assert len(person.wiki.history("Lamps", base)) == 2


def test_the_last_to_let_go_of_a_sandbox_closes_its_file(tmp_path: Path) -> None:
    wiki = Sandbox(tmp_path / "w.sqlite", "w", "LinterBot")
    engine = wiki.engine
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedin() == 1
    del wiki
    gc.collect()
    assert pool.checkedin() == 0


def test_a_full_disk_is_named_as_the_cause(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("wikis: {one: {kind: sandbox, path: s, pack: tropedia, operator: tests}}\n")
    command = f'ulimit -f 100; exec "{sys.executable}" -m linterbot sandbox load "{SAMPLE}"'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert re.fullmatch(r"linterbot: s: .*disk.*; .*", line)
