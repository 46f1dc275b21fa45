"""The frozen types that every room shares; imports nothing else of linterbot."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Markup(StrEnum):
    """The markup that a page's text is written in."""

    MEDIAWIKI = "mediawiki"
    TVTROPES = "tvtropes"
    RENDERED = "rendered"


class Severity(StrEnum):
    """How much a finding matters: an error breaks a written rule, a warning probably does, a notice may."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


class Safety(StrEnum):
    """Who may apply a fix: the bot (safe), a person who agrees to its kind (unsafe) or to just this one (display)."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Mode(StrEnum):
    """How far a rule may go on a wiki, from only recording findings to fixing them by itself."""

    SHADOW = "shadow"
    FLAG = "flag"
    SUGGEST = "suggest"
    AUTO = "auto"


class Span(NamedTuple):
    """A stretch of a text. A page has thousands of them, hence a tuple."""

    start: int  # offset in code points
    end: int  # likewise, exclusive

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]


class Position(NamedTuple):
    """A place as people name it."""

    row: int  # from 1
    column: int  # from 1, in code points


class Edit(NamedTuple):
    """Replaces the text at `span` with `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """How to fix one finding."""

    edits: tuple[Edit, ...]
    safety: Safety  # who may apply them
    action: str  # what they do, as the name of its text in texts.yaml, without “fix-”
    words: str = ""  # what fills {words} in that text
    description: str = ""  # the text; the rule fills it in


NO_VALUES: Mapping[str, str] = MappingProxyType({})


class Hit(NamedTuple):
    """What a check saw at one place of a page."""

    span: Span
    values: Mapping[str, str] = NO_VALUES  # what to put into the message, by placeholder
    related: tuple[Span, ...] = ()  # what else belongs to it
    fix: Fix | None = None
    confidence: float = 1.0  # how sure the evidence makes the check, from 0 to 1
    of_page: bool = False  # whether it is about the whole page, and not about the words where it is shown
    unaided: float | None = None  # how sure it would be without a second reader, None if none was asked


SECOND_READING_CODE = "LB002"
SECOND_READING = "second-reading"  # names what a second reader says, as evidence and as a rule of linterbot's own


class Finding(NamedTuple):
    """A rule broken at one place of a page."""

    code: str  # of the rule
    name: str  # of the rule
    severity: Severity
    message: str
    policy: str  # the address of the wiki's policy, "" if there is none
    span: Span
    related: tuple[Span, ...]  # what else belongs to it
    fix: Fix | None
    fingerprint: str  # stays the same while other parts of the page change
    confidence: float = 1.0  # from 0 to 1
    of_page: bool = False  # whether it is about the whole page, and not about the words where it is shown
    second_reading: bool = False  # whether only a second reader sees it, and not the evidence

    @property
    def answers_for(self) -> str:
        """The rule for or against which it counts what people say of it."""
        return SECOND_READING if self.second_reading else self.name


class Skipped(NamedTuple):
    """A rule that could not be applied to a page, and why; never the same as finding nothing."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One revision of one page."""

    title: str
    text: str
    namespace: str = ""  # the wiki's own name for it, "" for the main namespace
    revision: int | None = None  # None for text that is not from a wiki
    timestamp: str = ""  # when the revision was saved (ISO 8601)
    page_id: int | None = None
    edit_level: str = ""  # the protection level for editing, "" if everybody may edit
    redirect: bool = False
    user: str = ""  # who saved the revision
    readable: bool = True  # whether the text is the page's own; it is not if it is hidden or no wikitext

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class FilePage(NamedTuple):
    """What a wiki knows about one file."""

    title: str  # without the namespace
    exists: bool  # whether it has a page
    templates: frozenset[str] = frozenset()  # the templates on that page, redirects resolved
    stored: bool = True  # whether there is a file at all
    uploaded: str = ""  # when it was uploaded (ISO 8601), "" if unknown
    days_here: float | None = None  # how many days ago that was when the wiki was asked, None if unknown


class Made(NamedTuple):
    """When a page was created under its current title."""

    when: str  # ISO 8601
    days_ago: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beyond the page at hand; None means that nobody asked, which is not the same as empty."""

    files: Mapping[str, FilePage] | None = None  # by the file's title without its namespace
    template_redirects: Mapping[str, str] | None = None  # from a template's name to the one it redirects to
    licences: frozenset[str] = frozenset()  # the templates in the wiki's own licence categories
    created: Mapping[str, Made] | None = None  # by page title, as far as the wiki's log knows


NO_FACTS = Facts()
