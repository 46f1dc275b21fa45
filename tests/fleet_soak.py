"""Runs a fleet on this machine while people edit, machines die, a line is cut and the database starts again.

    make fleet-soak
    python -m tests.fleet_soak --wikis 200 --workers 4 --seconds 600

Every ten seconds a clock or a worker is killed (`kill -9`) and started again two seconds later. After a quarter of the
time the line from one worker to the database is cut for forty seconds; after half of it, the database fails and starts
again. At the end every fault that people brought in has to be repaired, once. Prints what was seen, and exits with 1 if
anything is not as docs/fleet.md promises.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from linterbot.cli import Status
from linterbot.ledger import engines, fleet_queue, wikis
from tests.conftest import WORK
from tests.fleet_lab import LINTERBOT, FleetLab, Machine, cuttable_line, somebody
from tests.ledgers import Databases, postgresql_tool
from tests.test_scan import LONE, export

KILL_EVERY, DOWN, CUT_FOR, AWAY = 10.0, 2.0, 40.0, 5.0  # seconds
LONGEST_UNREAD, LATEST, LONGEST_DOING, LARGEST = 180.0, 30.0, 60.0, 5_000_000
LONGEST_REST = 300.0  # seconds that the fleet has for what is left at the end


def main() -> int:
    """Run the soak test; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wikis", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--slots", type=int, default=1, help="rounds at once in each worker")
    parser.add_argument("--big", type=int, default=2, help="wikis with so many edits that their rounds take long")
    parser.add_argument("--scan", type=int, default=0, help="pages of an export that is scanned again and again")
    parser.add_argument("--quiet", action="store_true", help="nothing dies")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="linterbot-fleet-"))
    server = Path(tempfile.mkdtemp(prefix="linterbot-postgresql-"))
    started = postgresql_tool("up", server)
    if started.returncode:
        say(started.stderr)
        return 2
    try:
        address = Databases(started.stdout.strip()).empty()
        with cuttable_line(address) as (line, cut):
            return _Soak(options, folder, server, address, line, cut).run()
    finally:
        postgresql_tool("wipe", server)
        shutil.rmtree(folder, ignore_errors=True)


class _Soak:
    def __init__(
        self, options: argparse.Namespace, folder: Path, server: Path, address: str, line: str, cut: threading.Event
    ) -> None:
        self.options, self.server, self.cut = options, server, cut
        self.lab = FleetLab(folder / "fleet", address, options.wikis, options.workers, options.slots)
        self.chance = random.Random(17)
        self.kills = self.edits = 0
        self.down: dict[str, float] = {}  # when each machine that was killed is started again
        config = (self.lab.folder / "config.yaml").read_text()
        (self.lab.folder / "cut.yaml").write_text(config.replace(address, line))
        self.lab.workers[-1].words[-1] = "cut.yaml"

    def run(self) -> int:
        begin = time.monotonic()
        for one in self.lab.machines:
            one.start()
        scans = _Scans(self.lab, self.options.scan)
        while (passed := time.monotonic() - begin) < self.options.seconds:
            self._people_edit()
            if not self.options.quiet:
                self._befall(passed)
            self.lab.look()
            scans.look()
            time.sleep(0.2)  # nobody edits without a pause
        for one in self.lab.machines:
            one.look_after()
        scans.stop()
        return self._end(time.monotonic() - begin)

    def _people_edit(self) -> None:
        name = somebody(self.lab.names, self.chance)
        big = self.lab.names.index(name) < self.options.big
        for _ in range(3 if big else 1):
            self.lab.edit(name)
            self.edits += 1

    def _befall(self, passed: float) -> None:
        now, seconds = time.monotonic(), self.options.seconds
        for one in self.lab.machines:
            if now >= self.down.get(str(one.log), 0):
                one.look_after()
        if passed > KILL_EVERY * (self.kills + 1):
            self.kills += 1
            self._kill(self.chance.choice(self.lab.machines))
        if seconds / 4 < passed < seconds / 4 + CUT_FOR:
            self.cut.set()
        else:
            self.cut.clear()
        if passed > seconds / 2 and not (self.server / "failed").exists():
            (self.server / "failed").touch()
            postgresql_tool("crash", self.server)
            time.sleep(AWAY)  # a server that failed is not there again at once
            postgresql_tool("up", self.server)

    def _kill(self, one: Machine) -> None:
        one.kill()
        self.down[str(one.log)] = time.monotonic() + DOWN

    def _end(self, seconds: float) -> int:
        for one in self.lab.machines:
            one.look_after()
        end = time.monotonic() + LONGEST_REST
        while not self.lab.everything_is_fixed() and time.monotonic() < end:
            self.lab.look()
            time.sleep(1)  # other processes give no sign
        rest = time.monotonic() - (end - LONGEST_REST)
        state = fleet_queue.state(self.lab.ledger)
        wrong = [line for name in self.lab.names for line in self.lab.wrong_on(name)]
        wrong += self.lab.unexplained_edits() + self.lab.overlaps()
        seen, late = self.lab.samples, (self.lab.samples.late_at(0.5), self.lab.samples.late_at(0.99))
        costs = sorted(one.cost for one in wikis.states(self.lab.ledger))
        self.lab.stop()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        say(f"{self.options.wikis} wikis, {self.options.workers} workers, {seconds:.0f} s: {self.kills} kills")
        say(f"{self.edits} edits by people, {len(seen.late)} rounds seen")
        say(f"waking late by {late[0]:.1f} s (half), {late[1]:.1f} s (99 in 100), {max(seen.late):.1f} s (all)")
        big = sorted(late for name in self.lab.names[: self.options.big] for late in seen.late_on[name]) or [0.0]
        say(f"the big wikis late by {big[len(big) // 2]:.1f} s (half), {big[-1]:.1f} s (all)")
        say(f"longest that a wiki was not read: {seen.unread:.0f} s; all repaired {rest:.0f} s after the last edit")
        say(f"the queue's tables: {seen.size / 1e6:.2f} MB at most; under way at the end: {state.longest:.0f} s")
        say(f"a round costs {costs[len(costs) // 2]:.2f} s (half of the wikis), {costs[-1]:.2f} s (the biggest)")
        say(f"CPU of all machines: {used.ru_utime + used.ru_stime:.0f} s")
        checks = {
            "waking p99": late[1] < LATEST,
            "every wiki read": seen.unread < LONGEST_UNREAD,
            "nothing stuck": state.longest < LONGEST_DOING,
            "small tables": seen.size < LARGEST,
        }
        wrong += [f"not kept: {name}" for name, kept in checks.items() if not kept]
        for line in wrong[:20]:
            say(f"WRONG {line}")
        engines.let_go(self.lab.address)
        return int(bool(wrong))


class _Scans:
    """An export that somebody scans with the fleet, again and again."""

    def __init__(self, lab: FleetLab, pages: int) -> None:
        self._lab, self._pages, self._done = lab, pages, 0
        self._out = lab.folder / "findings.jsonl"
        self._process: subprocess.Popen[bytes] | None = None
        if pages:
            text = f"{WORK}\n{LONE}" + "words " * 3000
            (lab.folder / "w.xml").write_text(export(*((0, f"Page {number}", text) for number in range(pages))))

    def look(self) -> None:
        """Begin the next scan if the last one has ended."""
        if not self._pages or (self._process is not None and self._process.poll() is None):
            return
        self._count()
        with self._out.open("wb") as out, (self._lab.folder / "scan.log").open("ab") as log:
            command = [*LINTERBOT, "scan", "w.xml", "--config", "config.yaml"]
            self._process = subprocess.Popen(command, cwd=self._lab.folder, stdout=out, stderr=log)

    def stop(self) -> None:
        """Let the last scan come to its end, and say how many there were."""
        if self._process is not None:
            self._process.wait()
            self._count()
            say(f"{self._done} scans of {self._pages} pages, all complete")

    def _count(self) -> None:
        if self._process is None:
            return
        if self._process.returncode == Status.FINDINGS:
            found = self._out.read_bytes().count(b"\n")
            assert found == self._pages, f"a scan found {found} faults on {self._pages} pages"
            self._done += 1


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
