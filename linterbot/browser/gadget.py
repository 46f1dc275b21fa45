"""The button on a wiki's edit form, as a script for the wiki and as a bookmarklet for one person."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from linterbot.errors import TargetError

SCRIPT, BOOKMARKLET = "gadget/linterbot.js", "gadget/bookmarklet.txt"
PLACE = "https://linter.example/"  # what stands for the page's address in the script
_READABLE = "(){}[];:,.=!&|+-*/?<>'$_"  # what a bookmark need not write in other signs
_NOT_THERE = re.compile(r"[\s'\"\\<>?#]")  # in the address of a page, or in a script
_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


def write(site: Path, address: str) -> None:
    """Put the page's address into the script, and write it as a bookmarklet too."""
    script = (site / SCRIPT).read_text(encoding="utf-8")
    if address:
        script = script.replace(PLACE, f"{address.rstrip('/')}/")
        (site / SCRIPT).write_text(script, encoding="utf-8")
    (site / BOOKMARKLET).write_text(f"javascript:{quote(_COMMENT.sub('', script), safe=_READABLE)}\n", encoding="utf-8")


def refuse_no_address(address: str) -> None:
    """Raise TargetError for what is no address of a page; "" is none yet."""
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.netloc or _NOT_THERE.search(address)):
        raise TargetError("--address", f'"{address}" is no address of a page', f"write it as in {PLACE}")
