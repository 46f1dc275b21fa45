"""A PostgreSQL of one's own on 127.0.0.1 for the tests, without root; nothing is installed on the machine.

    python3 tools/postgresql.py up [--folder F] [--port P]    prints the address of its database `postgres`
    python3 tools/postgresql.py stop | crash | wipe [--folder F]

Each folder is a separate server on its own port, which it keeps. The program is the machine's own, or else Debian's,
unpacked once into a cache folder. PostgreSQL refuses to run as root: for root, the server belongs to `nobody`. What it
keeps may be lost when the machine stops. Uses only the standard library, apt-get and dpkg-deb.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from debian import Apt, alone, libraries
from ports import free_port

ROOT = os.geteuid() == 0
NOBODY = 65534
# What `nobody` is to run has to lie where everybody may look.
CACHE = (
    Path("/var/cache/linterbot/postgresql")
    if ROOT
    else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / "postgresql"
)
UNPACKED = CACHE / "unpacked"
INSTALLED = Path("/usr/lib/postgresql")
# Whole transactions survive the end of the server, but not that of the machine, which no test needs.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "unix_socket_directories": "''",
    "listen_addresses": "127.0.0.1",
    "autovacuum_naptime": "5s",
}


class Programs:
    """PostgreSQL's programs."""

    def __init__(self) -> None:
        self._bin = _newest(INSTALLED) or self._fetched()

    def run(self, program: str, *arguments: str) -> None:
        """Run a program; if it fails, end with what it said."""
        command = [str(self._bin / program), *arguments]
        owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if ROOT else {}
        # A server that is started keeps its standard output; a pipe would never end.
        done = subprocess.run(
            command, cwd="/", env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL, text=True, **owner,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stderr or ''}")

    def _environment(self) -> dict[str, str]:
        if not self._bin.is_relative_to(CACHE):
            return {**os.environ, "LC_ALL": "C.UTF-8"}
        return {**os.environ, "LC_ALL": "C.UTF-8", "LD_LIBRARY_PATH": ":".join(libraries(UNPACKED))}

    def _fetched(self) -> Path:
        """Return the folder of the programs of Debian's packages; if need be, download them."""
        with alone(CACHE):
            if not (UNPACKED / "done").exists():
                print("postgresql: downloading Debian's PostgreSQL", file=sys.stderr, flush=True)
                _unpack()
        return _newest(UNPACKED / "usr/lib/postgresql") or sys.exit("Debian's package has no PostgreSQL")


class Server:
    """One PostgreSQL: its data in a folder, and a port."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder, self.data = folder, folder / "data"
        self.port_file = folder / "port"
        self.port = port or (int(self.port_file.read_text()) if self.port_file.exists() else 0)
        self.programs = Programs()

    @property
    def address(self) -> str:
        """The address of the database in which others are made."""
        return f"postgresql+psycopg://linterbot@127.0.0.1:{self.port}/postgres"

    def up(self) -> None:
        """Make the data if there are none, and start the server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if ROOT:
            os.chown(self.folder, NOBODY, NOBODY)
        if not (self.data / "PG_VERSION").exists():
            how = ["--username=linterbot", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            self.programs.run("initdb", "--pgdata", str(self.data), *how)
        self.port = self.port or free_port()
        self.port_file.write_text(str(self.port))
        if not self._runs():
            options = " ".join(f"-c {name}={value}" for name, value in {**SETTINGS, "port": self.port}.items())
            log = str(self.folder / "server.log")
            self._control("start", "--log", log, "--options", options)

    def stop(self) -> None:
        """End the server, after what it is doing."""
        if self._runs():
            self._control("stop", "--mode", "fast")

    def crash(self) -> None:
        """End the server at once, as if it had failed."""
        if self._runs():
            self._control("stop", "--mode", "immediate")

    def wipe(self) -> None:
        """End the server and remove its data."""
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, action: str, *options: str) -> None:
        self.programs.run("pg_ctl", action, "--pgdata", str(self.data), "--wait", "--timeout", "300", *options)

    def _runs(self) -> bool:
        try:
            number = int((self.data / "postmaster.pid").read_text().split()[0])
            return "postgres" in Path(f"/proc/{number}/cmdline").read_text()
        except (OSError, ValueError, IndexError):
            return False


def _newest(folder: Path) -> Path | None:
    """Return the programs of the newest version in a folder."""
    found = sorted(folder.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found and (found[-1].parent / "initdb").exists() else None


def _unpack() -> None:
    shutil.rmtree(UNPACKED, ignore_errors=True)
    apt = Apt(CACHE / "apt", "postgresql")
    (server,) = [name for name in apt.depends("postgresql") if name.startswith("postgresql-")][:1]
    own = [server, server.replace("postgresql-", "postgresql-client-"), "libpq5", "tzdata"]
    needed = [name for package in own for name in apt.depends(package) if name.startswith("lib")]
    # The C library has to be the one that the machine's loader belongs to.
    missing = [name for name in apt.missing([*needed, *own]) if name.startswith("lib") and name != "libc6"]
    apt.unpack(sorted({*missing, *own}), CACHE / "debs", UNPACKED)
    shutil.rmtree(CACHE / "apt", ignore_errors=True)
    (UNPACKED / "done").touch()


def main() -> None:
    """Run the action named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["up", "stop", "crash", "wipe"])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=CACHE / "server")
    options = parser.parse_args()
    server = Server(options.folder.resolve(), options.port)
    getattr(server, options.action)()
    if options.action == "up":
        print(server.address)


if __name__ == "__main__":
    main()
