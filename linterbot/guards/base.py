"""What a guard is asked, and what it may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linterbot.config import WikiConfig
from linterbot.ledger.actions import ActionKind
from linterbot.model import Page


@dataclass(frozen=True)
class Intent:
    """One write the bot would like to do; `page` is the newest revision, None for a page to be made."""

    kind: ActionKind
    title: str
    rules: frozenset[str]
    page: Page | None


@dataclass(frozen=True)
class World:
    """What holds at this moment. `stops` are the stop pages that say stop (by title), None where unreadable.

    `levels` are the protection levels we may edit at, `posted` counts this run's writes, `resting` are the rules
    that a person turned away from this page, `refused` says that the wiki refused this very revision before.
    """

    settings: WikiConfig
    levels: frozenset[str]
    stops: Mapping[str, str] | None
    posted: int = 0
    resting: frozenset[str] = frozenset()
    refused: str = ""


@dataclass(frozen=True)
class Hold:
    """Why an action may not be posted now, in a moderator's words; `everything` holds the rest of the round as well."""

    guard: str
    reason: str
    everything: bool = False
