"""The second reader itself, built and installed as people get it: found, refused when broken, the same every time."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linterbot.evidence.second_reading import Passage
from linterbot_reader import Reader
from linterbot_reader.reader import FILES, MODEL, SUMS, WEIGHTS
from tests.conftest import ROOT, WORK

READER = Reader()
PAGE = f"""{WORK}
== Tropes ==
{{{{tropelist}}}}
* [[Locked Room]]: The clockmaker lies dead behind a bolted door, and the key is in his own pocket.
** A bolt of that kind can be drawn from outside with a strong magnet.
** Sister Oda is locked into the vestry for a night.
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, and unpack it into a folder that Python looks into."""
    folder = tmp_path_factory.mktemp("reader")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        ROOT / "reader",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as parts:
        parts.extractall(folder / "installed")
    return folder / "installed"


@pytest.fixture
def linterbot(tmp_path: Path) -> Run:
    """Run linterbot with a folder of installed distributions, if one is given."""

    def run(*arguments: str, reader: Path | None = None) -> subprocess.CompletedProcess[str]:
        own = {**os.environ, "PYTHONPATH": f"{reader or ''}"}
        command = [sys.executable, "-m", "linterbot", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=own)

    (tmp_path / "page.wiki").write_text(PAGE)
    return run


def natter(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """Return what natter found, from JSON lines."""
    found = map(json.loads, done.stdout.splitlines())
    return [one for one in found if one["name"] == "natter"]


def test_it_is_found_by_its_entry_point_and_sees_what_the_evidence_does_not(linterbot: Run, installed: Path) -> None:
    command = ("check", "page.wiki", "--pack", "tropedia", "--output-format", "json-lines", "--exit-zero")
    without, found = linterbot(*command), linterbot(*command, reader=installed)
    assert without.stderr == found.stderr
    assert natter(without) == []
    (only,) = natter(found)
    assert only["second_reading"] is True
    assert only["severity"] == "notice"
    assert only["fix"] is None
    assert "a second reading takes it for" in str(only["message"])


def test_it_says_how_good_it_is(linterbot: Run, installed: Path) -> None:
    assert "second reader" not in linterbot("rule", "natter").stdout
    told = linterbot("rule", "natter", reader=installed).stdout
    assert f"A second reader ({READER.identity}) is asked" in told
    assert "busy, not only child" in told
    assert "LB002 second-reading (notice)" in linterbot("rule", "second-reading").stdout


def test_files_that_are_not_those_released_are_refused(linterbot: Run, installed: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(installed, tmp_path / "broken")
    model = broken / "linterbot_reader" / "weights" / MODEL
    model.write_bytes(model.read_bytes()[:-1] + b"\0")
    done = linterbot("check", "page.wiki", reader=broken)
    assert done.returncode == 2
    assert done.stderr == (
        "linterbot: second reader: linterbot_reader cannot be used (model.onnx is not the file that was released: "
        "its SHA-256 differs); install linterbot-reader again, or uninstall it to do without\n"
    )
    model.unlink()
    assert "model.onnx is not the file that was released" in linterbot("check", "page.wiki", reader=broken).stderr


def test_a_reader_that_cannot_read_stops_linterbot_and_no_page_is_to_blame(
    linterbot: Run, installed: Path, tmp_path: Path
) -> None:
    broken = shutil.copytree(installed, tmp_path / "broken")
    (broken / "tokenizers.py").write_text("class Tokenizer:\n    pass\n")
    said = (
        "second reader: linterbot_reader cannot be used (type object 'Tokenizer' has no attribute 'from_file'); "
        "install linterbot-reader again, or uninstall it to do without\n"
    )
    for command in (("check", "page.wiki", "--pack", "tropedia"), ("demo",)):
        done = linterbot(*command, reader=broken)
        assert (done.returncode, done.stderr) == (2, f"linterbot: {said}")
    queue = linterbot("queue", "--config", "demo/config.yaml")
    assert "page-not-read" not in queue.stdout


def test_a_scan_asks_only_where_somebody_wants_it(linterbot: Run, installed: Path, tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en"><page><title>A page</title>'
        "<ns>0</ns><id>1</id><revision><id>1</id>"
        f'<text xml:space="preserve">{PAGE}</text></revision></page></mediawiki>'
    )
    command = ("scan", "export.xml", "--pack", "tropedia", "--exit-zero")
    assert natter(linterbot(*command, reader=installed)) == []
    assert len(natter(linterbot(*command, "--second-reader", reader=installed))) == 1
    refused = linterbot(*command, "--second-reader")
    assert refused.returncode == 2
    assert "--second-reader: none is installed" in refused.stderr


def test_the_sums_name_every_file() -> None:
    assert {*json.loads((WEIGHTS / SUMS).read_text())} == {*FILES}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.text(max_size=700)] * 4, st.booleans()), min_size=1, max_size=3))
def test_any_text_gets_an_answer_whatever_is_read_beside_it(texts: list[tuple[object, ...]]) -> None:
    passages = [Passage(*one) for one in texts]  # type: ignore[arg-type]
    together = READER.read(passages)
    assert together == [opinion for one in passages for opinion in READER.read([one])]
    assert all(math.isfinite(number) for opinion in together for number in opinion)


def test_the_demo_shows_what_only_it_sees_and_status_whether_it_is_asked(linterbot: Run, installed: Path) -> None:
    config = ("--config", "demo/config.yaml")
    shown = linterbot("demo", "--all", reader=installed)
    assert "Only the second reader sees this, so it is a notice for people" in shown.stdout
    assert f"  second reader: in use ({READER.identity})\n" in linterbot("status", *config, reader=installed).stdout
    assert "second reader" not in linterbot("status", *config).stdout
    paused = linterbot("pause", "sandbox", "second-reading", "--why", "too often wrong", *config, reader=installed)
    assert paused.returncode == 0, paused.stderr
    assert "  second reader: paused (" in linterbot("status", *config, reader=installed).stdout
