"""What `contrib/` offers fits the program: its commands, its exit statuses, and how little the service may do."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import suppress

import pytest

from linterbot.cli import COMMANDS, Status
from tests.conftest import ROOT

UNIT = ROOT / "contrib" / "linterbot.service"
CONTAINER = ROOT / "contrib" / "Containerfile"
PULL_SECONDS = 120  # without a network, pulling may never end
MOST_EXPOSED = 2.5  # by systemd's own measure, which goes from 0 to 10


@pytest.mark.parametrize("path", [UNIT, CONTAINER])
def test_every_command_exists(path: object) -> None:
    text = (UNIT if path is UNIT else CONTAINER).read_text(encoding="utf-8")
    named = re.findall(r"(?:bin/|CMD |… )linterbot (\w+)|CMD \[\"(\w+)\"", text)
    commands = {one or other for one, other in named}
    assert commands
    assert commands <= COMMANDS.keys()


def test_a_refused_login_is_not_tried_again() -> None:
    assert f"RestartPreventExitStatus={Status.NO_LOGIN.value}\n" in UNIT.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not ours to install")
def test_the_service_may_do_little() -> None:
    command = ["systemd-analyze", "security", "--offline=yes", str(UNIT)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"Overall exposure level for linterbot\.service: ([\d.]+)", said)
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
