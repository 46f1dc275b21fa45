"""What linterbot asks of a wiki, and what a wiki may answer to a write. Both wikis of ours speak this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from linterbot.markup.names import MEDIAWIKI_NAMES, Names
from linterbot.model import FilePage, Page


@dataclass(frozen=True)
class Site:
    """What a wiki says of itself and of our account there.

    `namespaces` maps every name a namespace answers to (lower case) to the one the wiki uses ("" is the main
    one), `talks` each namespace to that of its talk pages; `batch` is how many pages one request may ask for; `levels`
    are the protection levels we may edit at.
    """

    user: str
    names: Names = MEDIAWIKI_NAMES
    namespaces: Mapping[str, str] = field(default_factory=dict)
    talks: Mapping[str, str] = field(default_factory=lambda: {"": "Talk"})
    batch: int = 50
    levels: frozenset[str] = frozenset({""})

    def namespace_of(self, title: str) -> str:
        """Return the namespace that a title stands in."""
        head, colon, _ = title.partition(":")
        return self.namespaces.get(head.strip().replace("_", " ").lower(), "") if colon else ""

    def talk_page(self, title: str) -> str:
        """Return the title of a page's talk page."""
        namespace = self.namespace_of(title)
        rest = title.partition(":")[2] if namespace else title
        return f"{self.talks.get(namespace, f'{namespace} talk')}:{rest}"


@dataclass(frozen=True)
class Change:
    """One row of recent changes; `kind` is edit, new or log. Titles are those of the time of the change.

    `parent` is the revision before this one, 0 where there was none.
    """

    kind: str
    title: str
    namespace: str
    revision: int
    user: str
    timestamp: str
    comment: str = ""
    parent: int = 0


@dataclass(frozen=True)
class Changes:
    """What changed, in no order that can be relied on, and the wiki's own clock when it was asked."""

    changes: tuple[Change, ...]
    now: str


@dataclass(frozen=True)
class Revision:
    """One line of a page's history; `sha1` is that of the text (hex), empty where the wiki hides it."""

    revision: int
    parent: int
    user: str
    timestamp: str
    comment: str
    sha1: str


@dataclass(frozen=True)
class Contribution:
    """One of our account's own edits, under the title that its page has now."""

    title: str
    revision: int
    comment: str


@dataclass(frozen=True)
class User:
    """A registered person, as far as the wiki counts: how many edits, and in which groups."""

    name: str
    edits: int
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AccountStatus:
    """How things stand for a writer: why we are blocked or the wiki is read-only ("" where not), and its lag (s)."""

    blocked: str = ""
    read_only: str = ""
    lag: float = 0.0


@dataclass(frozen=True)
class Save:
    """One intended write. `base` is the revision it was made from; None creates a page and never overwrites one."""

    title: str
    text: str
    summary: str
    base: int | None
    minor: bool = False


@dataclass(frozen=True)
class Saved:
    """The wiki has a new revision of ours."""

    revision: int


@dataclass(frozen=True)
class Unchanged:
    """The page said so already; nothing was written."""


@dataclass(frozen=True)
class Conflict:
    """Somebody edited, created or deleted the page meanwhile; nothing was written."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The wiki will not take this write to this page, now or later; nothing was written."""

    code: str
    reason: str


@dataclass(frozen=True)
class Later:
    """The wiki takes no writes of ours at the moment; nothing was written."""

    reason: str
    seconds: float | None = None  # how long it asked us to wait, where it said so
    needs_person: bool = False  # whether only people can put it right


@dataclass(frozen=True)
class Unknown:
    """No answer that says whether it was written: read the wiki before trying again.

    `seconds` is how long it asked us to wait (None where it did not say).
    """

    reason: str
    seconds: float | None = None


Outcome = Saved | Unchanged | Conflict | Refused | Later | Unknown


class Wiki(Protocol):
    """A wiki as linterbot's account sees it. Any call may raise WikiError."""

    name: str

    def site(self) -> Site:
        """Say what the wiki is; logs in where that is needed. Raises LoginRefused."""

    def now(self) -> str:
        """Return the wiki's clock (UTC, ISO 8601 with seconds)."""

    def changes(self, since: str) -> Changes:
        """Return the changes with a timestamp of `since` or later."""

    def pages(self, titles: Iterable[str], unreadable: bool = False) -> list[Page]:
        """Return the newest revision of each page that exists, in any order; asks in batches.

        Pages that are no wikitext, or whose text is hidden, are left out; with `unreadable` they say so as their text.
        """

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what each file's page carries, by the name asked for; redirects are followed."""

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return where those of the templates lead that are redirects."""

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and in those below them; asked once for as long as it is open."""

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were made under their very titles, for those of which the log says so."""

    def texts(self, revisions: Iterable[int]) -> list[Page]:
        """Return old revisions, each as the page it was under the title it has now; what is gone is left out."""

    def created_at(self, title: str) -> str:
        """Return when the first revision of a page was made, "" where there is no such page."""

    def edited_by_others(self, title: str) -> str:
        """Return when somebody other than our account edited a page last, "" where nobody did."""

    def contributions(self, since: str) -> list[Contribution]:
        """Return our account's own edits with a timestamp of `since` or later, oldest first."""

    def users(self, names: Iterable[str]) -> dict[str, User]:
        """Return those of the names that are registered accounts."""

    def redirects_to(self, templates: frozenset[str]) -> dict[str, str]:
        """Return the other names of these templates: where each redirect to one of them leads."""

    def account_status(self) -> AccountStatus:
        """Say whether our account may write at the moment."""

    def history(self, title: str, since: int) -> list[Revision]:
        """Return the page's revisions from `since` on, oldest first; empty where the page is gone."""

    def save(self, save: Save) -> Outcome:
        """Write, in one request that is never repeated by itself."""

    def close(self) -> None:
        """Let go of the connection."""
