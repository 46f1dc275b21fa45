"""Downloads Debian packages without root, using the machine's package lists or our own. Standard library only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def run(command: list[str], cwd: Path | None = None) -> str:
    """Run a command and return its output; if it fails, end the program with that output."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock a cache folder while the context lasts, so that only one process at a time fills it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def libraries(unpacked: Path) -> list[str]:
    """Return the folders in which unpacked packages keep their libraries."""
    return [str(path) for place in ("usr/lib", "lib") for path in sorted(unpacked.glob(f"{place}/*-linux-gnu*"))]


class Apt:
    """apt-get with package lists: the machine's if they know the package `probe`, else new ones in `folder`."""

    def __init__(self, folder: Path, probe: str) -> None:
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            sys.exit("this needs Debian's apt-get and dpkg-deb")
        self._options: list[str] = []
        known = subprocess.run(["apt-cache", "show", probe], capture_output=True)
        if known.returncode == 0 and known.stdout:
            return
        lists, cache = folder / "lists", folder / "cache"
        (lists / "partial").mkdir(parents=True, exist_ok=True)
        (cache / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        self._options = ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}", "-o", "APT::Sandbox::User="]
        run(["apt-get", *self._options, "-q", "update"])

    def missing(self, packages: Iterable[str]) -> list[str]:
        """Return the packages that installing these would add to the machine."""
        output = run(["apt-get", *self._options, "-s", "--no-install-recommends", "install", *packages])
        return [line.split()[1] for line in output.splitlines() if line.startswith("Inst ")]

    def depends(self, package: str) -> list[str]:
        """Return the direct dependencies of a package."""
        output = run(["apt-cache", *self._options, "depends", package])
        return [line.split()[-1] for line in output.splitlines() if line.strip().startswith("Depends: ")]

    def unpack(self, packages: Iterable[str], debs: Path, into: Path) -> None:
        """Download packages and unpack them into a folder, without installing anything."""
        debs.mkdir(parents=True, exist_ok=True)
        into.mkdir(parents=True, exist_ok=True)
        run(["apt-get", *self._options, "-q", "download", *packages], cwd=debs)
        for deb in sorted(debs.glob("*.deb")):
            run(["dpkg-deb", "-x", str(deb), str(into)])
            deb.unlink()
