"""`linterbot scan`: whole exports, packed and broken, interrupted and resumed."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import zstandard

from linterbot.cli import Status, run
from linterbot.errors import TargetError
from linterbot.scan.scan import ScanOrder, scan
from linterbot.scan.state import Place
from linterbot.worker_pool import WorkerPool
from tests.conftest import WORK
from tests.crashing_check import PATIENCE, with_crashing_rule

NAMESPACES = {0: "", 1: "Talk", 6: "Datei", 10: "Vorlage", 14: "Kategorie", 3000: "Trope Workshop"}
LONE = (
    "* ''Ropewalk'': Mother Ansel eats nothing but candles.\n** In act two, Crabbe rings the bell and is not heard.\n"
)


def export(*pages: tuple[int, str, str], site: str = "Test Tropes") -> str:
    """Return an export with pages (namespace, title without it, text)."""
    names = "".join(f'<namespace key="{number}">{name}</namespace>' for number, name in NAMESPACES.items())
    out = f"<mediawiki><siteinfo><sitename>{site}</sitename><namespaces>{names}</namespaces></siteinfo>\n"
    for number, (namespace, title, text) in enumerate(pages, 1):
        full = f"{NAMESPACES[namespace]}:{title}" if namespace else title
        out += f"<page><title>{escape(full)}</title><ns>{namespace}</ns><id>{number}</id><revision><id>{number}</id>"
        out += f"<timestamp>2026-01-01T00:00:00Z</timestamp><text>{escape(text)}</text></revision></page>\n"
    return out + "</mediawiki>\n"


def many(count: int = 400) -> str:
    return export(*((0, f"Page {number}", f"{WORK}\n{LONE}" + "words " * 200) for number in range(count)))


def found(out: str) -> list[tuple[str, str]]:
    return [(one["page"], one["name"]) for one in map(json.loads, out.splitlines())]


def multistream(text: bytes) -> bytes:
    half = len(text) // 2
    return bz2.compress(text[:half]) + bz2.compress(text[half:])


def frames(text: bytes) -> bytes:
    half, packer = len(text) // 2, zstandard.ZstdCompressor(write_checksum=True)
    return packer.compress(text[:half]) + packer.compress(text[half:])


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "xml": bytes,
    "xml.gz": gzip.compress,
    "xml.bz2": bz2.compress,
    "multistream.xml.bz2": multistream,
    "xml.zst": frames,
}


@pytest.mark.parametrize("suffix", PACKINGS)
def test_every_packing_gives_the_same_findings(here: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    (here / f"wiki.{suffix}").write_bytes(PACKINGS[suffix](many(30).encode()))
    assert run(["scan", f"wiki.{suffix}", "--jobs", "2"]) is Status.FINDINGS
    out, err = capsys.readouterr()
    assert found(out) == [(f"Page {number}", "lone-sub-example") for number in range(30)]
    assert "30 pages" in err
    assert "30 findings" in err
    assert list(here.glob("*.json")) == []


def test_a_finding_says_where_it_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "w.xml").write_text(export((0, "A", f"{WORK}\n{LONE}")))
    assert run(["scan", "w.xml", "--exit-zero"]) is Status.CLEAN
    one = json.loads(capsys.readouterr().out)
    assert (one["page"], one["wiki"], one["revision"], one["location"]["row"]) == ("A", "Test Tropes", 1, 3)
    assert run(["scan", "w.xml", "--output-format", "concise"]) is Status.FINDINGS
    assert capsys.readouterr().out.startswith("A:3:4: EX102 lone-sub-example: ")


def test_facts_come_from_the_export_itself(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = "".join(
        f"[[Datei:{name}.png]]\n" for name in ("Bare", "Named", "Redirected", "By category", "Moved", "Gone")
    )
    pages = [
        (0, "Work", f"{{{{Kurz}}}} {{{{tropelist}}}} {{{{reflist}}}} [[Kategorie:Theatre]]\n{shown}"),
        (6, "Bare.png", "A lamp. http://x.test/lamp"),
        (6, "Named.png", "{{Fairuse}} http://x.test/lamp"),
        (6, "Redirected.png", "{{FU}} http://x.test/lamp"),
        (6, "By category.png", "{{House rule}} http://x.test/lamp"),
        (6, "Moved.png", "#REDIRECT [[Datei:Named.png]]"),
        (10, "FU", "#REDIRECT [[Vorlage:Fairuse]]"),
        (10, "Kurz", "#REDIRECT [[Vorlage:Work]]"),
        (10, "House rule", "Ours.<noinclude>[[Kategorie:House licences]]</noinclude>"),
        (14, "House licences", "[[Kategorie:Licence templates]]"),
    ]
    (here / "w.xml").write_text(export(*pages))
    run(["scan", "w.xml", "--namespace", "main"])
    assert found(capsys.readouterr().out) == [("Work", "unlicensed-image"), ("Work", "missing-file")]
    run(["scan", "w.xml", "--namespace", "main", "--shared-files"])
    out, err = capsys.readouterr()
    assert found(out) == [("Work", "unlicensed-image")]
    assert "not checked: missing-file (the wiki shows shared files, which the export does not list)" in err
    run(["scan", "w.xml", "--namespace", "all"])
    assert ("Datei:Bare.png", "missing-licence") not in found(capsys.readouterr().out)


def test_an_export_without_file_pages_says_what_it_cannot_answer(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "w.xml").write_text(export((0, "A", "{{trope}}\n[[File:Lamp.png]]")))
    run(["scan", "w.xml"])
    assert "not checked: unlicensed-image, missing-file (the export has no file pages)" in capsys.readouterr().err


def test_only_the_chosen_namespaces_are_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = ((0, "A", LONE), (1, "B", LONE), (3000, "C", f"{{{{Trope Workshop}}}}\n{LONE}"))
    (here / "w.xml").write_text(export(*pages))
    run(["scan", "w.xml", "--namespace", "Trope Workshop"])
    assert [page for page, _ in found(capsys.readouterr().out)] == ["Trope Workshop:C"]
    run(["scan", "w.xml", "--namespace", "Talk"])
    assert found(capsys.readouterr().out) == []  # on a talk page, a bullet under another is the answer
    run(["scan", "w.xml"])
    assert {page for page, _ in found(capsys.readouterr().out)} == {"A", "Trope Workshop:C"}


def test_a_misspelt_namespace_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "w.xml").write_text(export((0, "A", LONE)))
    assert run(["scan", "w.xml", "--namespace", "Trope Workshp"]) is Status.CANNOT_RUN
    error = 'linterbot: --namespace: the export has no namespace "Trope Workshp"; did you mean "Trope Workshop"?'
    assert error in capsys.readouterr().err
    assert list(here.glob("*.json")) == []


def test_the_newest_revision_counts(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = f"<revision><id>1</id><timestamp>2025-01-01T00:00:00Z</timestamp><text>{LONE}</text></revision>"
    new = "<revision><id>2</id><timestamp>2026-01-01T00:00:00Z</timestamp><text>" + WORK + "</text></revision>"
    for revisions in (old + new, new + old):
        (here / "w.xml").write_text(f"<mediawiki><page><title>A</title>{revisions}</page></mediawiki>")
        assert run(["scan", "w.xml"]) is Status.CLEAN
    assert capsys.readouterr().out == ""


BROKEN = [
    ("x.xml", "hello", r"x.xml:1: breaks off here, or is not XML (byte 0"),
    ("x.xml", "", r"x.xml:1: breaks off here, or is not XML (byte 0"),
    ("x.xml", "<html></html>", "is not a MediaWiki export"),
    ("x.xml", "<mediawiki>" * 30, "than any MediaWiki export"),
    ("nothing.xml", None, "no such file; check the path"),
    (".", None, "is a folder; name the export in it"),
    ("x.7z", "7z\xbc\xaf\x27\x1c", "is a 7z archive"),
]


@pytest.mark.parametrize(("name", "text", "words"), BROKEN)
def test_a_file_that_is_no_export_is_reported(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, words: str
) -> None:
    if text is not None:
        (here / name).write_bytes(text.encode("latin-1"))
    assert run(["scan", name]) is Status.CANNOT_RUN
    assert words in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("suffix", PACKINGS)
def test_a_truncated_file_is_reported_with_the_byte_and_what_came_before_counts(
    here: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    whole = PACKINGS[suffix](many(3_000).encode())
    (here / f"w.{suffix}").write_bytes(whole[: len(whole) * 3 // 4])
    assert run(["scan", f"w.{suffix}"]) is Status.CANNOT_RUN
    out, err = capsys.readouterr()
    assert 100 < len(found(out)) < 3_000
    assert "everything before this was read" in err
    assert "byte" in err


@pytest.mark.parametrize("suffix", ["xml", "xml.gz"])
def test_of_a_small_file_too_what_came_before_counts(
    here: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    whole = PACKINGS[suffix](many(30).encode())
    (here / f"w.{suffix}").write_bytes(whole[: len(whole) - 20])
    assert run(["scan", f"w.{suffix}"]) is Status.CANNOT_RUN
    assert len(found(capsys.readouterr().out)) >= 29


def test_a_damaged_packed_file_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in ("xml.gz", "xml.bz2", "xml.zst"):
        packed = bytearray(PACKINGS[suffix](many(400).encode()))
        packed[len(packed) // 2] ^= 0xFF
        (here / f"w.{suffix}").write_bytes(packed)
        assert run(["scan", f"w.{suffix}"]) is Status.CANNOT_RUN
        assert "byte" in capsys.readouterr().err


def _command(*more: str) -> list[str]:
    return [sys.executable, "-m", "linterbot", "scan", "w.xml", "--jobs", "2", *more]


# A scan that gets a signal when it records its progress for the third time: on any machine, it is in the middle.
STOPPED = """
import os, sys
from linterbot.cli import main
from linterbot.scan.state import ScanState

number, after, save, notes = int(sys.argv.pop(1)), sys.argv.pop(1) == "after", ScanState.save, []

def hit(state):
    notes.append(state)
    if len(notes) == 3 and not after:
        os.kill(os.getpid(), number)
    save(state)
    if len(notes) == 3 and after:
        os.kill(os.getpid(), number)

ScanState.save = hit
main()
"""


def _stopped(out: Path, number: int, where: str = "after") -> int:
    """Start a scan that a signal stops, before or after it has recorded its progress; return its exit status."""
    command = [sys.executable, "-c", STOPPED, str(int(number)), where, *_command()[3:]]
    with out.open("wb") as file:
        return subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_scan_resumes_without_losing_or_repeating_anything(here: Path, number: int, where: str) -> None:
    (here / "w.xml").write_text(many(1_000))
    whole = subprocess.run(_command(), capture_output=True, check=False).stdout
    status = _stopped(here / "out", number, where)
    assert status == (-9 if number == signal.SIGKILL else Status.INTERRUPTED)
    before = (here / "out").read_bytes()
    assert 0 < len(before) < len(whole)
    with (here / "out").open("ab") as file:
        done = subprocess.run(_command("--resume"), stdout=file, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == Status.FINDINGS, done.stderr
    assert (here / "out").read_bytes() == whole


def test_on_a_terminal_a_bar_shows_the_progress_and_the_findings_stay_whole(here: Path) -> None:
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"this machine gives out no terminals ({error})")  # a bare chroot has no /dev/pts
    (here / "w.xml").write_text(many(2_000))
    whole = subprocess.run(_command(), capture_output=True, check=False).stdout
    with (here / "out").open("wb") as out, os.fdopen(theirs, "wb") as terminal:
        child = subprocess.Popen(_command(), stdout=out, stderr=terminal, env={**os.environ, "TERM": "xterm"})
    shown = b""
    try:
        while piece := os.read(ours, 10_000):
            shown += piece
    except OSError:  # this is how reading ends when the last writer has closed the terminal
        pass
    os.close(ours)
    assert child.wait(30) == Status.FINDINGS
    assert (here / "out").read_bytes() == whole
    assert "looking for files and templates" in shown.decode()
    assert "2,000 findings" in shown.decode()


def test_a_scan_is_resumed_only_as_it_began(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "w.xml").write_text(many(1_000))
    assert run(["scan", "w.xml", "--resume"]) is Status.CANNOT_RUN
    assert "there is no interrupted scan to continue" in capsys.readouterr().err
    _stopped(here / "out", signal.SIGINT)
    assert run(["scan", "w.xml", "--resume", "--pack", "allthetropes"]) is Status.CANNOT_RUN
    assert "the interrupted scan was different (pack, rules)" in capsys.readouterr().err
    assert run(["status"]) is Status.CLEAN
    assert "pages read" in capsys.readouterr().out
    with (here / "out").open("wb") as file:
        done = subprocess.run(_command("--resume"), stdout=file, stderr=subprocess.PIPE, check=False, text=True)
    assert "append to the output with >>" in done.stderr


@pytest.mark.slow
def test_a_page_that_kills_or_hangs_its_process_is_set_aside_and_the_rest_is_read(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["one", "DIE", "two", "HANG", "FAIL", "three"]
    (here / "w.xml").write_text(export(*((0, f"{text} page", f"{WORK}\n{text}\n{LONE}") for text in texts)))
    order = ScanOrder(here / "w.xml", "tropedia", with_crashing_rule(), frozenset({""}), "concise", 2, seconds=PATIENCE)
    pieces = list(scan(order, Place(), lambda page: ""))
    found_lines = [line for piece in pieces for line in piece.lines]
    assert [line.split(":")[0] for line in found_lines] == [f"{text} page" for text in texts]
    assert found_lines[1].endswith(
        "LB001 page-not-read: The page was not read: it crashes the process that reads it (signal 9)."
    )
    assert found_lines[3].endswith(f"The page was not read: it takes more than {PATIENCE} seconds.")
    assert found_lines[4].endswith("The page was not read: a fault in linterbot (KeyError: 'no such thing').")
    lost = {page.title: reason for piece in pieces for page, reason in piece.failed}
    assert set(lost) == {"DIE page", "HANG page", "FAIL page"}

    monkeypatch.setattr(WorkerPool, "_alone", lambda *_: pytest.fail("a page was tried again"))
    again = list(scan(order, Place(), lambda page: lost.get(page.title, "")))
    assert [line for piece in again for line in piece.lines] == found_lines


def test_entities_and_declarations_are_refused(here: Path) -> None:
    (here / "w.xml").write_text('<!DOCTYPE m [<!ENTITY e "x">]><mediawiki><page><title>&e;</title></page></mediawiki>')
    order = ScanOrder(here / "w.xml", "tropedia", (), frozenset(), "concise", 1)
    with pytest.raises(TargetError, match="document type declaration"):
        list(scan(order, Place(), lambda page: ""))


def test_a_baseline_of_a_whole_wiki_leaves_only_what_is_new(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def export(*texts: str) -> None:
        pages = "".join(
            f"<page><title>P{number}</title><ns>0</ns><revision><id>1</id><text>{text}</text></revision></page>"
            for number, text in enumerate(texts)
        )
        (here / "w.xml").write_text(f"<mediawiki><siteinfo><sitename>W</sitename></siteinfo>{pages}</mediawiki>")

    old = "* Candles: Mother Ansel lives on candles for four days.\n** To be fair, they were good candles, though.\n"
    export(old, old)
    assert run(["scan", "w.xml", "--write-baseline", "known.json"]) is Status.CLEAN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "known from now on" in captured.err
    assert run(["scan", "w.xml", "--baseline", "known.json"]) is Status.CLEAN
    assert capsys.readouterr().out == ""
    export(old, f"{old}* Lamps: Quill steals the lamp of the harbour master.\n** Although, who counts lamps?\n")
    assert run(["scan", "w.xml", "--baseline", "known.json"]) is Status.FINDINGS
    assert {json.loads(line)["page"] for line in capsys.readouterr().out.splitlines()} == {"P1"}
    assert run(["check", "w.xml", "--baseline", "none.json"]) is Status.CANNOT_RUN
