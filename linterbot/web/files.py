"""The files that a browser loads beside a page: each has a digest of its content in its name, and never changes."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_NAMES = ("desk.css", "desk.js", "icon.svg")
_DIGITS = 12


@cache
def _read(name: str) -> bytes:
    if name == "desk.css":
        pictures = (files("linterbot.formats") / "html_parts" / "pictures.css").read_bytes()
        return (files("linterbot.web") / "static" / name).read_bytes() + pictures
    return (files("linterbot.web") / "static" / name).read_bytes()


@cache
def address(name: str) -> str:
    """Return the path under which a file is served."""
    stem, _, kind = name.rpartition(".")
    return f"/-/{stem}.{sha256(_read(name)).hexdigest()[:_DIGITS]}.{kind}"


@cache
def served() -> dict[str, tuple[bytes, str]]:
    """Return each file's content and its type, by its path."""
    return {address(name): (_read(name), KINDS[name.rpartition(".")[2]]) for name in _NAMES}
