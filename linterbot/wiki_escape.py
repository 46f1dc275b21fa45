"""Escapes words from a page or a person, so that they mean nothing to a wiki."""

from __future__ import annotations

import re

_ESCAPED = {ord(char): f"&#{ord(char)};" for char in "&<>{}[]|'\"~=_*#:;\\/`"}
_QUOTE_LENGTH = 160  # characters


class Wikitext(str):
    """Text that is already safe wikitext, so that it is not escaped again."""

    __slots__ = ()


def wiki_escape(text: str, length: int = _QUOTE_LENGTH) -> str:
    """Return words on one line, cut to `length` characters, without markup, signatures or addresses for the wiki."""
    words = " ".join(text.split())
    if len(words) > length:
        words = words[:length].rstrip() + "…"
    return "".join(char for char in words if char.isprintable()).translate(_ESCAPED)


def page_link(title: str) -> str:
    """Return a link to a page, or only its title if it is somebody's user page.

    A link to a user page in a signed edit would notify that person.
    """
    words = _title(title)
    return words if re.match(r"user( talk)?:[^/]*$", words, re.IGNORECASE) else f"[[:{words}]]"


def section_link(title: str, section: str, label: str) -> str:
    """Return a link to a section of a page, or to the page if the section's heading cannot be linked."""
    anchor = "" if re.search(r"[\[\]{}|<>#\x00-\x1f\x7f~]", section) else section.strip()
    return f"[[:{_title(title)}{f'#{anchor}' if anchor else ''}|{wiki_escape(label)}]]"


def plain_link(title: str) -> str:
    """Return a page's title in double brackets, for logs and terminals."""
    return f"[[{title}]]"


def _title(title: str) -> str:
    """Return a title without the characters that a title cannot have, so that it cannot break a link."""
    return re.sub(r"[\[\]{}|<>#\x00-\x1f\x7f~]", "", " ".join(title.split()))[:255]
