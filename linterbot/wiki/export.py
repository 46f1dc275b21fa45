"""Reads MediaWiki XML exports, page by page, in flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from linterbot.errors import TargetError


@dataclass(frozen=True)
class ExportedRevision:
    """One revision of an export; a hidden text or user is empty."""

    user: str
    timestamp: str
    comment: str
    text: str


@dataclass(frozen=True)
class ExportedPage:
    """One page of an export with the revisions it holds, oldest first."""

    title: str
    revisions: tuple[ExportedRevision, ...]


@dataclass(frozen=True)
class ExportedSite:
    """What an export says of its wiki: the names of its namespaces."""

    namespaces: tuple[str, ...]


def read(path: Path) -> Iterator[ExportedSite | ExportedPage]:
    """Yield the site, then each page; raises TargetError naming the place where the file breaks off."""
    try:
        with path.open("rb") as file:
            yield from _parts(file, path)
    except OSError as error:
        raise TargetError(str(path), f"cannot be read ({error.strerror})") from None


def _parts(file: IO[bytes], path: Path) -> Iterator[ExportedSite | ExportedPage]:
    root: ElementTree.Element | None = None
    try:
        for event, element in ElementTree.iterparse(file, events=("start", "end")):  # noqa: S314 - expat bounds entities
            if root is None:
                root = element
                if _name(root) != "mediawiki":
                    raise TargetError(str(path), "is not a MediaWiki export", "export pages with Special:Export")
            if event == "end" and _name(element) == "siteinfo":
                names = (one.text or "" for one in element.iter() if _name(one) == "namespace")
                yield ExportedSite(tuple(names))
            elif event == "end" and _name(element) == "page":
                yield _page(element)
                root.clear()
    except ElementTree.ParseError as error:
        line, column = error.position
        cause = f"breaks off or is not XML here (column {column + 1})"
        raise TargetError(f"{path}:{line}", cause, "what came before it was read") from None


def _page(element: ElementTree.Element) -> ExportedPage:
    title, revisions = "", []
    for child in element:
        if _name(child) == "title":
            title = child.text or ""
        elif _name(child) == "revision":
            revisions.append(_revision(child))
    return ExportedPage(title, tuple(revisions))


def _revision(element: ElementTree.Element) -> ExportedRevision:
    told = {_name(one): one.text or "" for one in element.iter() if _name(one) != "contributor"}
    user = told.get("username") or told.get("ip") or ""
    return ExportedRevision(user, told.get("timestamp", ""), told.get("comment", ""), told.get("text", ""))


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
