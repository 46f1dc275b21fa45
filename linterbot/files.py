"""Files on disk: written whole or not at all, and private where needed."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_OWNER_ONLY_FOLDER, _OWNER_ONLY_FILE = 0o700, 0o600


def private_folder(path: Path) -> None:
    """Create a folder that only its owner can open, with any missing parents; raises OSError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=_OWNER_ONLY_FOLDER, exist_ok=True)


def only_for_owner(path: Path) -> None:
    """Remove everybody else's access to a file or folder that we own; one owned by somebody else stays as it is."""
    with suppress(PermissionError):
        path.chmod(_OWNER_ONLY_FOLDER if path.is_dir() else _OWNER_ONLY_FILE)


def private_file(path: Path) -> None:
    """Create an empty file that only its owner can read, unless it exists already; raises OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, _OWNER_ONLY_FILE))


def write_whole(path: Path, data: bytes, new: int = _OWNER_ONLY_FILE) -> None:
    """Replace a file's content in one step; raises OSError and then changes nothing.

    It keeps its permissions; one that is new gets those of `new`.
    """
    target = path.resolve()
    mode = target.stat().st_mode & 0o7777 if target.exists() else new
    temporary = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".linterbot-", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise
