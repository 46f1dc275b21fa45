"""The frozen types that every room shares. Imports nothing of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Markup(StrEnum):
    """How a page's text is written."""

    MEDIAWIKI = "mediawiki"
    TVTROPES = "tvtropes"
    RENDERED = "rendered"


class Severity(StrEnum):
    """How much a finding matters: an error breaks a written rule, a warning probably does, a notice may."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


class Safety(StrEnum):
    """Who may apply a fix: the bot (safe), a person who agreed (unsafe), nobody (display)."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Mode(StrEnum):
    """How far a rule may go on a wiki, from recording only to repairing by itself."""

    SHADOW = "shadow"
    FLAG = "flag"
    SUGGEST = "suggest"
    AUTO = "auto"


class Span(NamedTuple):
    """A stretch of a text: offsets in code points, `end` exclusive. A page has thousands: hence a tuple."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that stand here in `text`."""
        return text[self.start : self.end]


class Position(NamedTuple):
    """A place as people name it: row and column from 1, columns in code points."""

    row: int
    column: int


class Edit(NamedTuple):
    """Replace what stands at `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that repair one finding, and who may apply them."""

    edits: tuple[Edit, ...]
    safety: Safety
    description: str


NO_VALUES: Mapping[str, str] = MappingProxyType({})


class Hit(NamedTuple):
    """What a check saw: where, in which words, what else belongs to it, and how to repair it.

    `confidence` is how sure the evidence makes it, from 0 to 1.
    """

    span: Span
    values: Mapping[str, str] = NO_VALUES
    related: tuple[Span, ...] = ()
    fix: Fix | None = None
    confidence: float = 1.0


class Finding(NamedTuple):
    """A rule broken at a span of a page; the fingerprint stays the same while other parts of the page change."""

    code: str
    name: str
    severity: Severity
    message: str
    policy: str
    span: Span
    related: tuple[Span, ...]
    fix: Fix | None
    fingerprint: str
    confidence: float = 1.0


class Skipped(NamedTuple):
    """A rule that could not be asked of a page, and why; never the same as finding nothing."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One revision of one page.

    `namespace` is the wiki's own name for it, empty for the main namespace. `revision` is None for text that
    stands on no wiki, `edit_level` names the right that editing needs ("" for everybody), `user` made this revision.
    """

    title: str
    text: str
    namespace: str = ""
    revision: int | None = None
    timestamp: str = ""
    page_id: int | None = None
    edit_level: str = ""
    redirect: bool = False
    user: str = ""

    @property
    def digest(self) -> str:
        """What tells this text from another one."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class FilePage(NamedTuple):
    """What a wiki tells of one file: whether it has a page, and the templates there (redirects resolved).

    `stored` says whether there is a file at all, `uploaded` when it came ("" where nobody knows), `days_here` how long
    ago that was when the wiki was asked.
    """

    title: str
    exists: bool
    templates: frozenset[str] = frozenset()
    stored: bool = True
    uploaded: str = ""
    days_here: float | None = None


class Made(NamedTuple):
    """When a page was made under its very title (ISO 8601), and how many days ago that was."""

    when: str
    days_ago: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beyond the page at hand; `None` means that nobody asked, which is not the same as empty.

    `files` maps a file's title without its namespace; `template_redirects` maps a template's name to the one it
    leads to; `licences` are the templates that the wiki's own categories call licences. `created` tells when a page
    was made under its very title, where the log has it.
    """

    files: Mapping[str, FilePage] | None = None
    template_redirects: Mapping[str, str] | None = None
    licences: frozenset[str] = frozenset()
    created: Mapping[str, Made] | None = None


NO_FACTS = Facts()
