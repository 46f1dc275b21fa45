"""Pyodide, the Python that runs in a browser: one pinned version from npm, kept in a cache folder."""

from __future__ import annotations

import base64
import hashlib
import os
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from linterbot.browser.node import npm
from linterbot.errors import TargetError
from linterbot.files import private_folder

VERSION = "314.0.7"  # with Python 3.14.2
_SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="  # as npm has it
_NAME = f"pyodide-{VERSION}.tgz"


def unpack(into: Path, archive: Path | None = None) -> Path:
    """Unpack Pyodide into a folder and return where it is; without an archive, npm fetches it once.

    Raises TargetError if it cannot be had, or if the archive is not the pinned one.
    """
    archive = archive or _kept()
    try:
        data = archive.read_bytes()
        if base64.b64encode(hashlib.sha512(data).digest()).decode() != _SHA512:
            raise TargetError(str(archive), f"is not Pyodide {VERSION}", f"run: npm pack pyodide@{VERSION}")
        with tarfile.open(archive) as tar:
            tar.extractall(into, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise TargetError(str(archive), f"cannot be read ({error})", "check the path") from None
    return into / "package"


def _kept() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / "pyodide"
    archive = folder / _NAME
    if not archive.is_file():
        private_folder(folder)
        with TemporaryDirectory(dir=folder) as fresh:
            npm("pack", f"pyodide@{VERSION}", "--silent", folder=Path(fresh))
            (Path(fresh) / _NAME).replace(archive)
    return archive
