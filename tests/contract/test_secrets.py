"""No secret is ever shown or written, except to the one file that only its owner can read."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.contract.conftest import Lab

CANARY = "canary0123456789canary0123456789"
EVERYTHING = [
    ["patrol", "--once", "--dry-run"],
    ["patrol", "--once"],
    ["check", "Main Page"],
    ["status"],
    ["queue"],
    ["show", "1"],
    ["approve", "1"],
    ["log"],
    ["pause", "lab"],
    ["resume", "lab"],
    ["undo", "--rule", "natter", "--since", "2020-01-01"],
    ["nonsense"],
]
CONFIG = """state: state
wikis:
  lab: {kind: mediawiki, api: 'API', pack: tropedia, operator: tests, namespaces: [main, Project], mode: flag}
jobs:
  watch: {wiki: lab, cron: "* * * * *"}
"""


def run_everything(folder: Path, api: str, secret: str, at_once: bool = False) -> str:
    """Run every command in a folder, one after the other or all at once; return everything that they print."""
    (folder / "config.yaml").write_text(CONFIG.replace("API", api))
    environment = {**os.environ, "LINTERBOT_PASSWORD_LAB": secret}

    def run(command: list[str]) -> str:
        asked = [sys.executable, "-m", "linterbot", *command]
        done = subprocess.run(
            asked, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    with ThreadPoolExecutor(len(EVERYTHING) if at_once else 1) as threads:
        return "".join(threads.map(run, EVERYTHING))


def holding(folder: Path, secret: str) -> list[str]:
    """Return the names of the files that contain a secret."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in files if secret.encode() in path.read_bytes())


@pytest.mark.slow
def test_nothing_shows_a_password_when_the_wiki_is_down(tmp_path: Path) -> None:
    output = run_everything(tmp_path, "http://127.0.0.1:9/api.php", f"lint:{CANARY}", at_once=True)
    assert "no usable answer" in output
    assert CANARY not in output
    assert holding(tmp_path, CANARY) == []


@pytest.mark.mediawiki
@pytest.mark.parametrize("right", [True, False])
def test_nothing_shows_a_password_whether_it_is_right_or_wrong(mediawiki_lab: Lab, tmp_path: Path, right: bool) -> None:
    secret = "0123456789abcdef0123456789abcdef" if right else CANARY
    output = run_everything(tmp_path, mediawiki_lab.api, f"lint:{secret}")
    assert ("new finding" in output) is right
    assert ("does not accept this account or its password" in output) is not right
    assert secret not in output
    assert holding(tmp_path, secret) == []
    for cookies in (tmp_path / "state" / "lab").glob("*.lwp"):
        assert cookies.stat().st_mode & 0o077 == 0
