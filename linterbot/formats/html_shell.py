"""The beginning and the end of a page for a browser that needs nothing else: no other file, and no other host."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files


def begin(title: str, style: str, script: str = "") -> Iterator[str]:
    """Yield everything before the content; only this style and this script may do anything."""
    yield "<!doctype html>"
    yield f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    scripts = f"; script-src '{_digest(script)}'" if script else ""
    policy = f"default-src 'none'; style-src '{_digest(style)}'{scripts}; base-uri 'none'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">'
    yield f"<style>{style}</style></head><body>"


def end(script: str = "") -> str:
    """Return everything after the content."""
    return f"<script>{script}</script></body></html>" if script else "</body></html>"


def part(name: str) -> str:
    """Return a style or a script by the name of its file."""
    return (files("linterbot.formats") / "html_parts" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
