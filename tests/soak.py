"""Runs the daemon on the real MediaWiki for a given time, with two actors who edit and revert, and network faults.

    make soak SOAK_SECONDS=1800

The daemon is a process of its own, which is killed (`kill -9`) now and then and started again. At the end, every edit
of the bot on the wiki has to be in the ledger, once, and every page with a fault has to be fixed. Prints the memory and
the open files over time; exits with 1 if anything is wrong.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from linterbot.ledger import actions, open_ledger
from linterbot.ledger.actions import WRITTEN, ActionState
from linterbot.wiki.titles import normal_text
from tests.contract.actors import MediaWikiActors
from tests.contract.bot import ONCE, REPLY, TWICE
from tests.contract.proxy import Proxy, Trouble, proxy

TOOL = Path(__file__).parents[1] / "tools" / "mediawiki.py"
PASSWORD = "lint:0123456789abcdef0123456789abcdef"
ADMIN, HUMAN = ("LabAdmin", "admin-lab-passphrase-1"), ("LabHuman", "human-lab-passphrase-1")
KILL_EVERY, LOOK_EVERY = 900, 10  # seconds
_WELL_FOR = 40  # at most so many requests succeed before a trouble
_TOKEN = re.compile(r"\[linterbot (\w+)\]")
CONFIG = """state: state
wikis:
  lab:
    kind: mediawiki
    api: {api}
    pack: tropedia
    operator: the soak test
    mode: flag
    rules: {{duplicate-example: auto}}
    talk: [natter]
    report-page: "User:LinterBot/Soak {run}"
    stop-page: "User:LinterBot/Soak stop {run}"
    seconds-between-edits: 0
    edits-per-run: 500
    edits: {{minute: 10000, hour: 100000, day: 1000000, page-day: 1000, author-day: 100000}}
    patience: {{edit-minutes: 0, page-hours: 0}}
    look-back-days: 0
jobs:
  watch: {{wiki: lab, cron: "* * * * *"}}
"""


class Soak:
    """One run of the soak test."""

    def __init__(self, folder: Path, line: Proxy, api: str) -> None:
        self.folder, self.line, self.run = folder, line, f"{random.randrange(16**6):06x}"
        self.actors = [MediaWikiActors(api, *ADMIN), MediaWikiActors(api, *HUMAN)]
        self.pages: dict[str, str] = {}
        self.reverted: set[str] = set()
        self.memory: list[tuple[int, int]] = []
        self.faults: Counter[str] = Counter()
        self.kills = 0
        self.before = {found[1] for one in self._ours() if (found := _TOKEN.search(one["comment"]))}
        (folder / "config.yaml").write_text(CONFIG.format(api=line.api, run=self.run))
        self.daemon = self._start()

    def _ours(self) -> list[dict[str, Any]]:
        """Return all edits of the bot on the wiki."""
        return self.actors[0].contributions("LinterBot", "")

    def _start(self) -> subprocess.Popen[bytes]:
        log = (self.folder / "daemon.log").open("ab")
        environment = {**os.environ, "LINTERBOT_PASSWORD_LAB": PASSWORD}
        command = [sys.executable, "-m", "linterbot", "daemon"]
        return subprocess.Popen(command, cwd=self.folder, env=environment, stderr=log, stdout=log)

    def live(self, seconds: float) -> None:
        """Let the actors, the faults and the daemon run for some time."""
        end, kill_at, look_at = time.monotonic() + seconds, time.monotonic() + KILL_EVERY, 0.0
        while time.monotonic() < end:
            self._somebody_edits()
            self._something_goes_wrong()
            if time.monotonic() > kill_at:
                self.daemon.send_signal(signal.SIGKILL)
                self.daemon.wait()
                self.kills += 1
                self.daemon = self._start()
                kill_at = time.monotonic() + KILL_EVERY
            if time.monotonic() > look_at:
                self.memory.append(_weight(self.daemon.pid))
                self._operator_looks()
                look_at = time.monotonic() + LOOK_EVERY
            time.sleep(random.uniform(0.1, 1.0))  # nobody edits without a pause

    def _somebody_edits(self) -> None:
        person, chance = random.choice(self.actors), random.random()
        if chance < 0.6 or not self.pages:
            title = f"Soak {self.run} {len(self.pages)}"
            self.pages[title] = random.choice([TWICE, REPLY, ONCE])
            person.hasty_edit(title, self.pages[title])
            return
        title = random.choice(list(self.pages))
        if chance < 0.9:
            more = f"\n* ''Lamps'': The keeper lights number {random.randrange(10**6)} early, and says so."
            self.pages[title] += more
            person.append(title, more)
        elif self.pages[title].startswith(TWICE):
            self.reverted.add(title)
            person.hasty_edit(title, self.pages[title])  # reverts whatever the bot did

    def _something_goes_wrong(self) -> None:
        chance = random.random()
        if chance < 0.10:
            self._trouble("an edit's answer is lost", Trouble(reaches=random.random() < 0.5))
        elif chance < 0.13:
            self._trouble("an edit is answered 502", Trouble(status=502, reaches=random.random() < 0.5))
        elif chance < 0.15:
            self._trouble("a read is answered 503", Trouble("action=query", status=503))
        elif chance < 0.16:
            self._trouble("too many requests", Trouble(status=429, headers={"Retry-After": "5"}))

    def _trouble(self, name: str, trouble: Trouble) -> None:
        if len(self.line.troubles) > 1:
            return  # the daemon is between two rounds, and would meet them all at once
        self.faults[name] += 1
        self.line.troubles.append(replace(trouble, after=random.randrange(_WELL_FOR)))

    def _operator_looks(self) -> None:
        """Resume rules that paused themselves: the reverts are the test's own."""
        for rule in (["duplicate-example"], []):
            self.command("resume", "lab", *rule)

    def command(self, *words: str) -> str:
        """Run a command of linterbot beside the daemon."""
        environment = {**os.environ, "LINTERBOT_PASSWORD_LAB": PASSWORD}
        command = [sys.executable, "-m", "linterbot", *words]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    def settle(self) -> None:
        """Stop the troubles and the daemon, and let the bot finish what is left."""
        self.line.troubles.clear()
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(120)
        time.sleep(65)  # a lost answer is read back after a minute
        for _ in range(4):
            self._operator_looks()
            self.command("patrol", "--once")

    def verdict(self) -> dict[str, Any]:
        """Compare the wiki with the ledger."""
        ledger = open_ledger(f"sqlite:///{self.folder / 'state' / 'ledger.sqlite'}", "lab")
        written = actions.find(ledger)
        known = Counter(one.token for one in written if one.state in WRITTEN)
        wiki = self._ours()
        counts = Counter(found[1] for one in wiki if (found := _TOKEN.search(one["comment"])))
        texts = self.actors[0].texts(list(self.pages))
        given_up = {one.title for one in written if one.state is ActionState.REFUSED}
        left = [
            title
            for title, text in self.pages.items()
            if title not in self.reverted | given_up and texts[title] != normal_text(text.replace(TWICE, ONCE))
        ]
        unclear = [one.token for one in written if one.state in (*actions.UNSETTLED, *actions.WAITING)]
        states = Counter(str(one.state) for one in written)
        ledger.close()
        return {
            "pages": len(self.pages),
            "edits of the bot": sum(count for token, count in counts.items() if token not in self.before),
            "doubled": [token for token, count in counts.items() if count > 1],
            "on the wiki, not in the ledger": sorted(set(counts) - set(known) - self.before),
            "in the ledger, not on the wiki": sorted(set(known) - set(counts)),
            "unclear": unclear,
            "not fixed, or spoilt": left,
            "given up after ten lost answers, and reported": sorted(given_up),
            "reverted pages": len(self.reverted),
            "states": dict(states),
            "troubles": dict(self.faults),
            "kills": self.kills,
        }


def own_wiki(name: str) -> str:
    """Start a real MediaWiki that no test uses or stops; return the address of its API."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / name
    command = [sys.executable, str(TOOL), "up", "--folder", str(cache)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]


def _weight(pid: int) -> tuple[int, int]:
    """Return the memory (kB) and the open files of a process."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]), len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except (OSError, IndexError):
        return 0, 0


def main() -> int:
    """Run, and print the results."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1800
    api = own_wiki("soak")
    with tempfile.TemporaryDirectory() as folder, proxy(api) as line:
        soak = Soak(Path(folder), line, api)
        soak.live(seconds)
        soak.settle()
        verdict = soak.verdict()
        weights = [one for one in soak.memory if one[0]]
        verdict["memory, kB (every tenth of the time)"] = [kb for kb, _ in weights[:: max(1, len(weights) // 10)]]
        verdict["open files"] = [files for _, files in weights[:: max(1, len(weights) // 10)]]
        log = (Path(folder) / "daemon.log").read_text()
        verdict["faults of linterbot in the log"] = log.count("Traceback") + log.count("a fault in linterbot")
        sys.stdout.write(json.dumps(verdict, indent=1) + "\n")
        sys.stdout.write("".join(log.splitlines(keepends=True)[-15:]))
    wrong = ["doubled", "on the wiki, not in the ledger", "in the ledger, not on the wiki", "unclear"]
    wrong += ["not fixed, or spoilt", "faults of linterbot in the log"]
    return int(any(verdict[name] for name in wrong))


if __name__ == "__main__":
    sys.exit(main())
