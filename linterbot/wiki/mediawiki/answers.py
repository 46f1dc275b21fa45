"""Turns the answers of a MediaWiki API into our types; nothing is trusted to be in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import Page
from linterbot.wiki.protocol import (
    AccountStatus,
    Change,
    Revision,
    Site,
)

_LONGEST_TITLE = 255  # bytes
_FORBIDDEN = re.compile(r"[\[\]{}|<>#\x00-\x1f\x7f]")
_USER, _PROJECT, _FILE, _CATEGORY, _TEMPLATE = 2, 4, 6, 14, 10  # MediaWiki's own numbers, the same on every wiki
_WALL = 1200  # the namespace of message walls, which some wikis of Fandom have instead of talk pages
_LEVELS = {"": "", "autoconfirmed": "editsemiprotected", "sysop": "editprotected"}


def site_of(query: dict[str, Any], user: str) -> Site:
    """Read siteinfo and userinfo."""
    spaces = {int(number): one for number, one in query.get("namespaces", {}).items()}
    own_names: dict[str, str] = {}
    by_number: dict[int, set[str]] = {}
    for number, one in spaces.items():
        for name in (one.get("name", ""), one.get("canonical", "")):
            if name:
                own_names[name.lower()] = one.get("name", "")
                by_number.setdefault(number, set()).add(name.lower())
    for one in query.get("namespacealiases", []):
        number, name = int(one["id"]), str(one["alias"]).lower()
        own_names[name] = spaces.get(number, {}).get("name", "")
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
            redirects=frozenset(_redirect_words(query)) | MEDIAWIKI_NAMES.redirects,
            users=frozenset(by_number.get(_USER, {"user"})),
            projects=frozenset(by_number.get(_PROJECT, {"project"})) | {"project"},
            talks=frozenset().union(*(called for number, called in by_number.items() if number % 2 == 1)),
            main_page=str(query.get("general", {}).get("mainpage", MEDIAWIKI_NAMES.main_page)),
        ),
        namespaces=own_names,
        talks={name: names[number + 1] for number, name in names.items() if number % 2 == 0 and number + 1 in names},
        batch=500 if "apihighlimits" in rights else 50,
        levels=frozenset(levels),
        rights=frozenset(map(str, rights)),
        groups=frozenset(str(one.get("name", "")) for one in query.get("usergroups", [])),
        title=str(query.get("general", {}).get("sitename", "")),
        api=_api(query.get("general", {})),
        numbers=names,
        walls=_WALL in spaces,
    )


def _api(general: dict[str, Any]) -> str:
    """Return the address of the API, "" if siteinfo does not say enough."""
    server = str(general.get("server", ""))
    return f"{server}{general['scriptpath']}/api.php" if server and "scriptpath" in general else ""


def _redirect_words(query: dict[str, Any]) -> Iterator[str]:
    """Yield the words that make a page a redirect, in the wiki's own language."""
    for word in query.get("magicwords", []):
        if word.get("name") == "redirect":
            yield from (str(alias).lower() for alias in word.get("aliases", []))


def change_of(row: dict[str, Any], site: Site) -> Iterator[Change]:
    """Yield the changes in one row of recent changes: none if it is hidden, and two if it is a move."""
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


def page_of(raw: dict[str, Any], site: Site, any_model: bool = False) -> Page | None:
    """Read a page with its newest revision; returns None if it is missing, invalid or hidden.

    One that is not wikitext is read only with `any_model`.
    """
    revisions = raw.get("revisions") or []
    main = revisions[0].get("slots", {}).get("main", {}) if revisions else {}
    if raw.get("missing") or raw.get("invalid") or "content" not in main:
        return None
    if not any_model and main.get("contentmodel", "wikitext") != "wikitext":
        return None
    # Wikis store UTF-8: half a surrogate pair comes only from a broken answer, and our database could not store it.
    text = str(main["content"]).encode("utf-8", "replace").decode()
    levels = [one["level"] for one in raw.get("protection", []) if one.get("type") == "edit"]
    return Page(
        title=str(raw["title"]),
        text=text,
        namespace=site.namespace_of(str(raw["title"])),
        revision=int(revisions[0]["revid"]),
        timestamp=str(revisions[0].get("timestamp", "")),
        page_id=int(raw.get("pageid", 0)),
        edit_level=str(levels[0]) if levels else "",
        redirect=bool(raw.get("redirect")) or site.names.redirect(text),
        user=str(revisions[0].get("user", "")),
    )


def unreadable_page(raw: dict[str, Any]) -> Page | None:
    """Read a page whose text we cannot read, because it is hidden or not wikitext; None if there is no such page."""
    if raw.get("missing") or raw.get("invalid") or not raw.get("title"):
        return None
    revisions = raw.get("revisions") or [{}]
    number = int(revisions[0].get("revid", 0))
    return Page(str(raw["title"]), "(its text cannot be read)", revision=number, readable=False)


def revisions_of(raw: dict[str, Any], site: Site) -> Iterator[Page]:
    """Yield some revisions of a page, each as the page it was."""
    for one in raw.get("revisions") or []:
        page = page_of({**raw, "revisions": [one]}, site)
        if page is not None:
            yield page


def account_status_of(query: dict[str, Any]) -> AccountStatus:
    """Read from userinfo and siteinfo whether anything keeps us from writing anywhere."""
    user, general = query.get("userinfo", {}), query.get("general", {})
    blocked = _blocked(user) if "blockid" in user and not user.get("blockpartial") else ""
    read_only = str(general.get("readonlyreason") or "yes") if general.get("readonly") else ""
    lags = [float(one.get("lag", 0)) for one in query.get("dbrepllag", []) if isinstance(one.get("lag"), int | float)]
    return AccountStatus(blocked, read_only, max([0.0, *lags]))


def _blocked(user: dict[str, Any]) -> str:
    """Return by whom we are blocked and why; of several blocks at once, only those from the whole wiki matter."""
    blocks = [one for one in user.get("blockcomponents") or [] if not one.get("blockpartial")] or [user]
    return "; ".join(f"by {one.get('blockedby') or '?'}: {one.get('blockreason', '')}" for one in blocks)


def partly_blocked(query: dict[str, Any]) -> bool:
    """Whether userinfo says that we are blocked from something, but not from the whole wiki."""
    return bool(query.get("userinfo", {}).get("blockpartial"))


def kept_off(rows: list[dict[str, Any]], site: Site) -> tuple[frozenset[str], frozenset[str]]:
    """Read from a list of blocks the titles and the namespaces that partial blocks name."""
    titles: set[str] = set()
    spaces: set[str] = set()
    for row in rows:
        restrictions = row.get("restrictions")
        if isinstance(restrictions, dict):  # MediaWiki says [] for none
            titles |= {str(one["title"]) for one in restrictions.get("pages", []) if "title" in one}
            spaces |= {site.numbers.get(int(number), "?") for number in restrictions.get("namespaces", [])}
    return frozenset(titles), frozenset(spaces)


def revision_of(raw: dict[str, Any]) -> Revision:
    """Read one entry in a history."""
    return Revision(
        revision=int(raw["revid"]),
        parent=int(raw.get("parentid", 0)),
        user=str(raw.get("user", "")),
        timestamp=str(raw.get("timestamp", "")),
        comment=str(raw.get("comment", "")),
        sha1=str(raw.get("sha1", "")),
    )


def members_of(rows: list[dict[str, Any]]) -> tuple[set[str], set[str]]:
    """Return the names of the templates and of the categories in a category."""
    by_space: dict[int, set[str]] = {_TEMPLATE: set(), _CATEGORY: set()}
    for row in rows:
        by_space.get(int(row.get("ns", 0)), set()).add(str(row.get("title", "")).partition(":")[2])
    return by_space[_TEMPLATE], by_space[_CATEGORY]


def may_be_title(title: str) -> bool:
    """Whether MediaWiki could have a page with this title; one bad title would spoil a whole batch."""
    fits = 0 < len(title.encode("utf-8", "replace")) <= _LONGEST_TITLE
    return fits and bool(title.strip()) and not _FORBIDDEN.search(title)
