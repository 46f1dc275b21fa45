"""What `contrib/` offers fits the program: its commands, its exit statuses, and how little the service may do."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from linterbot.cli import COMMANDS, Status, run
from tests.conftest import ROOT
from tests.test_cli_check import TWICE
from tests.test_rulebook import GOOD

UNIT = ROOT / "contrib" / "linterbot.service"
DESK = ROOT / "contrib" / "linterbot-desk.service"
FLEET = [ROOT / "contrib" / f"linterbot-fleet-{name}.service" for name in ("clock", "worker@")]
CONTAINER = ROOT / "contrib" / "Containerfile"
PULL_SECONDS = 120  # without a network, pulling may never end
MOST_EXPOSED = 2.5  # by systemd's own measure, which goes from 0 to 10


@pytest.mark.parametrize("path", [UNIT, DESK, *FLEET, CONTAINER], ids=lambda path: path.name)
def test_every_command_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"(?:bin/|CMD |… )linterbot (\w+)|CMD \[\"(\w+)\"", text)
    commands = {one or other for one, other in named}
    assert commands
    assert commands <= COMMANDS.keys()


def test_a_refused_login_is_not_tried_again() -> None:
    assert f"RestartPreventExitStatus={Status.NO_LOGIN.value}\n" in UNIT.read_text(encoding="utf-8")


def test_the_desk_gets_no_password() -> None:
    assert "Credential" not in DESK.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not ours to install")
@pytest.mark.parametrize("unit", [UNIT, DESK, *FLEET], ids=lambda path: path.name)
def test_the_service_may_do_little(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(rf"Overall exposure level for {re.escape(unit.stem)}\S*: ([\d.]+)", said)
    assert found is not None, said
    assert float(found[1]) < MOST_EXPOSED


@pytest.fixture(scope="module")
def builder() -> str:
    """What builds containers on this machine and has the image to build on."""
    base = re.findall(r"^FROM (\S+)", CONTAINER.read_text(encoding="utf-8"), re.MULTILINE)[-1]
    for name in filter(shutil.which, ("podman", "docker")):
        with suppress(subprocess.SubprocessError):
            subprocess.run([name, "pull", "--quiet", base], capture_output=True, check=True, timeout=PULL_SECONDS)
            return name
    pytest.skip("no container can be built here")  # no podman or docker that works, or no network


def test_the_container_is_built_and_runs(builder: str) -> None:
    image = "linterbot-test"
    build = subprocess.run(
        [builder, "build", "-t", image, "-f", str(CONTAINER), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert build.returncode == 0, build.stderr
    said = subprocess.run([builder, "run", "--rm", image, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("linterbot, version ")


def test_the_container_installs_what_is_pinned() -> None:
    steps = CONTAINER.read_text(encoding="utf-8")
    assert steps.count("-c constraints.txt") + steps.count("-c /wheel/constraints.txt") == steps.count("pip install")
    assert "USER linterbot" in steps


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / "contrib" / "ci" / "github-workflow.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_runs_as_pre_commit_runs_it(hook: dict[str, Any], here: Path) -> None:
    """Do as pre-commit does: the entry, and then the names of the files that its pattern chooses."""
    (here / "rules").mkdir()
    (here / "rules" / "lamp.yaml").write_text(GOOD)
    (here / "Moss.wiki").write_text(TWICE)
    (here / "notes.py").write_text("")
    every = [str(one.relative_to(here)) for one in sorted(here.rglob("*")) if one.is_file()]
    chosen = [name for name in every if re.search(hook["files"], name)]
    assert len(chosen) == 1
    program, *words = shlex.split(hook["entry"])
    assert program == "linterbot"
    status = run([*words, *chosen])
    assert status is (Status.CLEAN if hook["id"] == "linterbot-rules" else Status.FINDINGS)
    assert ((here / "Moss.wiki").read_text() != TWICE) is (hook["id"] == "linterbot-fix")


def test_the_workflow_uses_what_there_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "Moss.wiki").write_text(TWICE)
    steps = WORKFLOW["jobs"]["check"]["steps"]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("linterbot")]
    assert len(commands) == 2
    for git in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=q", "-c", "user.email=q@x.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *git], check=True)
    for command in commands:
        words = shlex.split(command.replace("origin/${{ github.base_ref }}", "HEAD"))
        assert run(words[1:]) is Status.CLEAN
    (log,) = (step["with"]["sarif_file"] for step in steps if "upload-sarif" in step.get("uses", ""))
    assert json.loads((here / log).read_text())["version"] == "2.1.0"
