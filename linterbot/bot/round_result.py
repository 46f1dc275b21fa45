"""What one round did, gathered while it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linterbot.guards.base import Hold
from linterbot.ledger.actions import Action, ActionKind
from linterbot.ledger.findings import RecordedFinding
from linterbot.model import Finding
from linterbot.plurals import counted


@dataclass(frozen=True)
class FixedPage:
    """A page that was fixed."""

    title: str
    before: str  # its text before the fix
    after: str  # its text after the fix
    findings: tuple[Finding, ...]  # the findings that are gone
    action: Action | None = None  # the write that fixed it
    revision: int | None = None  # the revision that this made


class PlannedWrite(NamedTuple):
    """A write that a round would make, and the findings that it is about."""

    kind: ActionKind
    title: str
    summary: str
    findings: Sequence[RecordedFinding]


@dataclass
class RoundResult:
    """What one round did."""

    run: str  # the name of the round
    changes: int = 0  # rows of recent changes
    last_edit: str = ""  # when the newest of them was made by somebody else, "" if none was
    pages: int = 0  # pages read
    found: list[tuple[str, Finding]] = field(default_factory=list)  # titles, each with a newly reported finding
    remembered: int = 0  # earlier edits of the bot that a new ledger learnt of
    silent: int = 0  # older findings that were recorded but not reported
    fixes: list[FixedPage] = field(default_factory=list)
    held: list[tuple[str, Hold]] = field(default_factory=list)  # titles, each with the reason for waiting
    reverted: list[Action] = field(default_factory=list)  # edits of the bot that people undid
    stopped: list[tuple[str, str]] = field(default_factory=list)  # rules that people keep reverting, and why
    merged: list[str] = field(default_factory=list)  # titles where the wiki merged our edit with somebody else's
    refused: list[tuple[str, str]] = field(default_factory=list)  # titles that the wiki would not let us edit, and why
    sent_late: list[Action] = field(default_factory=list)  # writes that an earlier round had planned
    talks: list[str] = field(default_factory=list)  # titles of articles' talk pages that were written to
    messages: list[str] = field(default_factory=list)  # titles of people's talk pages that were written to
    report_touched: bool = False  # whether people edited the report page
    complaints_touched: bool = False  # whether people edited the page on which they say that the bot is wrong
    report_saved: bool = False
    posted: int = 0  # writes sent, those of a dry run included
    sent: list[Action] = field(default_factory=list)  # those writes
    planned: Sequence[PlannedWrite] = ()  # in a dry run, those writes with what they are about

    @property
    def templates(self) -> int:
        """How many writes put maintenance templates on pages, or took them away."""
        return sum(one.plan.kind is ActionKind.TAG for one in self.sent)

    def in_words(self) -> str:
        """Return the round on one line, for a log."""
        parts = [
            counted(self.changes, "change"),
            f"{counted(self.pages, 'page')} read",
            counted(len(self.found), "new finding"),
            f"{len(self.fixes)} fixed",
            f"{len(self.held)} held{self._by_guard()}",
        ]
        optional = [
            (self.remembered, f"{counted(self.remembered, 'earlier edit')} remembered"),
            (self.silent, f"{self.silent} recorded silently"),
            (len(self.reverted), f"{len(self.reverted)} undone by people"),
            (len(self.refused), f"{len(self.refused)} refused by the wiki"),
            (len(self.merged), f"{len(self.merged)} merged with other edits"),
            (len(self.sent_late), f"{len(self.sent_late)} sent from an earlier round"),
            (self.templates, counted(self.templates, "template")),
            (len(self.talks), counted(len(self.talks), "talk page")),
            (len(self.messages), counted(len(self.messages), "message")),
        ]
        parts += [words for number, words in optional if number]
        parts.append("report updated" if self.report_saved else "report unchanged")
        return f"{', '.join(parts)} (run {self.run})"

    def _by_guard(self) -> str:
        counts = Counter(hold.guard for _, hold in self.held)
        return f" ({', '.join(f'{guard} {count}' for guard, count in sorted(counts.items()))})" if counts else ""
