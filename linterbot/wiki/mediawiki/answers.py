"""Turns what a MediaWiki API answers into our types. Nothing in an answer is trusted to be there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from linterbot.markup import mediawiki as markup
from linterbot.markup.names import Names
from linterbot.model import FilePage, Page
from linterbot.wiki.protocol import (
    AccountStatus,
    Change,
    Conflict,
    Later,
    Outcome,
    Refused,
    Revision,
    Saved,
    Site,
    Unchanged,
    Unknown,
)
from linterbot.wiki.titles import redirect_target

_REDIRECTS = 5  # how many leads from the title asked for to the page are followed
_LONGEST_TITLE = 255  # bytes
_FORBIDDEN = re.compile(r"[\[\]{}|<>#\x00-\x1f\x7f]")
_FILE, _CATEGORY, _TEMPLATE = 6, 14, 10  # MediaWiki's own numbers, the same on every wiki
_CONFLICTS = {
    "editconflict": "somebody edited the page meanwhile",
    "articleexists": "the page exists meanwhile",
    "missingtitle": "the page was deleted meanwhile",
    "pagedeleted": "the page was deleted meanwhile",
    "nosuchrevid": "the revision is gone",
}
_LATER = frozenset({"maxlag", "readonly", "ratelimited", "actionthrottledtext"})
_STALE_SESSION = frozenset({"badtoken", "notoken", "assertnameduserfailed", "assertuserfailed", "notloggedin"})
# What such codes begin with: it is the account that may not edit, not the page that may not be edited.
_PERSON = (
    *("autoblocked", "blocked", "confirmemail", "globalblocking", "noedit", "permissiondenied", "systemblocked"),
    "writeapidenied",
)
_LEVELS = {"": "", "autoconfirmed": "editsemiprotected", "sysop": "editprotected"}


def site_of(query: dict[str, Any], user: str) -> Site:
    """Read siteinfo and userinfo."""
    spaces = {int(number): one for number, one in query.get("namespaces", {}).items()}
    spoken: dict[str, str] = {}
    by_number: dict[int, set[str]] = {}
    for number, one in spaces.items():
        for name in (one.get("name", ""), one.get("canonical", "")):
            if name:
                spoken[name.lower()] = one.get("name", "")
                by_number.setdefault(number, set()).add(name.lower())
    for one in query.get("namespacealiases", []):
        number, name = int(one["id"]), str(one["alias"]).lower()
        spoken[name] = spaces.get(number, {}).get("name", "")
        by_number.setdefault(number, set()).add(name)
    names = {number: str(one.get("name", "")) for number, one in spaces.items()}
    rights = set(query.get("userinfo", {}).get("rights", []))
    levels = {level for level, right in _LEVELS.items() if not level or right in rights}
    return Site(
        user=user,
        names=Names(
            files=frozenset(by_number.get(_FILE, {"file"})) | {"image"},
            categories=frozenset(by_number.get(_CATEGORY, {"category"})),
            templates=frozenset(by_number.get(_TEMPLATE, {"template"})),
        ),
        namespaces=spoken,
        talks={name: names[number + 1] for number, name in names.items() if number % 2 == 0 and number + 1 in names},
        batch=500 if "apihighlimits" in rights else 50,
        levels=frozenset(levels),
    )


def change_of(row: dict[str, Any], site: Site) -> Iterator[Change]:
    """Read one row of recent changes; a move tells of two pages. A row without a title was hidden."""
    titles = [row.get("title"), row.get("logparams", {}).get("target_title") if row.get("logtype") == "move" else None]
    for title in filter(None, titles):
        yield Change(
            kind=str(row.get("type", "")),
            title=str(title),
            namespace=site.namespace_of(str(title)),
            revision=int(row.get("revid", 0)),
            user=str(row.get("user", "")),
            timestamp=str(row.get("timestamp", "")),
            comment=str(row.get("comment", "")),
            parent=int(row.get("old_revid", 0)),
        )


def page_of(told: dict[str, Any], site: Site) -> Page | None:
    """Read a page with its newest revision; None for one that is missing, invalid or hidden."""
    revisions = told.get("revisions") or []
    main = revisions[0].get("slots", {}).get("main", {}) if revisions else {}
    if told.get("missing") or told.get("invalid") or "content" not in main:
        return None
    if main.get("contentmodel", "wikitext") != "wikitext":
        return None
    # A wiki keeps UTF-8; half a surrogate pair comes only from a broken answer, and no database of ours could hold it.
    text = str(main["content"]).encode("utf-8", "replace").decode()
    levels = [one["level"] for one in told.get("protection", []) if one.get("type") == "edit"]
    return Page(
        title=str(told["title"]),
        text=text,
        namespace=site.namespace_of(str(told["title"])),
        revision=int(revisions[0]["revid"]),
        timestamp=str(revisions[0].get("timestamp", "")),
        page_id=int(told.get("pageid", 0)),
        edit_level=str(levels[0]) if levels else "",
        redirect=bool(told.get("redirect")) or redirect_target(text) is not None,
        user=str(revisions[0].get("user", "")),
    )


def unreadable_page(told: dict[str, Any]) -> Page | None:
    """Read a page that is there but has no text for us: hidden, or no wikitext."""
    if told.get("missing") or told.get("invalid") or not told.get("title"):
        return None
    revisions = told.get("revisions") or [{}]
    return Page(str(told["title"]), "(its text cannot be read)", revision=int(revisions[0].get("revid", 0)))


def revisions_of(told: dict[str, Any], site: Site) -> Iterator[Page]:
    """Read some revisions of a page, each as the page it was."""
    for one in told.get("revisions") or []:
        page = page_of({**told, "revisions": [one]}, site)
        if page is not None:
            yield page


def account_status_of(query: dict[str, Any]) -> AccountStatus:
    """Read userinfo and siteinfo for what keeps us from writing."""
    user, general = query.get("userinfo", {}), query.get("general", {})
    blocked = f"by {user.get('blockedby', '?')}: {user.get('blockreason', '')}" if "blockid" in user else ""
    read_only = str(general.get("readonlyreason") or "yes") if general.get("readonly") else ""
    lags = [float(one.get("lag", 0)) for one in query.get("dbrepllag", []) if isinstance(one.get("lag"), int | float)]
    return AccountStatus(blocked, read_only, max([0.0, *lags]))


def revision_of(told: dict[str, Any]) -> Revision:
    """Read one line of a history."""
    return Revision(
        revision=int(told["revid"]),
        parent=int(told.get("parentid", 0)),
        user=str(told.get("user", "")),
        timestamp=str(told.get("timestamp", "")),
        comment=str(told.get("comment", "")),
        sha1=str(told.get("sha1", "")),
    )


def members_of(rows: list[dict[str, Any]]) -> tuple[set[str], set[str]]:
    """Read what a category holds: the names of templates, and those of further categories."""
    by_space: dict[int, set[str]] = {_TEMPLATE: set(), _CATEGORY: set()}
    for row in rows:
        by_space.get(int(row.get("ns", 0)), set()).add(str(row.get("title", "")).partition(":")[2])
    return by_space[_TEMPLATE], by_space[_CATEGORY]


def outcome_of(status: int, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """Read the answer to an edit; what is no clear answer of MediaWiki's is unknown, never failed."""
    wait = seconds_asked(headers)
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        return _refusal(str(error.get("code", "")), str(error.get("info", "")), wait)
    if status == 429:
        return Later("the wiki asks for fewer requests (HTTP 429)", wait)
    edit = answer.get("edit") if isinstance(answer, dict) else None
    if not isinstance(edit, dict):
        return Unknown(f"HTTP {status} without an answer that says anything", wait)
    if edit.get("result") == "Success":
        return _success(edit)
    if edit.get("result") == "Failure":
        reason = str(edit.get("info") or edit.get("warning") or "the wiki wants a captcha, or a filter stopped it")
        return Refused(str(edit.get("code") or next(iter(set(edit) & {"captcha", "spam"}), "failure")), reason)
    return Unknown(f"HTTP {status} with an answer that says nothing")


def stale_session(body: bytes) -> str:
    """Return the code of a refusal that only says that the token or the session is stale, "" for any other answer."""
    try:
        answer = json.loads(body)
        code = str(answer["error"]["code"])
    except (ValueError, TypeError, KeyError):
        return ""
    return code if code in _STALE_SESSION else ""


def _success(edit: dict[str, Any]) -> Outcome:
    if edit.get("nochange"):
        return Unchanged()
    number = edit.get("newrevid")
    return Saved(number) if isinstance(number, int) else Unknown("the wiki says it saved, but not which revision")


def _refusal(code: str, info: str, wait: float | None) -> Outcome:
    if code in _CONFLICTS:
        return Conflict(_CONFLICTS[code])
    if code in _LATER or code in _STALE_SESSION:
        return Later(f"{code}: {info}", wait)
    if code.startswith(_PERSON):
        return Later(f"{code}: {info}", needs_person=True)
    if code.startswith("internal_api_error"):
        return Unknown(f"{code}: {info}", wait)
    return Refused(code, info)


def seconds_asked(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, which is a number of seconds or a date by the wiki's own clock; None where it is neither."""
    words = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", words):
        return float(words)
    try:
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(words) - now).total_seconds())
    except (TypeError, ValueError):
        return None


class FileAnswers:
    """Gathers what several answers tell of file pages."""

    def __init__(self) -> None:
        self._called: dict[str, set[str]] = {}
        self._leads: dict[str, str] = {}
        self._stored: dict[str, bool] = {}
        self._uploaded: dict[str, str] = {}

    def add(self, query: dict[str, Any]) -> None:
        """Take one answer: the pages, and where titles were normalised or redirected to."""
        for lead in [*query.get("normalized", []), *query.get("redirects", [])]:
            self._leads[lead["from"]] = lead["to"]
        for told in query.get("pages", []):
            if "imagerepository" in told:
                self._stored[str(told["title"])] = bool(told["imagerepository"])
            for one in told.get("imageinfo", []):
                self._uploaded[str(told["title"])] = str(one.get("timestamp", ""))
            if told.get("missing") and not told.get("revisions"):
                continue
            called = self._called.setdefault(str(told["title"]), set())
            called |= {str(one["title"]).partition(":")[2] for one in told.get("templates", [])}
            for one in told.get("revisions", []):
                text = str(one.get("slots", {}).get("main", {}).get("content", ""))
                called |= {template.name for template in markup.read(text).templates}

    def templates(self) -> set[str]:
        """Return every template that any of the files calls."""
        return set().union(*self._called.values())

    def page(self, name: str, redirects: Mapping[str, str]) -> FilePage:
        """Return what is known of a file, by the name that was asked for."""
        title = f"File:{name}"
        for _ in range(_REDIRECTS):
            title = self._leads.get(title, title)
        called = self._called.get(title)
        stored = self._stored.get(title, called is not None)
        if called is None:
            return FilePage(name, exists=False, stored=stored)
        templates = frozenset(called | {redirects[one] for one in called if one in redirects})
        return FilePage(name, True, templates, stored, self._uploaded.get(title, ""))


def may_be_title(title: str) -> bool:
    """Whether MediaWiki could have a page of this title; one bad title would spoil a whole batch."""
    fits = 0 < len(title.encode("utf-8", "replace")) <= _LONGEST_TITLE
    return fits and bool(title.strip()) and not _FORBIDDEN.search(title)
