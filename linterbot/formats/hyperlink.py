"""Words that lead to an address on terminals that can show such a link."""

from __future__ import annotations

import os
from collections.abc import Mapping

_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby", "rio"}  # what TERM_PROGRAM may say
_TERMS = ("xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty")
_VTE = 5000  # the first version of GNOME's terminals that shows links


def supported(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal, as it says of itself, shows links; one that does not would show rubbish."""
    if environ.get("TERM_PROGRAM") in _PROGRAMS or environ.get("WT_SESSION") or environ.get("KONSOLE_VERSION"):
        return True
    version = environ.get("VTE_VERSION", "")
    return environ.get("TERM", "").startswith(_TERMS) or (version.isdecimal() and int(version) >= _VTE)


def hyperlink(words: str, address: str) -> str:
    """Return words that lead to an address; one that is not plain is left out."""
    if not address.startswith("https://") or not address.isascii() or not address.isprintable():
        return words
    return f"\x1b]8;;{address}\x1b\\{words}\x1b]8;;\x1b\\"
