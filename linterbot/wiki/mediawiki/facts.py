"""Asks a MediaWiki for what is not in its pages: about templates, people, and when pages were created."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from linterbot.errors import WikiRefused
from linterbot.markup.namespace_names import title_form
from linterbot.wiki.mediawiki.answers import may_be_title, members_of, revision_of
from linterbot.wiki.protocol import Contribution, Revision, User

_MOST_CATEGORIES = 200  # whose members are looked up
Answer = dict[str, Any]


def templates_in(pages_of: Callable[[Answer], Iterator[Answer]], categories: frozenset[str]) -> frozenset[str]:
    """Return the templates in these categories and those below them; categories that contain each other do no harm."""
    found: set[str] = set()
    visited: set[str] = set()
    queue = sorted(filter(may_be_title, categories))
    while queue and len(visited) < _MOST_CATEGORIES:
        name = queue.pop(0)
        visited.add(name)
        listed: Answer = {"list": "categorymembers", "cmtitle": f"Category:{name}", "cmlimit": "max"}
        for answer in pages_of({**listed, "cmnamespace": "10|14", "cmprop": "title"}):
            templates, below = members_of(answer["query"].get("categorymembers", []))
            found |= templates
            queue += sorted(below - visited - set(queue))
    return frozenset(found)


def in_category(pages_of: Callable[[Answer], Iterator[Answer]], category: str) -> list[str]:
    """Return the titles of the pages in a category, by their sort keys."""
    if not may_be_title(category):
        return []
    listed: Answer = {"list": "categorymembers", "cmtitle": f"Category:{category}", "cmlimit": "max"}
    answers = pages_of({**listed, "cmtype": "page", "cmprop": "title"})
    return [str(one["title"]) for answer in answers for one in answer["query"].get("categorymembers", [])]


def created(ask: Callable[..., Answer], titles: Iterable[str]) -> dict[str, str]:
    """Return when pages were created under these titles, from the log of created pages; one request per title."""
    out: dict[str, str] = {}
    for title in filter(may_be_title, titles):
        answer = ask(list="logevents", letype="create", letitle=title, lelimit=1, leprop="title|timestamp")
        for event in answer["query"].get("logevents", []):
            out[title] = str(event.get("timestamp", ""))
    return out


def first_at(ask: Callable[..., Answer], title: str, **query: str) -> str:
    """Return the time of the first revision that a query for a page's revisions finds, "" if there is none."""
    answer = ask(titles=title, prop="revisions", rvlimit=1, rvprop="ids|timestamp", **query)
    for page in answer["query"].get("pages", []):
        for one in page.get("revisions", []):
            return str(one.get("timestamp", ""))
    return ""


def contributions(pages_of: Callable[[Answer], Iterator[Answer]], user: str, since: str) -> list[Contribution]:
    """Return an account's edits since a time, oldest first; MediaWiki does not list those on deleted pages."""
    query: Answer = {"list": "usercontribs", "ucuser": user, "ucstart": since, "ucdir": "newer", "uclimit": "max"}
    return [
        Contribution(
            str(one["title"]),
            int(one["revid"]),
            str(one.get("comment", "")),
            int(one.get("parentid", 0)),
            str(one.get("timestamp", "")),
        )
        for answer in pages_of({**query, "ucprop": "ids|title|comment|timestamp"})
        for one in answer["query"].get("usercontribs", [])
    ]


def last_edit_by(ask: Callable[..., Answer], user: str) -> str:
    """Return the time of a person's newest edit, "" if there is none."""
    if not may_be_title(user):
        return ""
    answer = ask(list="usercontribs", ucuser=user, uclimit=1, ucprop="timestamp")
    return next((str(one.get("timestamp", "")) for one in answer["query"].get("usercontribs", [])), "")


def history(pages_of: Callable[[Answer], Iterator[Answer]], title: str, since: int) -> list[Revision]:
    """Return a page's revisions from `since` on, oldest first; none if that revision is gone."""
    query: Answer = {"titles": title, "prop": "revisions", "rvprop": "ids|timestamp|user|comment|sha1"}
    query |= {"rvdir": "newer", "rvlimit": "max", **({"rvstartid": since} if since else {})}
    found = []
    try:
        for answer in pages_of(query):
            for raw in answer["query"].get("pages", []):
                found += [revision_of(one) for one in raw.get("revisions", [])]
    except WikiRefused as error:
        if "nosuchrevid" in error.cause or "badid" in error.cause:
            return []
        raise
    return found


def users(ask: Callable[..., Answer], names: Iterable[str], batch: int) -> dict[str, User]:
    """Return those of the names that are registered accounts."""
    out: dict[str, User] = {}
    wanted = sorted(filter(may_be_title, set(names)))
    for at in range(0, len(wanted), batch):
        answer = ask(list="users", ususers="|".join(wanted[at : at + batch]), usprop="editcount|groups|blockinfo")
        for one in answer["query"].get("users", []):
            if "userid" in one:
                groups = frozenset(map(str, one.get("groups", [])))
                blocked = "blockid" in one and not one.get("blockpartial")
                out[str(one["name"])] = User(str(one["name"]), int(one.get("editcount", 0)), groups, blocked)
    return out


def redirects_to(pages_of: Callable[[Answer], Iterator[Answer]], templates: frozenset[str]) -> dict[str, str]:
    """Return the redirects to templates, each with the template it leads to."""
    titles = "|".join(sorted(f"Template:{name}" for name in templates))
    out: dict[str, str] = {}
    query: Answer = {"titles": titles, "prop": "redirects", "rdprop": "title", "rdnamespace": "10", "rdlimit": "max"}
    for answer in pages_of(query):
        for page in answer["query"].get("pages", []):
            for one in page.get("redirects", []):
                out[title_form(str(one["title"]).partition(":")[2])] = str(page["title"]).partition(":")[2]
    return out
