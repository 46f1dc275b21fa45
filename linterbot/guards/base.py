"""What a guard is asked, and what it may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from linterbot.config import WikiConfig
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.pauses import Pause
from linterbot.model import Page
from linterbot.wiki.gateway import Standing

ON_ARTICLES = (ActionKind.FIX, ActionKind.TAG)  # writes to the pages that people write, not to those about them


@dataclass(frozen=True)
class Intent:
    """One write the bot would like to do.

    `page` is the revision it was made from (None for a page to be made), `after` the text it would have then.
    `author` is the person it answers to, `approved` says that an operator agreed to this very change.
    """

    kind: ActionKind
    title: str
    rules: frozenset[str]
    page: Page | None
    after: str = ""
    fingerprints: frozenset[str] = frozenset()
    author: str = ""
    approved: bool = False


@dataclass(frozen=True)
class Spent:
    """How many writes were sent: in this run, the last minute, hour and day; to this page, after this person, a day."""

    run: int = 0
    minute: int = 0
    hour: int = 0
    day: int = 0
    page: int = 0
    author: int = 0


@dataclass(frozen=True)
class World:
    """What holds at this moment, as the wiki and the ledger told it just before.

    `stops` are the stop pages that say stop (by title), None where unreadable. `levels` are the protection levels we
    may edit at; `newest` is the page's revision now, `born` when its first one was made, `edited` when somebody other
    than the bot edited it last. `written_to` says that people wrote to the bot; `unclear` names a write to this page
    whose answer was lost. `resting` are the rules that a person turned away from this page, `refused` says why the wiki
    refused this before. `aliases` are other names of the templates that keep bots out, `opted_out` the people who want
    no messages.
    """

    settings: WikiConfig
    now: str
    levels: frozenset[str]
    stops: Mapping[str, str] | None
    standing: Standing = field(default_factory=Standing)
    newest: int | None = None
    born: str = ""
    edited: str = ""
    written_to: bool = False
    unclear: str = ""
    pauses: tuple[Pause, ...] = ()
    spent: Spent = Spent()
    resting: frozenset[str] = frozenset()
    refused: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    opted_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hold:
    """Why an action may not be posted now, in a moderator's words.

    `everything` holds the rest of the round as well; what only a `person` can end is kept until one resumes.
    """

    guard: str
    reason: str
    everything: bool = False
    person: bool = False
