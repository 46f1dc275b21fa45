"""Tells accounts apart from people who have none: addresses, and the temporary accounts of MediaWiki 1.43 and later."""

from __future__ import annotations

import re
from ipaddress import ip_address

_TEMPORARY = re.compile(r"~\d{4}-\d[\d-]*")  # “~2026-5”, as MediaWiki makes them unless a wiki chooses another form
TEMPORARY_GROUP = "temp"
NOBODY_IN_PARTICULAR = "somebody without an account"


def has_account(name: str) -> bool:
    """Whether a name is that of an account of its own: neither an address nor a temporary account's name."""
    if _TEMPORARY.fullmatch(name):
        return False
    try:
        ip_address(name)
    except ValueError:
        return True
    return False


def person(name: str) -> str:
    """Return a name that stands for one person: all those without an account may be one and the same."""
    return name if has_account(name) else NOBODY_IN_PARTICULAR
