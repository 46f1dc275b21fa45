"""Reads a page's text, in any of three markups, into a `Document` that says exactly where everything is."""

from __future__ import annotations

import re
from dataclasses import replace

from linterbot.markup.document import Document
from linterbot.markup.gather import MOST_PARTS, TooManyParts
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import Markup, Page

_SIGNS = {
    Markup.TVTROPES: re.compile(
        r"^\[\[folder:|^\[\[/folder\]\]|^->|\[\[foldercontrol\]\]|\[\[quoteright:|\[\[(?:AC|spoiler|labelnote):|\[\[note\]\]"
        r"|^%%|\b(?:Main|Film|Literature|Series|Anime|Manga|VideoGame|ComicBook|WesternAnimation|Creator)/[A-Z{]",
        re.MULTILINE,
    ),
    Markup.MEDIAWIKI: re.compile(
        r"^==|\{\{[^{}\n|]+\||\[\[(?:File|Image|Category):|\[\[[^\[\]\n|]+\||^\{\{|^#redirect|^\{\||<ref\b"
        r"|\[\[[A-Z][^\[\]\n:/ ]*+ [^\[\]\n]*+\]\]",
        re.MULTILINE | re.IGNORECASE,
    ),
    Markup.RENDERED: re.compile(r"^ *[•◦▪]\s|^ *-   \S|^#{2,6} |^ *open/close all folders", re.MULTILINE),
}


def guess(text: str) -> Markup | None:
    """Return the markup of a text, by signs that only one markup has; None if there are no such signs."""
    counts = {markup: sum(1 for _ in signs.finditer(text)) for markup, signs in _SIGNS.items()}
    best = max(counts, key=lambda markup: counts[markup])
    return best if counts[best] else None


def read(page: Page, markup: Markup, names: Names = MEDIAWIKI_NAMES) -> Document:
    """Read a page into a document; every text can be read, without an error.

    A page with more parts than any person writes becomes a document without parts, whose `unread` says why.
    """
    try:
        document = _read(page, markup, names)
    except TooManyParts:
        reason = f"it has more than {MOST_PARTS:,} list items, headings and folders"
        document = Document(page.text, markup, unread=reason)
    return replace(
        document,
        title=page.title,
        namespace=page.namespace,
        space=names.space(page.title, page.namespace),
        main_page=page.title == names.main_page,
    )


def _read(page: Page, markup: Markup, names: Names) -> Document:
    """Read a page with the reader for its markup, without importing the others."""
    if markup is Markup.MEDIAWIKI:
        from linterbot.markup import mediawiki

        return mediawiki.read(page.text, names)
    if markup is Markup.TVTROPES:
        from linterbot.markup import tvtropes

        return tvtropes.read(page.text)
    from linterbot.markup import rendered

    return rendered.read(page.text)
