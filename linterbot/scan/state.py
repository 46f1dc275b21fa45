"""How far a scan has come, kept in a file beside its output so that it can continue after an interruption."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from linterbot.errors import TargetError
from linterbot.file_faults import unreadable, unwritable
from linterbot.files import write_whole
from linterbot.model import Page
from linterbot.version import __version__

_KEPT = 10_000  # the most pages set aside that the file remembers


@dataclass(frozen=True)
class Place:
    """A place in an export, after some of its pages."""

    pages: int = 0  # how many pages come before it
    unpacked: int = 0  # bytes decompressed so far, to show progress
    packed: int = 0  # bytes read from the file so far, likewise


@dataclass(frozen=True)
class Written:
    """The file that the findings were written to."""

    file: tuple[int, int]  # its device and inode
    size: int  # in bytes, when the place was recorded


@dataclass
class ScanState:
    """What a scan remembers."""

    path: Path  # of the file it is kept in
    what: dict[str, Any]  # what is scanned and how, from `identity`
    place: Place = field(default_factory=Place)  # how far the scan has come
    findings: int = 0  # how many up to there
    written: Written | None = None  # where they went, None if not to a file
    set_aside: dict[str, dict[str, str]] = field(default_factory=dict)  # digest, version and reason, by title

    def reason(self, page: Page) -> str:
        """Return why a page is not to be tried again, "" if it is."""
        known = self.set_aside.get(page.title)
        if known is None or known["digest"] != page.digest or known["version"] != __version__:
            return ""
        return known["reason"]

    def note(self, page: Page, reason: str) -> None:
        """Set a page aside."""
        if len(self.set_aside) < _KEPT:
            row = {"digest": page.digest, "version": __version__, "reason": reason}
            self.set_aside[page.title] = row

    def save(self) -> None:
        """Write the file, whole or not at all; raises TargetError."""
        values = {
            "linterbot scan": 1,
            "what": self.what,
            "place": asdict(self.place),
            "findings": self.findings,
            "written": asdict(self.written) if self.written else None,
            "set aside": self.set_aside,
        }
        try:
            write_whole(self.path, json.dumps(values, indent=1).encode())
        except OSError as error:
            raise unwritable(self.path, error, "name another file with --state") from None


def load(path: Path, remedy: str = "name another file with --state") -> ScanState | None:
    """Return the state that a scan saved, None if there is no file; raises TargetError if it is some other file."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        written = values["written"] and Written(tuple(values["written"]["file"]), values["written"]["size"])
        place = Place(**values["place"])
        if not all(isinstance(one, int) for one in (*asdict(place).values(), values["findings"])):
            raise TypeError
        return ScanState(path, values["what"], place, values["findings"], written, values["set aside"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise TargetError(str(path), "is not the saved state of a scan", remedy) from None


def identity(export: Path, pack: str, namespaces: frozenset[str], rules: str) -> dict[str, Any]:
    """Return what must be the same for a scan to continue where another stopped; raises TargetError."""
    try:
        stat = export.stat()
    except OSError as error:
        raise unreadable(export, error) from None
    if S_ISDIR(stat.st_mode):
        raise TargetError(str(export), "is a folder", "name the export in it")
    if not S_ISREG(stat.st_mode):
        raise TargetError(str(export), "is not a file", "a scan reads the export twice: save it to a file first")
    return {
        "export": str(export.resolve()),
        "size": stat.st_size,
        "changed": stat.st_mtime_ns,
        "pack": pack,
        "namespaces": sorted(namespaces),
        "rules": rules,
        "version": __version__,
    }
