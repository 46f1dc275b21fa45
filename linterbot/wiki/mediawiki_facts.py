"""Asks a MediaWiki what rules want to know beyond pages: templates in a category tree, and where pages began."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from linterbot.wiki.mediawiki_answers import may_be_title, members_of

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
