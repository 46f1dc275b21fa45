"""Turns what a person typed after `check` into pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from linterbot.errors import ConfigError, TargetError
from linterbot.model import Page

LARGEST_FILE = 16 * 1024 * 1024  # bytes; eight times the largest page that MediaWiki accepts by default

# MediaWiki's own namespaces, the same on every wiki: all that is known about a title that is not from a wiki.
NAMESPACES = ("Talk", "User", "User talk", "Project", "File", "MediaWiki", "Template", "Help", "Category")


class Target(NamedTuple):
    """One thing to check: a file, standard input, or a title on a wiki."""

    name: str  # the file's path, or the title
    page: Page | None  # the text; None for a title on a wiki
    path: Path | None = None  # of a file


class Asked(NamedTuple):
    """How the targets are meant."""

    kind: str | None  # "file" or "page" for all of them; None to decide for each
    stdin_title: str | None  # the title of the page on standard input


def resolve(name: str, asked: Asked) -> Target:
    """Return what a name stands for; raises TargetError if it cannot be read."""
    if name == "-" and asked.kind != "page":
        title = asked.stdin_title or "standard input"
        return Target(title, from_text(sys.stdin.buffer.read(LARGEST_FILE + 1), title, asked.stdin_title or ""))
    if asked.kind == "file" or (asked.kind is None and Path(name).exists()):
        path = Path(name)
        return Target(name, from_text(_bytes(path), name, _title_of(path)), path)
    return Target(name, None)


def not_found(name: str, error: ConfigError) -> TargetError:
    """Return the error for a name that is not a file, if there is no wiki to ask either."""
    return TargetError(name, "no such file", f"to check a page on a wiki, configure the wiki ({error})")


def from_text(data: bytes, where: str, title: str) -> Page:
    """Return a page with some bytes as its text; raises TargetError if they are not UTF-8 or too many."""
    if len(data) > LARGEST_FILE:
        raise TargetError(where, f"larger than {LARGEST_FILE // 2**20} MiB", "check the file: no wiki page is as large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TargetError(f"{where}:{line}", "is not UTF-8 text", "save the file as UTF-8 and try again") from None
    return Page(title, text)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except IsADirectoryError:
        raise TargetError(str(path), "is a folder", "name the files in it") from None
    except OSError as error:
        raise TargetError(str(path), f"cannot be read ({error.strerror})") from None


def _title_of(path: Path) -> str:
    """Return the title that a file's name stands for: `File:A_Lamp.wiki` is the page “File:A Lamp”."""
    return path.name.partition(".")[0].replace("_", " ")
