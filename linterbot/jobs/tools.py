"""What every job works with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from linterbot.config import WikiConfig
from linterbot.guards.base import Hold
from linterbot.jobs.apart import Apart
from linterbot.ledger import Ledger
from linterbot.ledger.actions import Action
from linterbot.model import Finding, Mode, Safety
from linterbot.rule import Rule
from linterbot.wiki.gateway import Wiki


@dataclass(frozen=True)
class Tools:
    """One wiki, the ledger of it, its rules and its settings.

    `pause` waits some seconds between two edits; `apart` is where pages are worked on.
    """

    wiki: Wiki
    ledger: Ledger
    rules: tuple[Rule, ...]
    settings: WikiConfig
    pause: Callable[[float], None]
    apart: Apart

    def may_repair(self, finding: Finding) -> bool:
        """Whether the wiki lets this rule's safe repairs go out by themselves."""
        fix = finding.fix
        return fix is not None and fix.safety is Safety.SAFE and self.settings.mode_of(finding.name) is Mode.AUTO


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
    """What one patrol did, gathered while it runs."""

    now: str = ""
    changes: int = 0
    pages: int = 0
    found: list[tuple[str, Finding]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    held: list[tuple[str, Hold]] = field(default_factory=list)
    reverted: list[Action] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)
    report_saved: bool = False
    posted: int = 0

    def in_words(self) -> str:
        """Return the round on one line, for a log."""
        said = [
            f"{self.changes} changes",
            f"{self.pages} pages read",
            f"{len(self.found)} new findings",
            f"{len(self.repairs)} repaired",
            f"{len(self.held)} held{self._by_guard()}",
        ]
        if self.reverted:
            said.append(f"{len(self.reverted)} undone by people")
        if self.talks:
            said.append(f"{len(self.talks)} talk pages")
        said.append("report updated" if self.report_saved else "report unchanged")
        return ", ".join(said)

    def _by_guard(self) -> str:
        counts = Counter(hold.guard for _, hold in self.held)
        return f" ({', '.join(f'{guard} {count}' for guard, count in sorted(counts.items()))})" if counts else ""
