"""What came of one round, gathered while it runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from linterbot.guards.base import Hold
from linterbot.ledger.actions import Action
from linterbot.model import Finding


@dataclass(frozen=True)
class FixedPage:
    """A page that was fixed, or would be."""

    title: str
    before: str
    after: str
    findings: tuple[Finding, ...]  # those that are gone
    action: Action | None = None  # the write that did it
    revision: int | None = None


@dataclass
class RoundResult:
    """What one round did."""

    run: str
    changes: int = 0  # rows of recent changes
    pages: int = 0  # pages read
    found: list[tuple[str, Finding]] = field(default_factory=list)  # new findings, by page
    silent: int = 0  # older findings that were recorded without telling anybody
    fixes: list[FixedPage] = field(default_factory=list)
    held: list[tuple[str, Hold]] = field(default_factory=list)
    reverted: list[Action] = field(default_factory=list)  # edits of the bot that people undid
    stopped: list[tuple[str, str]] = field(default_factory=list)  # rules that people keep reverting, and why
    merged: list[str] = field(default_factory=list)  # pages on which the wiki merged our edit with another one
    refused: list[tuple[str, str]] = field(default_factory=list)  # pages the wiki would not let us edit, and why
    sent_late: list[Action] = field(default_factory=list)  # writes that an earlier round had planned
    talks: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    report_saved: bool = False
    posted: int = 0  # writes sent

    def in_words(self) -> str:
        """Return the round on one line, for a log."""
        parts = [
            f"{self.changes} changes",
            f"{self.pages} pages read",
            f"{len(self.found)} new findings",
            f"{len(self.fixes)} fixed",
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
        parts += [f"{number} {words}" for number, words in optional if number]
        parts.append("report updated" if self.report_saved else "report unchanged")
        return f"{', '.join(parts)} (run {self.run})"

    def _by_guard(self) -> str:
        counts = Counter(hold.guard for _, hold in self.held)
        return f" ({', '.join(f'{guard} {count}' for guard, count in sorted(counts.items()))})" if counts else ""
