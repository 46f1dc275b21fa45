"""Text that XML 1.0 can hold."""

from __future__ import annotations

import re

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text with a mark in the place of each character that XML has no way to write."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
