"""A fleet on this machine: PostgreSQL, sandbox wikis that people edit, a clock, workers, and what may befall them."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from linterbot.errors import LedgerError
from linterbot.ledger import Ledger, actions, fleet_queue, open_ledger, wikis
from linterbot.ledger.actions import WRITTEN
from linterbot.wiki.sandbox.people import Person
from linterbot.wiki.sandbox.wiki import Sandbox
from tests.test_crashes import ONCE, TWICE

CONFIG = """ledger: {ledger}
state: state
wiki-folder: wikis
wiki-defaults:
  kind: sandbox
  pack: tropedia
  operator: the fleet's test
  mode: flag
  rules: {{duplicate-example: auto}}
  seconds-between-edits: 0
  edits-per-run: 500
  edits: {{minute: 10000, hour: 100000, day: 1000000, page-day: 1000, author-day: 100000}}
  patience: {{edit-minutes: 0, page-hours: 0}}
  look-back-days: 0
"""
# Notes in the database itself whenever a wiki changes hands although its lease has not ended.
_WATCH = """
CREATE TABLE taken_early (wiki text, old text, new text);
CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO taken_early VALUES (OLD.wiki, OLD.holder, NEW.holder);
    RETURN NEW;
END $$;
CREATE TRIGGER note_taken AFTER UPDATE ON lease FOR EACH ROW
    WHEN (OLD.holder <> NEW.holder AND OLD.until >= extract(epoch FROM clock_timestamp()))
    EXECUTE FUNCTION note_taken();
"""
LINTERBOT = [sys.executable, "-m", "linterbot", "fleet"]


@dataclass
class Machine:
    """A clock or a worker, as a process that can be killed and started again."""

    words: list[str]
    folder: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None
    killed: list[int] = field(default_factory=list)  # the numbers of the processes that died

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*LINTERBOT, *self.words], cwd=self.folder, stdout=log, stderr=log)

    def look_after(self) -> None:
        """Start it again if it has ended, as systemd would."""
        if self.process is None or self.process.poll() is not None:
            self.start()

    def kill(self) -> None:
        """Let the machine die in the middle of whatever it does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.killed.append(self.process.pid)
            self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, and wait for it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(120)


@dataclass
class Samples:
    """What was seen of a fleet while it ran; times are in seconds."""

    late: list[float] = field(default_factory=list)  # of each waking that was seen
    late_on: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # the same, by wiki
    unread: float = 0.0  # the longest that any wiki was not read
    size: int = 0  # the most bytes of the queue's tables
    finished: dict[str, float] = field(default_factory=dict)

    def late_at(self, share: float) -> float:
        ordered = sorted(self.late)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


class FleetLab:
    """A fleet of some wikis and workers."""

    def __init__(self, folder: Path, address: str, number: int, workers: int, slots: int = 1) -> None:
        self.folder, self.address, self.slots = folder, address, slots
        self.names = [f"wiki{at:03}" for at in range(number)]
        self.made: dict[str, list[str]] = {name: [] for name in self.names}  # the pages with a fault, by wiki
        self.samples = Samples()
        (folder / "wikis").mkdir(parents=True)
        (folder / "config.yaml").write_text(CONFIG.format(ledger=address))
        for name in self.names:
            (folder / "wikis" / f"{name}.yaml").write_text(f"path: {name}.sqlite\n")
            Person(folder / f"{name}.sqlite", "Quill").edit("Main Page", "Welcome.")
        self.clock = self.machine("clock", "clock")
        self.workers = [self.worker(at) for at in range(workers)]
        self._ledger: Ledger | None = None

    def machine(self, name: str, *words: str) -> Machine:
        return Machine([*words, "--config", "config.yaml"], self.folder, self.folder / f"{name}.log")

    def worker(self, at: int) -> Machine:
        """Return a worker; the first does nothing on big wikis."""
        queues = ("send", "small") if at == 0 else ("send", "small", "big", "scan")
        chosen = [part for one in queues for part in ("--queue", one)]
        return self.machine(f"worker{at}", "worker", "--slots", str(self.slots), *chosen)

    @property
    def machines(self) -> list[Machine]:
        return [self.clock, *self.workers]

    @property
    def ledger(self) -> Ledger:
        if self._ledger is None:
            self._ledger = open_ledger(self.address, "")
            with self._ledger.engine.begin() as db:
                db.execute(text(_WATCH))
        return self._ledger

    def edit(self, name: str) -> None:
        """Let somebody bring a fault into a new page of a wiki."""
        title = f"Page {len(self.made[name])}"
        Person(self.folder / f"{name}.sqlite", "Quill").edit(title, TWICE)
        self.made[name].append(title)

    def look(self) -> None:
        """Note how the fleet is doing; a database that is away is no fault of the fleet."""
        with suppress(LedgerError):
            now = wikis.now(self.ledger)
            for one in wikis.states(self.ledger):
                if one.finished and self.samples.finished.get(one.name) != one.finished:
                    self.samples.finished[one.name] = one.finished
                    self.samples.late.append(one.late)
                    self.samples.late_on[one.name].append(one.late)
                if one.finished:
                    self.samples.unread = max(self.samples.unread, now - one.finished)
            self.samples.size = max(self.samples.size, fleet_queue.state(self.ledger).size)

    def everything_is_fixed(self) -> bool:
        return all(self.wrong_on(name) == [] for name in self.names)

    def wrong_on(self, name: str) -> list[str]:
        """Return what is not as it should be on a wiki: each fault fixed, and once."""
        with closing(Sandbox(self.folder / f"{name}.sqlite", name, "LinterBot")) as wiki:
            wrong = []
            for title in self.made[name]:
                edits = sum(one.user == "LinterBot" for one in wiki.history(title, 0))
                if edits != 1 or wiki.pages([title])[0].text != ONCE:
                    wrong.append(f"{name}: {title} was edited {edits} times")
            return wrong

    def unexplained_edits(self) -> list[str]:
        """Return the edits of the bot that the ledger does not know as written once."""
        out = []
        for name in self.names:
            ledger = Ledger(self.ledger.engine, name)
            known = [one.revision for one in actions.find(ledger) if one.state in WRITTEN]
            with closing(Sandbox(self.folder / f"{name}.sqlite", name, "LinterBot")) as wiki:
                ours = [one.revision for one in wiki.contributions("2000-01-01T00:00:00Z")]
            if sorted(one for one in known if one) != sorted(ours):
                out.append(f"{name}: the ledger knows of {sorted(filter(None, known))}, the wiki of {sorted(ours)}")
        return out

    def overlaps(self) -> list[str]:
        """Return who took a wiki from a process that was alive and still had it."""
        dead = {str(pid) for one in self.machines for pid in one.killed}
        with self.ledger.engine.connect() as db:
            rows = db.execute(text("SELECT wiki, old, new FROM taken_early")).all()
        return [f"{wiki}: {new} took it from {old}" for wiki, old, new in rows if old.split()[2] not in dead]

    def stop(self) -> None:
        for one in [*self.workers, self.clock]:
            one.stop()


@contextmanager
def cuttable_line(address: str) -> Iterator[tuple[str, threading.Event]]:
    """Yield another address of a database, and what cuts that line: then nothing comes through, and no end either."""
    target = make_url(address)
    cut, ended = threading.Event(), threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)

    def pour(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                while cut.is_set() and not ended.is_set():
                    time.sleep(0.05)  # what was sent lies on the line
                sink.sendall(part)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def carry(one: socket.socket) -> None:
        with suppress(OSError), one, socket.create_connection((str(target.host), int(target.port or 0))) as other:
            back = threading.Thread(target=pour, args=(other, one), daemon=True)
            back.start()
            pour(one, other)
            back.join()

    def accept() -> None:
        while not ended.is_set():
            with suppress(TimeoutError, OSError):
                one, _ = listening.accept()
                threading.Thread(target=carry, args=(one,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    port = listening.getsockname()[1]
    try:
        yield target.set(port=port).render_as_string(hide_password=False), cut
    finally:
        ended.set()
        listening.close()


def somebody(names: list[str], chance: random.Random) -> str:
    """Return one of some wikis; a few of them are edited far more often than the others."""
    return names[min(int(chance.paretovariate(0.4)) - 1, len(names) - 1)]
