"""The templates that a page calls, compared regardless of how people spell them; shared by many checks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from linterbot.markup.document import Document
from linterbot.model import Facts

OWN_MARK = "<!-- linterbot -->"  # right after a maintenance template that the bot itself put on a page
_LOOSE = re.compile(r"[\s_-]+")


def alike(names: Iterable[str]) -> frozenset[str]:
    """Return what spellings of template names have in common: `Fair use`, `fairuse` and `Fair_Use` are one.

    On a wiki they may be different templates; treating them as one can only miss a fault, never invent one.
    """
    return frozenset(map(_loose, names))


@lru_cache(maxsize=1_024)
def alike_all(names: tuple[str, ...]) -> frozenset[str]:
    """Return what `alike` does for the names in a rule, which are the same for every page."""
    return alike(names)


@lru_cache(maxsize=4_096)  # because the names in a pack's rules are the same for every page
def _loose(name: str) -> str:
    return _LOOSE.sub("", name).casefold()


def called(document: Document, facts: Facts) -> frozenset[str]:
    """Return the templates that a page calls, under the names written and those they redirect to, as `alike` does.

    Those of the bot are left out: what it says of a page must not change what it finds there.
    """
    text = document.text
    written = {one.name for one in document.templates if not text.startswith(OWN_MARK, one.span.end)}
    redirects = facts.template_redirects or {}
    return alike(written | {redirects[name] for name in written if name in redirects})
