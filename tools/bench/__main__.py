"""Times linterbot and its peers and prints tables: `make bench`, or `python -m tools.bench` in the checkout.

Everything is timed in one run on the same pages, so that the ratios hold on any machine. wikilint comes from npm and is
left out if there is no npm.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from tools.bench import pages, peers

_WIKILINT = "2.35.1"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "linterbot" / "bench"
_EXPORT = 200_000_000  # bytes
_SUBREAPER = 36  # the number of this setting in Linux
_PAGE = 20_000  # characters of the page for timing a command from start to exit
_RUNS = 11
_OURS = "linterbot, all rules of tropedia"


def main() -> None:
    """Print the tables named on the command line, or all of them."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=["tools", "check", "scan"], action="append")
    only = parser.parse_args().only or ["tools", "check", "scan"]
    wikilint = _wikilint()
    print(_machine(wikilint is not None))
    if "tools" in only:
        _tools(wikilint)
    if "check" in only:
        _check(wikilint)
    if "scan" in only:
        _scan()


def _machine(with_wikilint: bool) -> str:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    peer = f", wikilint {_WIKILINT} on Node {node}" if with_wikilint else ", no npm here: wikilint is left out"
    python = f"Python {platform.python_version()}, {os.cpu_count()} processors"
    return f"{python}, mwparserfromhell {version('mwparserfromhell')}, google-re2 {version('google-re2')}{peer}\n"


def _wikilint() -> Path | None:
    """Return the folder with wikilint, installing it if needed; None without npm."""
    if not (shutil.which("npm") and shutil.which("node")):
        return None
    if not (_CACHE / "node_modules" / "wikilint").exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-save", "--prefix", str(_CACHE), f"wikilint@{_WIKILINT}"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    return _CACHE


def _tools(wikilint: Path | None) -> None:
    """Print CPU seconds per megabyte by tool and kind of page, and how many times as long as ours each takes."""
    sets = pages.sets()
    columns = list(sets)
    size = {name: sum(len(text.encode()) for text in texts) / 1e6 for name, texts in sets.items()}
    names = [*peers.PYTHON, *([peers.WIKILINT] if wikilint else []), peers.BZ2]
    cost: dict[str, dict[str, float]] = {}
    for name in names:
        cost[name] = {one: peers.seconds(name, sets[one], wikilint or _CACHE) / size[one] for one in columns}
        print(f"  timed: {name}", file=sys.stderr)
    print("CPU seconds per MB\n")
    _table(columns, {name: [f"{cost[name][one]:.4f}" for one in columns] for name in names})
    print("\nMB per CPU second\n")
    _table(columns, {name: [f"{1 / cost[name][one]:.1f}" for one in columns] for name in names})
    print(f"\nTimes as long as “{_OURS}”\n")
    _table(columns, {name: [f"{cost[name][one] / cost[_OURS][one]:.2f}" for one in columns] for name in names})
    print("\nTimes as long as “linterbot, reading”\n")
    reading = cost["linterbot, reading"]
    _table(columns, {name: [f"{cost[name][one] / reading[one]:.2f}" for one in columns] for name in names})


def _check(wikilint: Path | None) -> None:
    """Print what one command on one page costs from start to exit, once compiled modules and parsed rules are kept."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder, "XDG_CACHE_HOME": folder}
        page = Path(folder) / "page.wiki"
        page.write_text(pages.of_size(next(iter(pages.sets().values())), _PAGE)[0], encoding="utf-8")
        ours = [str(Path(sys.executable).with_name("linterbot")), "check", str(page), "--exit-zero"]
        commands = {"linterbot check": ours}
        if wikilint:
            commands["wikilint"] = ["node", str(wikilint / "node_modules" / ".bin" / "wikilint"), str(page)]
        commands["linterbot --version"] = [ours[0], "--version"]
        commands["linterbot --help"] = [ours[0], "--help"]
        print(f"\nOne page of {page.stat().st_size:,} bytes, from start to exit: median of {_RUNS} runs, ms\n")
        spent = {name: _spent(command, {**os.environ, **kept}) for name, command in commands.items()}
        _table(["CPU", "wall"], {name: [f"{one * 1_000:.0f}" for one in pair] for name, pair in spent.items()})


def _spent(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds of CPU and of wall time that a command takes, the first run not counted."""
    cpu, wall = [], []
    for _ in range(_RUNS + 1):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=False, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(time.perf_counter() - start)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(cpu[1:]), statistics.median(wall[1:])


def _scan() -> None:
    """Print the MB per second (wall time) of a whole export, by the number of processes, and their CPU seconds a MB."""
    rows: dict[str, list[str]] = {}
    columns = [name for name in pages.sets() if not name.endswith("kB")]
    with tempfile.TemporaryDirectory() as folder:
        for name in columns:
            _export(Path(folder) / f"{name}.xml", pages.sets()[name])
        for jobs in (1, 2):
            scans = [_scanned(Path(folder), name, jobs) for name in columns]
            rows[f"--jobs {jobs}, MB per second"] = [f"{one.speed:.1f}" for one in scans]
            rows[f"--jobs {jobs}, CPU seconds per MB, all processes"] = [f"{one.cpu:.4f}" for one in scans]
            rows[f"--jobs {jobs}, memory of the main process"] = [f"{one.memory} MB" for one in scans]
    print(f"\nAn export of {_EXPORT // 1_000_000} MB\n")
    _table(columns, rows)


class _Scanned(NamedTuple):
    """What a scan cost."""

    speed: float  # MB per second, wall time
    cpu: float  # seconds per MB, of every process that it started
    memory: int  # MB, of its main process


def _scanned(folder: Path, name: str, jobs: int) -> _Scanned:
    """Scan an export; what the processes of the fork server cost counts as well, since they are waited for here."""
    size = (folder / f"{name}.xml").stat().st_size / 1e6
    command = [sys.executable, "-m", "linterbot", "scan", str(folder / f"{name}.xml"), "--jobs", str(jobs)]
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)  # the fork server outlives the scan by a moment, and comes to this process
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with (folder / "out").open("wb") as out:
        options = ["--exit-zero", "--state", str(folder / "state")]
        child = subprocess.Popen([*command, *options], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    assert status == 0, status
    with suppress(ChildProcessError):
        while os.wait():
            pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return _Scanned(size / seconds, cpu / size, usage.ru_maxrss // 1024)


def _export(path: Path, texts: list[str]) -> None:
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("<mediawiki><siteinfo><sitename>Bench</sitename></siteinfo>\n")
        while file.tell() < _EXPORT:
            for text in texts:
                number += 1
                words = escape("".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in text))
                file.write(f"<page><title>Page {number}</title><ns>0</ns><id>{number}</id><revision><id>{number}</id>")
                file.write(f"<timestamp>2026-01-01T00:00:00Z</timestamp><text>{words}</text></revision></page>\n")
        file.write("</mediawiki>\n")


def _table(columns: list[str], rows: dict[str, list[str]]) -> None:
    print("| |" + "".join(f" {name} |" for name in columns))
    print("| --- |" + " ---: |" * len(columns))
    for name, cells in rows.items():
        print(f"| {name} |" + "".join(f" {cell} |" for cell in cells))


if __name__ == "__main__":
    main()
