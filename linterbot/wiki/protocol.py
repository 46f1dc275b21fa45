"""What linterbot asks of a wiki, and what a wiki may answer to a write; the sandbox and MediaWiki both follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import FilePage, Page


@dataclass(frozen=True)
class Site:
    """What a wiki says about itself and about our account there."""

    user: str  # our account
    names: Names = MEDIAWIKI_NAMES
    namespaces: Mapping[str, str] = field(default_factory=dict)  # each name, in lower case, to the wiki's own
    talks: Mapping[str, str] = field(default_factory=lambda: {"": "Talk"})  # each namespace to that of its talk pages
    batch: int = 50  # how many pages one request may ask for
    levels: frozenset[str] = frozenset({""})  # the protection levels at which we may edit
    rights: frozenset[str] = frozenset()  # of our account
    groups: frozenset[str] = frozenset()  # all those that the wiki has
    title: str = ""  # the wiki's own name
    api: str = ""  # the address of its API, as it says itself
    numbers: Mapping[int, str] = field(default_factory=dict)  # MediaWiki's own number of each namespace to its name
    walls: bool = False  # whether people have message walls instead of talk pages

    def namespace_of(self, title: str) -> str:
        """Return the namespace of a title, "" for the main one."""
        head, colon, _ = title.partition(":")
        return self.namespaces.get(head.strip().replace("_", " ").lower(), "") if colon else ""

    def talk_page(self, title: str) -> str:
        """Return the title of a page's talk page."""
        namespace = self.namespace_of(title)
        rest = title.partition(":")[2] if namespace else title
        return f"{self.talks.get(namespace, f'{namespace} talk')}:{rest}"

    def article_of(self, talk: str) -> str:
        """Return the title of the page that a talk page is about, "" if it is none."""
        namespace, _, rest = talk.partition(":")
        return next((f"{one}:{rest}" if one else rest for one, its in self.talks.items() if its == namespace), "")


@dataclass(frozen=True)
class Change:
    """One row of recent changes."""

    kind: str  # edit, new or log
    title: str  # at the time of the change
    namespace: str
    revision: int
    user: str
    timestamp: str
    comment: str = ""
    parent: int = 0  # the revision before this one, 0 if there was none


@dataclass(frozen=True)
class Changes:
    """What changed on a wiki."""

    changes: tuple[Change, ...]  # in no reliable order
    now: str  # up to when they are complete, by the wiki's clock
    asked_at: str = ""  # what that clock showed when it was asked


@dataclass(frozen=True)
class Revision:
    """One entry in a page's history."""

    revision: int
    parent: int  # the revision before it, 0 if there was none
    user: str
    timestamp: str
    comment: str
    sha1: str  # of the text, in hex; "" if the wiki hides it


@dataclass(frozen=True)
class Contribution:
    """One edit of an account."""

    title: str  # the one that the page has now
    revision: int
    comment: str
    parent: int = 0  # the revision before this one, 0 if there was none
    timestamp: str = ""


@dataclass(frozen=True)
class User:
    """A registered person."""

    name: str
    edits: int  # how many, as the wiki counts them
    groups: frozenset[str] = frozenset()
    blocked: bool = False  # whether they may edit nothing at all


@dataclass(frozen=True)
class AccountStatus:
    """Whether our account can write at the moment."""

    blocked: str = ""  # by whom we are blocked and why, "" if we are not
    read_only: str = ""  # why the wiki is read-only, "" if it is not
    lag: float = 0.0  # of the wiki's database servers, in seconds
    kept_off: frozenset[str] = frozenset()  # the pages that a partial block names, by title
    kept_out_of: frozenset[str] = frozenset()  # the namespaces that one names, "" for the main one


@dataclass(frozen=True)
class Save:
    """One intended write."""

    title: str
    text: str
    summary: str
    base: int | None  # the revision it is based on; None creates a page and never overwrites one
    minor: bool = False


@dataclass(frozen=True)
class Saved:
    """The wiki saved the write as a new revision."""

    revision: int  # its number


@dataclass(frozen=True)
class Unchanged:
    """The page has this text already; nothing was written."""


@dataclass(frozen=True)
class Conflict:
    """Somebody edited, created or deleted the page in the meantime; nothing was written."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The wiki does not accept this write to this page, now or later; nothing was written."""

    code: str  # MediaWiki's name for the refusal
    reason: str  # in words


@dataclass(frozen=True)
class Later:
    """The wiki does not accept our writes at the moment; nothing was written."""

    reason: str
    seconds: float | None = None  # how long it asked us to wait, None if it did not say
    needs_person: bool = False  # whether only people can resolve it


@dataclass(frozen=True)
class Unknown:
    """No answer says whether it was written: read the wiki before trying again."""

    reason: str
    seconds: float | None = None  # how long the wiki asked us to wait, None if it did not say


Outcome = Saved | Unchanged | Conflict | Refused | Later | Unknown


class Wiki(Protocol):
    """A wiki as linterbot's account sees it. Any call may raise WikiError."""

    name: str

    def site(self) -> Site:
        """Return what the wiki says about itself; logs in if needed. Raises LoginRefused."""

    def now(self) -> str:
        """Return the time by the wiki's clock (UTC, ISO 8601 with seconds)."""

    def changes(self, since: str) -> Changes:
        """Return the changes with a timestamp of `since` or later."""

    def pages(self, titles: Iterable[str], unreadable: bool = False) -> list[Page]:
        """Return the newest revision of each page that exists, in any order; asks in batches.

        Pages that are not wikitext, or whose text is hidden, are left out, unless `unreadable` is set: then their text
        says that it cannot be read.
        """

    def stored_page(self, title: str) -> Page | None:
        """Return the newest revision of a page, whatever its text is written in; None if there is no such page."""

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what is known of each file, by the name asked for; redirects are followed."""

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return the targets of those of the templates that are redirects."""

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and those below them; the wiki is asked once per session."""

    def in_category(self, category: str) -> list[str]:
        """Return the titles of the pages in a category, in order, without its files and the categories below it."""

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were created under these titles, for those whose creation is in the log."""

    def texts(self, revisions: Iterable[int]) -> list[Page]:
        """Return old revisions, each as the page it was, under its current title; deleted ones are left out."""

    def created_at(self, title: str) -> str:
        """Return when a page's first revision was saved, "" if there is no such page."""

    def edited_by_others(self, title: str) -> str:
        """Return when somebody other than our account last edited a page, "" if nobody did."""

    def last_edit_by(self, user: str) -> str:
        """Return when a person last edited anything, "" if never."""

    def contributions(self, since: str) -> list[Contribution]:
        """Return our account's own edits with a timestamp of `since` or later, oldest first."""

    def edits_by(self, user: str, since: str) -> list[Contribution]:
        """Return a person's edits with a timestamp of `since` or later, oldest first."""

    def users(self, names: Iterable[str]) -> dict[str, User]:
        """Return those of the names that are registered accounts."""

    def redirects_to(self, templates: frozenset[str]) -> dict[str, str]:
        """Return the redirects to these templates, each with the template it leads to."""

    def account_status(self) -> AccountStatus:
        """Return whether our account can write at the moment."""

    def history(self, title: str, since: int) -> list[Revision]:
        """Return the page's revisions from `since` on, oldest first; none if the page is gone."""

    def save(self, save: Save) -> Outcome:
        """Write, in one request that is never repeated automatically."""

    def close(self) -> None:
        """Close the connection."""
