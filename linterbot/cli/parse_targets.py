"""Turns what a person typed after `check` into pages: files, all those in a folder or a pattern, titles on a wiki."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import NamedTuple

from linterbot.config.for_files import PAGES, FileConfig, matches
from linterbot.errors import TargetError
from linterbot.file_faults import is_folder, is_there, unreadable
from linterbot.model import Page

LARGEST_FILE = 16 * 1024 * 1024  # bytes; eight times the largest page that MediaWiki accepts by default

_END = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"  # how a person ends what they type

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
    exclude: tuple[str, ...] = ()  # patterns of files to leave out of folders
    exclude_named: bool = False  # whether a file is left out although it is named, if it is excluded


def expand(name: str, asked: Asked, config: FileConfig) -> list[str]:
    """Return the pages that a name stands for: those in a folder, those of a pattern, or itself.

    Raises TargetError for a folder without pages. A file that a person names is never excluded, unless `asked` says so.
    """
    if name == "-" or asked.kind == "page":
        return [name]
    left_out = partial(_excluded, config=config, exclude=(*config.exclude, *asked.exclude))
    if is_folder(Path(name)) and asked.kind != "file":
        if found := _in_folder(Path(name), config, left_out):
            return found
        hint = f"pages end in {', '.join(one.lstrip('*') for one in config.include)}; name the file itself"
        raise TargetError(name, "there are no pages in this folder", hint)
    if not is_there(Path(name)) and set(name) & set("*?[") and (found := _by_pattern(name, left_out)):
        return found
    return [] if asked.exclude_named and left_out(Path(name)) else [name]


def _in_folder(folder: Path, config: FileConfig, left_out: Callable[[Path], bool]) -> list[str]:
    found: list[str] = []
    for here, folders, files in os.walk(folder):
        inside = sorted(one for one in folders if not one.startswith("."))
        folders[:] = [one for one in inside if not left_out(Path(here, one))]
        paths = [Path(here, file) for file in sorted(files)]
        pages = (path for path in paths if any(fnmatch(path.name, one) for one in config.include))
        found += [str(path) for path in pages if not left_out(path)]
    return found


def _by_pattern(pattern: str, left_out: Callable[[Path], bool]) -> list[str]:
    """Return the files that a pattern means; none if it is rather a title."""
    base = Path(Path(pattern).anchor)
    try:
        paths = sorted(base.glob(str(Path(pattern).relative_to(base))))
    except ValueError:  # such as “***”
        return []
    return [str(one) for one in paths if one.is_file() and not left_out(one)]


def _excluded(path: Path, config: FileConfig, exclude: tuple[str, ...]) -> bool:
    return any(config.matches(path, one) or matches(path, one, Path()) for one in exclude)


def resolve(name: str, asked: Asked) -> Target:
    """Return what a name stands for; raises TargetError if it cannot be read."""
    if name == "-" and asked.kind != "page":
        title = asked.stdin_title or "standard input"
        if sys.stdin.isatty():
            sys.stderr.write(f"paste the page here; {_END} ends it\n")
        return Target(title, from_text(sys.stdin.buffer.read(LARGEST_FILE + 1), title, asked.stdin_title or ""))
    if asked.kind == "file" or (asked.kind is None and is_there(Path(name))):
        path = Path(name)
        return Target(name, from_text(_bytes(path), name, _title_of(path)), path)
    return Target(name, None)


def not_found(name: str) -> TargetError:
    """Return the error for a name that is not a file, if there is no wiki to ask either."""
    if any(mark in name for mark in "*?"):
        return TargetError(name, "no file matches this pattern", "check the spelling")
    beside = next((one for one in _endings(Path(name)) if is_there(one)), None)
    if beside is not None:
        return TargetError(name, "no such file", f'did you mean "{beside}"?')
    remedy = "check the spelling, or, for a page on a wiki, run: linterbot init ADDRESS"
    return TargetError(name, "no such file", remedy)


def _endings(path: Path) -> list[Path]:
    """Return what a file may be called whose name was typed without its ending."""
    return [path.with_name(path.name + pattern.removeprefix("*")) for pattern in PAGES if path.name]


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
    except OSError as error:
        raise unreadable(path, error, "leave out --file, or name the files in it") from None


def _title_of(path: Path) -> str:
    """Return the title that a file's name stands for: `File:A_Lamp.wiki` is the page “File:A Lamp”."""
    return path.name.partition(".")[0].replace("_", " ")
