"""The wheel, in an empty environment and another folder: rules shipped, nothing of the checkout needed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from linterbot.lint.own_findings import OWN_RULES
from linterbot.rulebook import packs
from tests.conftest import ROOT, WORK
from tests.test_linterbot_reader import PAGE as IN_DOUBT


def run(command: Sequence[str | Path], **environment: str) -> None:
    """Run a command that has to succeed; what it said is shown where it does not."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:  # not with the other tests' files: no program may run on some RAM disks
        folder = Path(name)
        run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT])
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "venv", with_pip=False, symlinks=True)
        pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder / "venv" / "bin" / "python"]
        constraints = str(ROOT / "constraints.txt")
        run([*pip, "install", "--quiet", wheel], PIP_CONSTRAINT=constraints, PIP_DISABLE_PIP_VERSION_CHECK="1")
        yield folder / "venv" / "bin" / "linterbot"


@pytest.mark.slow
def test_it_lists_the_rules_checks_a_page_and_gives_the_demo_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    def linterbot(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([installed, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False)

    listed = linterbot("rule", "--all")
    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) == len(packs.load("tropedia")) + len(OWN_RULES)
    (tmp_path / "page.wiki").write_text(WORK + "\n* ''A'': x.\n** To be fair, it was late, though.\n")
    checked = linterbot("check", "page.wiki")
    assert checked.returncode == 1, checked.stderr
    assert "EX101 natter" in checked.stdout
    assert "filter" in linterbot("check", "page.wiki", "--output-format", "html").stdout
    assert linterbot("init", "--example").returncode == 0
    assert linterbot("config").stdout.startswith("configuration: config.yaml (found in this folder)")
    assert linterbot("test").returncode == 0
    shown = linterbot("demo")
    assert shown.returncode == 0, shown.stderr
    assert "patrolled for the first time" in shown.stdout


@pytest.mark.slow
def test_the_extra_brings_the_second_reader(installed: Path, tmp_path: Path) -> None:
    folder = installed.parents[2]
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT / "reader"])
    wheel = next(folder.glob("linterbot-*.whl"))
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", installed.parent / "python"]
    environment = {"PIP_CONSTRAINT": str(ROOT / "constraints.txt"), "PIP_FIND_LINKS": str(folder)}
    run([*pip, "install", "--quiet", f"{wheel}[reader]"], **environment)
    (tmp_path / "page.wiki").write_text(IN_DOUBT)
    checked = subprocess.run([installed, "check", "page.wiki"], capture_output=True, text=True, cwd=tmp_path)
    assert "a second reading takes it for" in checked.stdout
    shown = subprocess.run([installed, "demo"], capture_output=True, text=True, cwd=tmp_path)
    assert "Only the second reader sees this" in shown.stdout


@pytest.mark.slow
def test_a_release_is_the_same_each_time_and_as_an_index_wants_it() -> None:
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name, "first"), Path(name, "second")]
        for folder in folders:
            run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT])
        first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
        assert first == second
        assert {path.suffix for path in folders[0].iterdir()} == {".whl", ".gz"}
        every = sorted(folders[0].iterdir())
        run([sys.executable, "-m", "twine", "check", "--strict", *every])
        wheels = (path for path in every if path.suffix == ".whl")
        run([sys.executable, "-m", "check_wheel_contents", "--config", ROOT / "pyproject.toml", *wheels])
