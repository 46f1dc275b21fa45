"""`linterbot fleet scan`: an export cut into parts gives what `scan` gives, whoever dies meanwhile."""

from __future__ import annotations

import bz2
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.cli import Status, run
from linterbot.cli.commands import fleet_scan
from linterbot.errors import TargetError
from linterbot.fleet import worker as fleet_worker
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.fleet.worker import Worker
from linterbot.ledger import Ledger, fleet_queue, open_ledger, scans, wikis
from linterbot.ledger.scans import MOST_TRIES, Part
from linterbot.scan import part_linter
from linterbot.wiki.export import cuts
from linterbot.wiki.export.cuts import NotReadable, cut, pages_of
from linterbot.wiki.export.reader import ExportedPage, read_export
from tests.fleet_lab import FleetLab
from tests.ledgers import Databases
from tests.test_scan import PACKINGS, export, many
from tests.waiting import until


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "_PAGES", 30)
    monkeypatch.setattr(cuts, "_PACKED", 400)


@pytest.fixture
def fleet(server: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FleetLab]:
    lab = FleetLab(tmp_path, server.empty(), 3, 2)
    monkeypatch.chdir(tmp_path)
    yield lab
    lab.stop()
    for one in lab.machines:
        one.kill()


def streams(text: str, pages: int = 10) -> bytes:
    """Pack an export as MediaWiki's own dumps are packed: a stream for each hundred pages, and for both ends."""
    head, *rest = text.split("<page>")
    rest[-1], tail = rest[-1].split("</mediawiki>")
    groups = ["".join(f"<page>{one}" for one in rest[at : at + pages]) for at in range(0, len(rest), pages)]
    return b"".join(bz2.compress(one.encode()) for one in (head, *groups, f"</mediawiki>{tail}"))


def exported(path: Path) -> list[ExportedPage]:
    return [one for one in read_export(path, newest_only=True) if isinstance(one, ExportedPage)]


ALL: dict[str, Callable[[bytes], bytes]] = {**PACKINGS, "streams.xml.bz2": lambda text: streams(text.decode())}


@pytest.mark.parametrize("packing", ALL)
def test_the_parts_of_an_export_have_all_its_pages_in_order(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"w.{packing}"
    path.write_bytes(ALL[packing](many(100).encode()))
    parts = list(cut(path))
    assert len(parts) > 2
    assert [page for one in parts for page in pages_of(one.data)] == exported(path)
    assert [one.packed for one in parts] == sorted(one.packed for one in parts)
    assert parts == list(cut(path))
    assert parts[0].data.startswith(b"BZh") is (packing == "streams.xml.bz2")


@given(st.integers(0, 3000), st.binary(max_size=4))
def test_a_spoilt_part_is_refused_and_never_gives_other_pages(at: int, junk: bytes) -> None:
    whole = streams(many(20), 20)
    begin = whole.index(b"BZh", 1)
    data = whole[begin : whole.rindex(b"BZh")]
    pages = list(pages_of(data))
    spoilt = data[:at] + junk + data[at + len(junk) :] if at < len(data) else data[: at % len(data)]
    found: list[ExportedPage] = []
    try:
        found += pages_of(spoilt)
    except NotReadable:
        assert found == pages[: len(found)]
    else:
        assert found in (pages, [])


@pytest.mark.parametrize("end", ["at a stream's end", "within the last pages"])
def test_a_dump_that_breaks_off_is_not_taken_for_a_whole_one(tmp_path: Path, end: str) -> None:
    whole = streams(many(60))
    tail = whole.rindex(b"BZh")
    (tmp_path / "w.xml.bz2").write_bytes(whole[: tail if end == "at a stream's end" else tail - 40])
    pages: list[ExportedPage] = []

    def read() -> None:
        for one in cut(tmp_path / "w.xml.bz2"):
            pages.extend(pages_of(one.data))

    with pytest.raises((TargetError, NotReadable)):
        read()
    assert pages[:50] == exported_of(whole, tmp_path)[:50]


def exported_of(data: bytes, folder: Path) -> list[ExportedPage]:
    (folder / "whole.xml.bz2").write_bytes(data)
    return exported(folder / "whole.xml.bz2")


def test_a_stream_that_does_not_begin_with_a_page_is_read_with_its_neighbours(tmp_path: Path) -> None:
    text = many(60)
    for number, cuts_at in enumerate(([500], [len(text) // 3, len(text) // 2], [text.index("<page>")])):
        pieces = [text[a:b] for a, b in zip([0, *cuts_at], [*cuts_at, len(text)], strict=True)]
        path = tmp_path / f"{number}.xml.bz2"
        path.write_bytes(b"".join(bz2.compress(one.encode()) for one in pieces))
        assert [page for one in cut(path) for page in pages_of(one.data)] == exported(path)


def scanned(fleet: FleetLab, *words: str) -> subprocess.CompletedProcess[str]:
    """Scan with the fleet, in a process of its own."""
    command = [sys.executable, "-c", _SMALL, "fleet", "scan", "--config", "config.yaml", *words]
    return subprocess.run(command, cwd=fleet.folder, capture_output=True, text=True, check=False, timeout=300)


_SMALL = """
import sys
from linterbot.cli import run
from linterbot.scan import part_linter
from linterbot.wiki.export import cuts
cuts._PAGES, cuts._PACKED = 30, 400
sys.exit(run(sys.argv[1:]))
"""


def test_a_fleet_finds_what_one_machine_finds_while_a_worker_dies(
    fleet: FleetLab, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet.folder / "w.xml.bz2").write_bytes(streams(many(300)))
    assert run(["scan", "w.xml.bz2", "--config", "config.yaml"]) is Status.FINDINGS
    expected = capsys.readouterr().out
    assert expected.count("\n") == 300
    for one in fleet.machines:
        one.start()
    done: list[subprocess.CompletedProcess[str]] = []
    scan = threading.Thread(target=lambda: done.append(scanned(fleet, "w.xml.bz2")))
    scan.start()
    until(lambda: fleet_queue.has_tables(fleet.ledger) and results(fleet.ledger) >= 2, "the first parts")
    fleet.workers[1].kill()
    fleet.edit("wiki001")
    wikis.wake(fleet.ledger, "wiki001")
    until(lambda: fleet.wrong_on("wiki001") == [], "a round meanwhile")
    fleet.workers[1].start()
    scan.join()
    assert (done[0].returncode, done[0].stdout) == (Status.FINDINGS, expected)
    assert "300 pages" in done[0].stderr
    assert results(fleet.ledger) == 0  # nothing is left of it


def results(ledger: Ledger) -> int:
    """Return how many parts of scans are done and were not collected."""
    with ledger.engine.connect() as db:
        return int(db.exec_driver_sql("SELECT count(*) FROM scan_part WHERE result IS NOT NULL").scalar_one())


@pytest.fixture
def worker(fleet: FleetLab) -> Worker:
    return Worker(WikiFiles(fleet.folder / "config.yaml"), fleet.ledger)


def by(worker: Worker, fleet: FleetLab, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a pause in which a worker in this very process does what there is to do."""

    def pause(_seconds: float) -> None:
        worker.scan("turn 1 at scans", 0.0)

    monkeypatch.setattr(fleet_worker, "_TURN", 0.0)  # a part each time
    return pause


def test_an_interrupted_scan_goes_on_with_what_is_missing(
    fleet: FleetLab, worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet.folder / "w.xml").write_text(many(100))
    tried: list[int] = []
    work = by(worker, fleet, monkeypatch)

    def pause(seconds: float) -> None:
        if len(tried) == 2:
            raise KeyboardInterrupt
        counted(seconds)

    def counted(seconds: float) -> None:
        tried.append(1)
        work(seconds)

    monkeypatch.setattr(fleet_scan, "sleep", pause)
    assert run(["fleet", "scan", "w.xml"]) is Status.INTERRUPTED
    assert "for the findings, run the same command again" in capsys.readouterr().err
    assert results(fleet.ledger) == 2
    tried.clear()
    monkeypatch.setattr(fleet_scan, "sleep", counted)
    assert run(["fleet", "scan", "w.xml"]) is Status.FINDINGS
    assert len(tried) == 2  # of four parts
    out = capsys.readouterr().out
    assert [json.loads(line)["page"] for line in out.splitlines()] == [f"Page {number}" for number in range(100)]
    assert run(["scan", "w.xml"]) is Status.FINDINGS
    assert capsys.readouterr().out == out


@pytest.mark.parametrize("options", [["--select", "EX103"], ["--namespace", "all"], ["--output-format", "concise"]])
def test_every_option_means_what_it_means_for_one_machine(
    fleet: FleetLab,
    worker: Worker,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = "[[Datei:Bare.png]] [[Datei:Gone.png]]"
    pages = [(0, "A", shown), (6, "Bare.png", "A lamp."), (1, "A", "* a\n* a"), (10, "FU", "#REDIRECT [[Vorlage:X]]")]
    (fleet.folder / "w.xml").write_text(export(*pages))
    monkeypatch.setattr(fleet_scan, "sleep", by(worker, fleet, monkeypatch))
    status = run(["scan", "w.xml", *options])
    expected = capsys.readouterr().out
    assert run(["fleet", "scan", "w.xml", *options]) is status
    assert capsys.readouterr().out == expected


def test_a_broken_export_gives_what_came_before_and_a_reason(
    fleet: FleetLab, worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = streams(many(40))
    last_pages = whole.rindex(b"BZh", 0, whole.rindex(b"BZh"))
    (fleet.folder / "w.xml.bz2").write_bytes(whole[: last_pages + 60])
    monkeypatch.setattr(fleet_scan, "sleep", by(worker, fleet, monkeypatch))
    assert run(["fleet", "scan", "w.xml.bz2"]) is Status.CANNOT_RUN
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 30
    assert "w.xml.bz2: cannot be read beyond its page 30" in err
    for words in (["nothing.xml"], ["."], ["config.yaml"]):
        assert run(["fleet", "scan", *words]) is Status.CANNOT_RUN
        assert capsys.readouterr().err.startswith(f"linterbot: {words[0]}")


def test_a_machine_with_other_rules_does_nothing_and_says_so(
    fleet: FleetLab, worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet.folder / "w.xml").write_text(many(10))
    monkeypatch.setattr(part_linter, "_LEFT_TO_OTHERS", 0.0)
    work = by(worker, fleet, monkeypatch)

    def pause(seconds: float) -> None:
        (fleet.folder / "config.yaml").write_text(
            (fleet.folder / "config.yaml").read_text().replace("wiki-folder", "files: {pack: tvtropes}\nwiki-folder")
        )
        for _ in range(MOST_TRIES):
            work(seconds)
            with fleet.ledger.engine.begin() as db:
                db.exec_driver_sql("UPDATE scan_part SET due = 0")

    monkeypatch.setattr(fleet_scan, "sleep", pause)
    assert run(["fleet", "scan", "w.xml"]) is Status.CANNOT_RUN
    err = capsys.readouterr().err
    assert "part 1 of the scan could not be done (scan: the rules on this machine are not those" in err


def test_rounds_go_before_parts_of_scans(fleet: FleetLab) -> None:
    scans.begin(fleet.ledger, "ab" * 32, b"")
    for number in range(5):
        scans.add(fleet.ledger, Part("ab" * 32, number), b"x")
    fleet.clock.start()
    until(lambda: fleet_queue.has_tables(fleet.ledger), "the clock")
    until(lambda: fleet_queue.state(fleet.ledger).scanning > 0, "a part in the queue")
    until(lambda: fleet_queue.state(fleet.ledger).waiting > 0, "a round in the queue")
    with fleet.ledger.engine.connect() as db:
        rows = db.exec_driver_sql("SELECT DISTINCT task_name, priority FROM procrastinate_jobs ORDER BY priority").all()
    assert [name for name, _ in rows] == ["scan", "round"]
    assert fleet_queue.state(fleet.ledger).scanning == 1  # fewer than there are workers, and at least one


def test_nobody_waits_in_vain(server: Databases) -> None:
    ledger = open_ledger(server.empty(), "")
    scans.begin(ledger, "d", b"")
    scans.add(ledger, Part("d", 0), b"x")
    for _ in range(MOST_TRIES):
        assert scans.take(ledger) == (Part("d", 0), b"x")
        assert scans.take(ledger) is None
        assert scans.outcome(ledger, Part("d", 0)).trouble == ""  # the last one may still come back
        with ledger.engine.begin() as db:
            db.exec_driver_sql("UPDATE scan_part SET due = 0")
    assert scans.outcome(ledger, Part("d", 0)).trouble == "its worker did not come back"
    assert scans.due(ledger) == set()
    scans.try_again(ledger, "d")
    assert scans.due(ledger) == {"d"}
    scans.forget_unwanted(ledger)
    assert scans.due(ledger) == {"d"}
    with ledger.engine.begin() as db:
        db.exec_driver_sql("UPDATE scan SET wanted = 0")
    scans.forget_unwanted(ledger)
    assert scans.due(ledger) == set()
    assert scans.outcome(ledger, Part("d", 0)).trouble == "the scan was given up"
