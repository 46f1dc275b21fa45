"""Keeps what rule files hold as plain data, so that the next start need not parse them again."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from linterbot.errors import RuleError
from linterbot.yaml_text import YamlText, load

_LARGEST = 8_000_000  # bytes of a file; the packs need 200,000 each


class KeptYaml:
    """What texts in YAML hold, by their digests, in a file that may be missing, damaged or lost at any time.

    A text that was changed has another digest, so nothing here is ever stale. A file that somebody else owns or could
    have written is not read.
    """

    def __init__(self, name: str) -> None:
        folder = _folder()
        self._path = folder / f"{name}.json" if folder else None
        self._before = _read(self._path) if self._path else {}
        self._used: dict[str, Any] = {}

    def load(self, text: str, where: str) -> YamlText:
        """Return what a text holds, parsed now or earlier; raises RuleError as `yaml_text.load` does."""
        digest = _digest(text)
        before = self._before.get(digest)
        source = load(text, where, RuleError) if before is None else YamlText(where, text, before)
        self._used[digest] = source.content
        return source

    def has(self, text: str) -> bool:
        """Whether a text was loaded before, by a process that kept it."""
        return _digest(text) in self._before

    def keep(self) -> None:
        """Write down what was loaded, for the next start, unless all of it is there already."""
        if self._path is None or self._used.keys() <= self._before.keys():
            return
        from linterbot.files import private_folder, write_whole  # here, because it is slow to load and rarely needed

        data = json.dumps(self._used, ensure_ascii=False).encode("utf-8", "surrogatepass")
        with suppress(OSError):
            private_folder(self._path.parent)
            write_whole(self._path, data)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _folder() -> Path | None:
    """Return the folder for such files, None if this system cannot say who may write to it."""
    if not hasattr(os, "geteuid"):
        return None
    cache, home = os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", "")
    if Path(cache).is_absolute():
        return Path(cache) / "linterbot" / "rules"
    return Path(home) / ".cache" / "linterbot" / "rules" if Path(home).is_absolute() else None


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if _ours(os.fstat(descriptor)):
                content = json.loads(file.read(_LARGEST))
                return content if isinstance(content, dict) else {}
    return {}


def _ours(found: os.stat_result) -> bool:
    """Whether a file can only have been written by us."""
    others = stat.S_IWGRP | stat.S_IWOTH
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & others
