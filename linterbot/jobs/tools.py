"""What every job works with."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from linterbot import __version__
from linterbot.config import WikiConfig
from linterbot.guards.base import Hold
from linterbot.jobs.apart import Apart
from linterbot.jobs.clock import Clock
from linterbot.ledger import Ledger
from linterbot.ledger.actions import Action
from linterbot.model import Finding, Mode, Safety
from linterbot.report.texts import Texts
from linterbot.rule import Rule, digest
from linterbot.wiki.gateway import Wiki


@dataclass(frozen=True)
class Tools:
    """One wiki, the ledger of it, its rules and its settings.

    `pause` waits some seconds between two edits; `apart` is where pages are worked on; `texts` are the bot's words.
    """

    wiki: Wiki
    ledger: Ledger
    rules: tuple[Rule, ...]
    settings: WikiConfig
    pause: Callable[[float], None]
    apart: Apart
    texts: Texts

    def may_repair(self, finding: Finding) -> bool:
        """Whether the wiki lets this rule's safe repairs go out by themselves."""
        fix = finding.fix
        return fix is not None and fix.safety is Safety.SAFE and self.settings.mode_of(finding.name) is Mode.AUTO

    @cached_property
    def judged_by(self) -> str:
        """What tells these rules from others that would have found other things."""
        return f"{__version__} {digest(self.rules)}"


@dataclass(frozen=True)
class Repair:
    """A repair of one page: as it was, as it is now, what was repaired, and the action that did it."""

    title: str
    before: str
    after: str
    findings: tuple[Finding, ...]
    action: Action | None
    revision: int | None


@dataclass
class Round:
    """What one patrol did, gathered while it runs; `holder` is the name under which it holds the wiki."""

    clock: Clock
    holder: str = ""
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    changes: int = 0
    pages: int = 0
    found: list[tuple[str, Finding]] = field(default_factory=list)
    silent: int = 0
    repairs: list[Repair] = field(default_factory=list)
    held: list[tuple[str, Hold]] = field(default_factory=list)
    reverted: list[Action] = field(default_factory=list)
    stopped: list[tuple[str, str]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    sent_late: list[Action] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    report_saved: bool = False
    posted: int = 0

    @property
    def now(self) -> str:
        """The wiki's time."""
        return self.clock.now()

    def in_words(self) -> str:
        """Return the round on one line, for a log."""
        said = [
            f"{self.changes} changes",
            f"{self.pages} pages read",
            f"{len(self.found)} new findings",
            f"{len(self.repairs)} repaired",
            f"{len(self.held)} held{self._by_guard()}",
        ]
        optional = [
            (self.silent, "older ones recorded silently"),
            (len(self.reverted), "undone by people"),
            (len(self.refused), "refused by the wiki"),
            (len(self.merged), "merged with other edits"),
            (len(self.sent_late), "sent from an earlier round"),
            (len(self.talks), "talk pages"),
            (len(self.messages), "messages"),
        ]
        said += [f"{number} {words}" for number, words in optional if number]
        said.append("report updated" if self.report_saved else "report unchanged")
        return f"{', '.join(said)} (run {self.run})"

    def _by_guard(self) -> str:
        counts = Counter(hold.guard for _, hold in self.held)
        return f" ({', '.join(f'{guard} {count}' for guard, count in sorted(counts.items()))})" if counts else ""
