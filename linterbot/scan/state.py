"""How far a scan came, kept in a file beside its output, so that it can go on after an interruption."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from linterbot import __version__
from linterbot.errors import TargetError
from linterbot.files import write_whole
from linterbot.model import Page

_KEPT = 10_000  # pages set aside that the file remembers


@dataclass(frozen=True)
class Place:
    """A place in an export: after so many pages, and (to show how far that is) so many bytes unpacked and packed."""

    pages: int = 0
    unpacked: int = 0
    packed: int = 0


@dataclass(frozen=True)
class Written:
    """The file that the findings went to (device and inode), and its size at the place; None where it was no file."""

    file: tuple[int, int]
    size: int


@dataclass
class ScanState:
    """What a scan remembers: of which export by which rules, how far it came, and the pages it set aside."""

    path: Path
    what: dict[str, Any]
    place: Place = field(default_factory=Place)
    findings: int = 0
    written: Written | None = None
    set_aside: dict[str, dict[str, str]] = field(default_factory=dict)

    def reason(self, page: Page) -> str:
        """Return why a page is not to be tried again, "" where it is."""
        known = self.set_aside.get(page.title)
        if known is None or known["digest"] != page.digest or known["version"] != __version__:
            return ""
        return known["reason"]

    def note(self, page: Page, reason: str) -> None:
        """Set a page aside."""
        if len(self.set_aside) < _KEPT:
            told = {"digest": page.digest, "version": __version__, "reason": reason}
            self.set_aside[page.title] = told

    def save(self) -> None:
        """Write the file anew, whole or not at all."""
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
            raise TargetError(str(self.path), f"cannot be written ({error.strerror})", "see --state") from None


def load(path: Path) -> ScanState | None:
    """Return what a scan left behind, None where there is nothing. Raises TargetError where it is something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        written = told["written"] and Written(tuple(told["written"]["file"]), told["written"]["size"])
        place = Place(**told["place"])
        return ScanState(path, told["what"], place, told["findings"], written, told["set aside"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise TargetError(
            str(path), "is not what a scan leaves behind", "remove it, or name another with --state"
        ) from None


def identity(export: Path, pack: str, namespaces: frozenset[str]) -> dict[str, Any]:
    """Return what must be the same for a scan to go on where another stopped."""
    try:
        stat = export.stat()
    except OSError as error:
        raise TargetError(str(export), f"cannot be read ({error.strerror})") from None
    if not S_ISREG(stat.st_mode):
        raise TargetError(str(export), "is no file", "a scan reads the export twice; save it first")
    return {
        "export": str(export.resolve()),
        "size": stat.st_size,
        "changed": stat.st_mtime_ns,
        "pack": pack,
        "namespaces": sorted(namespaces),
        "version": __version__,
    }
