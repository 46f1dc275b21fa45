"""Asks a MediaWiki what is to be known beyond its pages: of templates, people, and how pages began."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from linterbot.markup.names import title_form
from linterbot.wiki.mediawiki.answers import may_be_title, members_of
from linterbot.wiki.protocol import Contribution, User

_MOST_CATEGORIES = 200  # that are asked for their members
Answer = dict[str, Any]


def templates_in(pages_of: Callable[[Answer], Iterator[Answer]], categories: frozenset[str]) -> frozenset[str]:
    """Return the templates in these categories and in those below them; a ring of categories is walked once."""
    found: set[str] = set()
    asked: set[str] = set()
    queue = sorted(filter(may_be_title, categories))
    while queue and len(asked) < _MOST_CATEGORIES:
        name = queue.pop(0)
        asked.add(name)
        listed: Answer = {"list": "categorymembers", "cmtitle": f"Category:{name}", "cmlimit": "max"}
        for answer in pages_of({**listed, "cmnamespace": "10|14", "cmprop": "title"}):
            templates, below = members_of(answer["query"].get("categorymembers", []))
            found |= templates
            queue += sorted(below - asked - set(queue))
    return frozenset(found)


def created(ask: Callable[..., Answer], titles: Iterable[str]) -> dict[str, str]:
    """Return when pages were made under their very titles, by the log of creations; a request a title."""
    out: dict[str, str] = {}
    for title in filter(may_be_title, titles):
        answer = ask(list="logevents", letype="create", letitle=title, lelimit=1, leprop="title|timestamp")
        for event in answer["query"].get("logevents", []):
            out[title] = str(event.get("timestamp", ""))
    return out


def first_at(ask: Callable[..., Answer], title: str, **asked: str) -> str:
    """Return when the first revision of a page was made that a query for revisions finds, "" where there is none."""
    answer = ask(titles=title, prop="revisions", rvlimit=1, rvprop="ids|timestamp", **asked)
    for page in answer["query"].get("pages", []):
        for one in page.get("revisions", []):
            return str(one.get("timestamp", ""))
    return ""


def contributions(pages_of: Callable[[Answer], Iterator[Answer]], user: str, since: str) -> list[Contribution]:
    """Return an account's edits since a time, oldest first; those on pages that were deleted are not listed."""
    asked: Answer = {"list": "usercontribs", "ucuser": user, "ucstart": since, "ucdir": "newer", "uclimit": "max"}
    return [
        Contribution(str(one["title"]), int(one["revid"]), str(one.get("comment", "")))
        for answer in pages_of({**asked, "ucprop": "ids|title|comment"})
        for one in answer["query"].get("usercontribs", [])
    ]


def users(ask: Callable[..., Answer], names: Iterable[str], batch: int) -> dict[str, User]:
    """Return those of the names that are registered accounts."""
    out: dict[str, User] = {}
    wanted = sorted(filter(may_be_title, set(names)))
    for at in range(0, len(wanted), batch):
        answer = ask(list="users", ususers="|".join(wanted[at : at + batch]), usprop="editcount|groups")
        for one in answer["query"].get("users", []):
            if "userid" in one:
                groups = frozenset(map(str, one.get("groups", [])))
                out[str(one["name"])] = User(str(one["name"]), int(one.get("editcount", 0)), groups)
    return out


def redirects_to(pages_of: Callable[[Answer], Iterator[Answer]], templates: frozenset[str]) -> dict[str, str]:
    """Return the other names of templates."""
    titles = "|".join(sorted(f"Template:{name}" for name in templates))
    out: dict[str, str] = {}
    asked: Answer = {"titles": titles, "prop": "redirects", "rdprop": "title", "rdnamespace": "10", "rdlimit": "max"}
    for answer in pages_of(asked):
        for page in answer["query"].get("pages", []):
            for one in page.get("redirects", []):
                out[title_form(str(one["title"]).partition(":")[2])] = str(page["title"]).partition(":")[2]
    return out
