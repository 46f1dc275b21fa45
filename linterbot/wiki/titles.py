"""Titles, texts and redirects, the way MediaWiki treats them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from linterbot.markup.namespace_names import title_form

_REDIRECT = re.compile(r"\s*#redirect\s*:?\s*\[\[([^\]|#]+)", re.IGNORECASE)


def normal_title(title: str, namespaces: Mapping[str, str]) -> tuple[str, str]:
    """Return (title, namespace) in the wiki's own form; `namespaces` maps lower-case names to the wiki's own."""
    head, colon, rest = title.partition(":")
    name = namespaces.get(" ".join(head.replace("_", " ").split()).lower()) if colon else None
    if name:
        return f"{name}:{title_form(rest)}", name
    return title_form(title), ""


def normal_text(text: str) -> str:
    """Return a text as MediaWiki stores it: only line feeds, composed characters, no whitespace at the end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


def redirect_target(text: str) -> str | None:
    """Return the title that a redirect page leads to, None for other pages."""
    found = _REDIRECT.match(text[:500])
    return found[1].strip().lstrip(":") if found else None
