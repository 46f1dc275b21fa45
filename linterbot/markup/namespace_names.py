"""A wiki's own names for namespaces and redirects, as far as reading a page needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

from linterbot.markup.space import Space

_REDIRECT_BEGINS = 100  # characters within which a redirect says that it is one
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")  # which come along when a title is copied
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_NO_TITLE = re.compile(r"[\n<>{}\[\]|]|(?:^|/)\.\.?(?:/|$)")  # a relative path is no title either


@lru_cache(maxsize=8_192)  # because a page names the same few things again and again
def title_form(name: str) -> str:
    """Return a title as MediaWiki keeps it: single spaces instead of underscores, first letter upper case."""
    clean = " ".join(name.replace("_", " ").split())
    return clean[:1].upper() + clean[1:]


def file_title(written: str) -> str:
    """Return the title of a file, without its namespace, from what people write for it in a link; "" if it has none.

    MediaWiki reads `Caf%C3%A9_1.png`, `Caf&eacute; 1.png` and `Café 1.png#top` as one title, and drops the direction
    marks that copying brings along.
    """
    name = written
    if "%" in name:
        name = _ENCODED.sub(_decoded, name)
    if "&" in name:
        name = unescape(name)
    name = title_form(_DIRECTION_MARKS.sub("", name.partition("#")[0]))
    return "" if _NO_TITLE.search(name) else name


def _decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def _link_into(namespaces: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"[\s_]") for name in sorted(namespaces))
    return re.compile(rf"\[\[[\s_]*(?:{names})[\s_]*:", re.IGNORECASE)


_TALKS = frozenset({"talk", *(f"{name} talk" for name in ("user", "file", "template", "category", "project", "help"))})


@dataclass(frozen=True)
class Names:
    """The names that a wiki uses, in lower case; MediaWiki's own names work on every wiki."""

    files: frozenset[str] = frozenset({"file", "image"})  # of the namespace of files
    categories: frozenset[str] = frozenset({"category"})  # of the namespace of categories
    templates: frozenset[str] = frozenset({"template"})  # of the namespace of templates
    redirects: frozenset[str] = frozenset({"#redirect"})  # the words that make a page a redirect

    users: frozenset[str] = frozenset({"user"})  # of the namespace of user pages
    projects: frozenset[str] = frozenset({"project"})  # of the namespace of pages about the wiki
    talks: frozenset[str] = _TALKS  # of all namespaces of talk pages
    main_page: str = "Main Page"  # its title

    @cached_property
    def file_link(self) -> re.Pattern[str]:
        """The pattern of the beginning of a link that shows a file."""
        return _link_into(self.files)

    @cached_property
    def category_link(self) -> re.Pattern[str]:
        """The pattern of the beginning of a link that puts a page into a category."""
        return _link_into(self.categories)

    def space(self, title: str, namespace: str) -> Space:
        """Return what the namespace of a page is for; without a wiki, its title shows the namespace."""
        name = (namespace or title.partition(":")[0] if ":" in title else namespace).replace("_", " ").strip().lower()
        for space, names in (
            (Space.TALK, self.talks),
            (Space.USER, self.users),
            (Space.FILE, self.files),
            (Space.TEMPLATE, self.templates),
            (Space.CATEGORY, self.categories),
            (Space.PROJECT, self.projects),
        ):
            if name in names:
                return space
        return Space.OTHER if namespace else Space.MAIN

    def redirect(self, text: str) -> bool:
        """Whether a page with this text is a redirect."""
        return text[:_REDIRECT_BEGINS].lstrip().lower().startswith(tuple(self.redirects))

    def template_name(self, written: str) -> str:
        """Return a template's name from the words between `{{` and the first `|`."""
        head, colon, rest = written.partition(":")
        if colon and head.strip().lower() in self.templates:
            written = rest
        return title_form(written)


MEDIAWIKI_NAMES = Names()
