"""Finds the earlier text of a page: on the wiki, in a file, or in git."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

from linterbot.cli.checked import Checked
from linterbot.errors import TargetError
from linterbot.file_faults import is_folder, is_there, unreadable
from linterbot.lint.added_lines import NEW_PAGE, Before, digests
from linterbot.wiki.protocol import Wiki


def before(result: Checked, since: str, wiki: Wiki | None) -> Before:
    """Return what is remembered of the earlier text of a page; raises TargetError or WikiError.

    `since` is the number of a revision on the wiki, the file with the earlier text, or a revision of git.
    """
    text = _earlier_text(result, since, wiki)
    return NEW_PAGE if text is None else Before(digests(text), frozenset(_fingerprints(result, text)))


def _fingerprints(result: Checked, text: str) -> list[str]:
    return [one.fingerprint for one in result.relint(text).findings]


def _earlier_text(result: Checked, since: str, wiki: Wiki | None) -> str | None:
    """Return the earlier text, None if there was no such page yet."""
    if result.checked.wiki is not None:
        assert wiki is not None
        if not since.isdecimal():
            raise TargetError(
                "--only-added", f'"{since}" is no revision', "give its number, as the page's history shows it"
            )
        pages = wiki.texts([int(since)])
        if not pages:
            raise TargetError("--only-added", f"the wiki has no revision {since}", "see the page's history")
        return pages[0].text
    if is_there(Path(since)) and not is_folder(Path(since)):
        return _decoded(_bytes(Path(since)), since)
    if result.path is None:
        raise TargetError("--only-added", f'there is no file "{since}"', "name the file with the earlier text")
    return _from_git(result.path, since)


class _Git(NamedTuple):
    """What git answered."""

    status: int
    out: bytes


def _from_git(path: Path, revision: str) -> str | None:
    """Return the text of a file in a revision of git, None if it was not there."""
    folder = str(path.absolute().parent)
    if _git(folder, "rev-parse", "--git-dir").status:
        cause = f'"{revision}" is no file, and "{path}" is not kept in git'
        raise TargetError("--only-added", cause, "name the file with the earlier text")
    known = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if known.status:
        cause = f'"{revision}" is neither a file nor a revision of git'
        raise TargetError("--only-added", cause, "name the file with the earlier text, or a revision such as HEAD")
    found = _git(folder, "show", f"{known.out.decode().strip()}:./{path.name}")
    return None if found.status else _decoded(found.out, f"{revision}:{path.name}")


def _git(folder: str, *arguments: str) -> _Git:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise TargetError("--only-added", "git is not installed", "name the file with the earlier text") from None
    return _Git(done.returncode, done.stdout)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise TargetError(where, "is not UTF-8 text", "save the file as UTF-8 and try again") from None
