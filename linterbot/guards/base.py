"""What a guard is asked, and what it can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from linterbot.config.sections import WikiConfig
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.pauses import Pause
from linterbot.ledger.write_history import Spent
from linterbot.model import Page
from linterbot.wiki.protocol import AccountStatus

ON_ARTICLES = (ActionKind.FIX, ActionKind.TAG)  # writes to articles, not to pages about them or about people


class GuardName(StrEnum):
    """The names of the guards in logs and messages."""

    STOP = "stop"
    ACCOUNT_STATUS = "account-status"
    MAIL = "mail"
    PAUSE = "pause"
    PENDING_WRITE = "pending-write"
    MOVED_ON = "moved-on"
    MODE = "mode"
    NAMESPACE = "namespace"
    DRAFT = "draft"
    EXCLUSION = "exclusion"
    IN_USE = "in-use"
    OPT_OUT = "opt-out"
    PROTECTION = "protection"
    TALK_PAGE = "talk-page"
    AT_WORK = "at-work"
    FRESHNESS = "freshness"
    RECENTLY_REVERTED = "recently-reverted"
    PREVIOUSLY_REFUSED = "previously-refused"
    COSMETIC = "cosmetic"
    SIZE = "size"
    BUDGET = "budget"


class Say(Protocol):
    """Fills in one of the wiki's own texts, by its name."""

    def __call__(self, name: str, /, **values: str) -> str:
        """Return the text with these values in its places."""
        ...


@dataclass(frozen=True)
class Intent:
    """One write the bot would like to make."""

    kind: ActionKind
    title: str
    rules: frozenset[str]  # the rules it is about
    page: Page | None  # the revision it is based on; None for a page to be created
    after: str = ""  # the text that the page would have
    fingerprints: frozenset[str] = frozenset()  # the findings it is about
    author: str = ""  # the person whose edit it responds to
    about: tuple[Page, ...] = ()  # the articles that a talk page section or a message speaks of
    approved: bool = False  # whether an operator agreed to exactly this change

    @property
    def articles(self) -> tuple[Page, ...]:
        """The articles that it changes or speaks of, none for pages of the bot's own."""
        return self.about or ((self.page,) if self.kind in ON_ARTICLES and self.page is not None else ())

    @property
    def base(self) -> int | None:
        """The number of the revision it is based on, None for a page to be created."""
        return self.page.revision if self.page else None


@dataclass(frozen=True)
class GuardInputs:
    """What is true at this moment, according to the wiki and the ledger; times are the wiki's, in ISO 8601."""

    settings: WikiConfig
    now: str
    levels: frozenset[str]  # the protection levels at which the bot may edit
    stops: Mapping[str, str] | None  # the words on the stop pages that have any, by title; None if they are unreadable
    say: Say
    account_status: AccountStatus = field(default_factory=AccountStatus)
    newest: int | None = None  # the page's newest revision, None if there is no page
    created_at: str = ""  # when the newest of the articles was created, "" if not asked
    edited: str = ""  # when somebody other than the bot last edited one of the articles, "" if nobody did
    at_work: str = ""  # when the person to be addressed last edited anything, "" if never or if nobody asked
    written_to: bool = False  # whether people have written on the bot's talk page
    pending_write: str = ""  # the token of a write to this page whose answer was lost
    pauses: tuple[Pause, ...] = ()
    spent: Spent = field(default_factory=Spent)
    resting: frozenset[str] = frozenset()  # the rules whose work a person recently undid on this page
    refused: str = ""  # why the wiki refused this before
    aliases: Mapping[str, str] = field(default_factory=dict)  # from redirects to the templates that keep bots out
    walls: bool = False  # whether people have message walls instead of talk pages
    opted_out: frozenset[str] = frozenset()  # the people who want no messages


@dataclass(frozen=True)
class Hold:
    """Why an action may not be posted now, in a moderator's words."""

    guard: GuardName
    reason: str
    stops_round: bool = False  # whether the rest of the round is held as well
    needs_person: bool = False  # whether only a person can end it; the wiki is then paused until one resumes it

    @property
    def stops_bot(self) -> bool:
        """Whether the bot writes nothing at all; its own limits only have the rest wait."""
        return self.stops_round and self.guard is not GuardName.BUDGET
