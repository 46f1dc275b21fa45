"""Puts together what several answers of a MediaWiki say about files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linterbot.markup import mediawiki as markup
from linterbot.model import FilePage

_REDIRECTS = 5  # how many steps are followed from the title asked for to the page


class FileAnswers:
    """What several answers say about files, put together."""

    def __init__(self) -> None:
        self._called: dict[str, set[str]] = {}
        self._leads: dict[str, str] = {}
        self._stored: dict[str, bool] = {}
        self._uploaded: dict[str, str] = {}

    def add(self, query: dict[str, Any]) -> None:
        """Add one answer: its pages, and what titles were normalised or redirected to."""
        for lead in [*query.get("normalized", []), *query.get("redirects", [])]:
            self._leads[lead["from"]] = lead["to"]
        for raw in query.get("pages", []):
            if "imagerepository" in raw:
                self._stored[str(raw["title"])] = bool(raw["imagerepository"])
            for one in raw.get("imageinfo", []):
                self._uploaded[str(raw["title"])] = str(one.get("timestamp", ""))
            if raw.get("missing") and not raw.get("revisions"):
                continue
            called = self._called.setdefault(str(raw["title"]), set())
            called |= {str(one["title"]).partition(":")[2] for one in raw.get("templates", [])}
            for one in raw.get("revisions", []):
                text = str(one.get("slots", {}).get("main", {}).get("content", ""))
                called |= {template.name for template in markup.read(text).templates}

    def templates(self) -> set[str]:
        """Return all templates that any of the files calls."""
        return set().union(*self._called.values())

    def page(self, name: str, redirects: Mapping[str, str]) -> FilePage:
        """Return what is known of a file, by the name asked for."""
        title = f"File:{name}"
        for _ in range(_REDIRECTS):
            title = self._leads.get(title, title)
        called = self._called.get(title)
        stored = self._stored.get(title, called is not None)
        if called is None:
            return FilePage(name, exists=False, stored=stored)
        templates = frozenset(called | {redirects[one] for one in called if one in redirects})
        return FilePage(name, True, templates, stored, self._uploaded.get(title, ""))
