"""What keeps a file that a person names from being read or written, in words."""

from __future__ import annotations

import errno
from pathlib import Path

from linterbot.errors import TargetError

_UNKNOWN = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)  # there is no such file, nor could there be


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder; a name that no file could have has none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is such a folder."""
    return is_there(path) and path.is_dir()


def unreadable(path: Path, error: OSError, folder: str = "name a file") -> TargetError:
    """Return why a file cannot be read; `folder` says what to do about a folder."""
    if error.errno in _UNKNOWN:
        return TargetError(str(path), "no such file", "check the path")
    if error.errno == errno.EISDIR:
        return TargetError(str(path), "is a folder", folder)
    remedy = "check who may read it" if error.errno in (errno.EACCES, errno.EPERM) else "check the disk"
    return TargetError(str(path), f"cannot be read ({error.strerror})", remedy)


def unwritable(path: Path, error: OSError, remedy: str = "nothing was changed") -> TargetError:
    """Return why a file cannot be written."""
    if is_folder(path):
        return TargetError(str(path), "is a folder", "name a file")
    if error.errno in _UNKNOWN and not is_folder(path.parent):
        return TargetError(str(path), f'there is no folder "{path.parent}"', "make it, or name another file")
    if error.errno == errno.ENAMETOOLONG:
        return TargetError(str(path), "no file can have such a long name", "name another file")
    return TargetError(str(path), f"cannot be written ({error.strerror})", remedy)
