"""Reads a page's text into a `Document`, whichever of the three markups it is written in."""

from __future__ import annotations

import re
from dataclasses import replace

from linterbot.markup.document import Document
from linterbot.markup.gather import MOST_PARTS, TooManyParts
from linterbot.markup.names import MEDIAWIKI_NAMES, Names
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
    """Say which markup a text is written in, by the signs that only one of them has; None where there are none."""
    counts = {markup: sum(1 for _ in signs.finditer(text)) for markup, signs in _SIGNS.items()}
    best = max(counts, key=lambda markup: counts[markup])
    return best if counts[best] else None


def read(page: Page, markup: Markup, names: Names = MEDIAWIKI_NAMES) -> Document:
    """Read a page; any text at all is read, without an error.

    A page with too many parts to be anybody's work becomes a document that says so in `unread` and has none.
    """
    try:
        return replace(_read(page, markup, names), title=page.title, namespace=page.namespace)
    except TooManyParts:
        reason = f"it has more than {MOST_PARTS:,} list items, headings and folders"
        return Document(page.text, markup, page.title, page.namespace, unread=reason)


def _read(page: Page, markup: Markup, names: Names) -> Document:
    """Hand the text to its reader, loading no other one."""
    if markup is Markup.MEDIAWIKI:
        from linterbot.markup import mediawiki

        return mediawiki.read(page.text, names)
    if markup is Markup.TVTROPES:
        from linterbot.markup import tvtropes

        return tvtropes.read(page.text)
    from linterbot.markup import rendered

    return rendered.read(page.text)
