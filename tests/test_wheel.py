"""The wheel, in an empty environment and another folder: rules shipped, nothing of the checkout needed."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from linterbot.rulebook import packs
from tests.conftest import ROOT, WORK


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    own = {**os.environ, "PIP_CONSTRAINT": str(ROOT / "constraints.txt"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, env=own)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, env=own)
    return folder / "venv" / "bin" / "linterbot"


def test_it_lists_the_rules_and_checks_a_page_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    def linterbot(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([installed, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False)

    listed = linterbot("rule", "--all")
    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) == len(packs.load("tropedia"))
    (tmp_path / "page.wiki").write_text(WORK + "\n* ''A'': x.\n** To be fair, it was late, though.\n")
    checked = linterbot("check", "page.wiki")
    assert checked.returncode == 1, checked.stderr
    assert "EX101 natter" in checked.stdout
    assert linterbot("test").returncode == 0


def test_the_demo_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run([installed, "demo"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "patrolled for the first time" in done.stdout
