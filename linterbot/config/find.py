"""Finds the configuration in force, as other linters find theirs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from linterbot.errors import ConfigError
from linterbot.file_faults import is_there

NAMES = ("linterbot.yaml", ".linterbot.yaml", "config.yaml")
VARIABLE = "LINTERBOT_CONFIG"
DEFAULT_PATH = Path("config.yaml")  # the one to name where there is none
_SHARED_NAME = "config.yaml"  # other programs call theirs so too
_OURS = re.compile(r"^(?:wikis|files|rule-paths)\s*:", re.MULTILINE)
_LARGEST = 1_000_000  # bytes of a foreign file that are looked at


class FoundConfig(NamedTuple):
    """The configuration in force."""

    path: Path | None  # None if there is none
    how: str  # how it was found, in words
    remedy: str = "run: linterbot init ADDRESS"  # what to do if there is none


def find(
    asked: Path | None = None, isolated: bool = False, environ: Mapping[str, str] = os.environ, start: Path = Path()
) -> FoundConfig:
    """Return the configuration in force; the file that `asked` names may be missing, the others are there.

    It is, in this order: the one that a person named, the one that `LINTERBOT_CONFIG` names, the nearest one in the
    folder `start` and those above it (up to the home folder), and the person's own in `$XDG_CONFIG_HOME/linterbot`. In
    folders above, a `config.yaml` counts only if it looks like one of linterbot's.

    Raises ConfigError if the variable names no file.
    """
    if isolated:
        return FoundConfig(None, "none is used, because of --isolated", "leave out --isolated")
    if asked is not None:
        return FoundConfig(asked, "named by --config")
    if named := environ.get(VARIABLE):
        if not is_there(Path(named)):
            raise ConfigError(named, "no such file", f"correct {VARIABLE}, which names it")
        return FoundConfig(Path(named), f"named by {VARIABLE}")
    for number, folder in enumerate(_upward(start, environ)):
        for path in (folder / name for name in NAMES):
            if path.is_file() and (number == 0 or path.name != _SHARED_NAME or _is_ours(path)):
                return FoundConfig(path, "found in this folder" if number == 0 else f"found in {folder}")
    for path in _personal(environ):
        if path.is_file():
            return FoundConfig(path, "your own, for all folders without one")
    return FoundConfig(None, "none was found")


def _upward(start: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield a folder and those above it, up to the home folder or else the root."""
    yield start
    here, home = start.resolve(), environ.get("HOME", "")
    for folder in here.parents if str(here) != home else ():
        yield folder
        if str(folder) == home:
            return


def _personal(environ: Mapping[str, str]) -> Iterator[Path]:
    home, own = environ.get("HOME", ""), environ.get("XDG_CONFIG_HOME", "")
    folder = Path(own) if Path(own).is_absolute() else Path(home) / ".config"
    if folder.is_absolute():
        yield from (folder / "linterbot" / name for name in ("config.yaml", "linterbot.yaml"))


def _is_ours(path: Path) -> bool:
    with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
        return _OURS.search(file.read(_LARGEST)) is not None
    return False
