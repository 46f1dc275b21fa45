"""Creates the virtual environment that everything runs in: python3 tools/environment.py .venv

Works on a Debian that has Python but neither pip nor the package python3-venv. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from debian import Apt

HERE = Path(__file__).resolve().parents[1]
CONSTRAINTS = HERE / "constraints.txt"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - people with an older one are to see this message
        sys.exit(f"linterbot needs Python 3.11 or later, not {sys.version.split()[0]}: make PYTHON=python3.11")
    folder = Path(sys.argv[1])
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, symlinks=True, with_pip=False)
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode:
        _bring_pip(python)
    own = {**os.environ, "PIP_CONSTRAINT": str(CONSTRAINTS), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    install = [python, "-m", "pip", "install", "--quiet", "--editable", f"{HERE}[dev]"]
    sys.exit(subprocess.run(install, env=own).returncode)


def _bring_pip(python: Path) -> None:
    """Give the environment pip: Python's own copy, or else the one that Debian has in a separate package."""
    if not subprocess.run([python, "-m", "ensurepip", "--default-pip"], capture_output=True).returncode:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Apt(folder / "apt", "python3-pip-whl").unpack(["python3-pip-whl"], folder / "debs", folder / "unpacked")
        wheel = next(folder.rglob("pip-*.whl"))
        command = [python, f"{wheel}/pip", "install", "--quiet", "--no-index", "--find-links", wheel.parent, "pip"]
        if subprocess.run(command).returncode:
            sys.exit("pip could not be set up; install Debian's python3-venv")


if __name__ == "__main__":
    main()
