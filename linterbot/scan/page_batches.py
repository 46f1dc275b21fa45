"""Divides the wanted pages of an export into batches, and remembers which batches are under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from linterbot.errors import TargetError
from linterbot.model import Page
from linterbot.scan.state import Place
from linterbot.wiki.export.batches import CHARACTERS
from linterbot.wiki.export.reader import ExportedPage, ExportedSite, parts
from linterbot.wiki.export.unpack import Unpacked

_MOST = 100  # pages in one batch


@dataclass(frozen=True)
class PageBatch:
    """Some consecutive pages."""

    pages: tuple[tuple[Page, str], ...]  # each with why it is not to be tried, "" if it is
    place: Place  # after them


class PageBatches:
    """The pages of an export from a place on, in batches; without `namespaces`, those of all namespaces."""

    def __init__(self, path: Path, namespaces: frozenset[str], start: Place, set_aside: Callable[[Page], str]) -> None:
        self._path, self._namespaces, self._start, self._set_aside = path, namespaces, start, set_aside
        self.place = start
        self.under_way: deque[PageBatch] = deque()
        self.error: TargetError | None = None  # what kept the file from being read to its end

    def __iter__(self) -> Iterator[list[Page]]:
        """Yield the pages of each batch that are to be tried."""
        waiting: list[Page] = []
        size = 0
        file = Unpacked(self._path)
        try:
            for place, page in self._pages(file):
                self.place = place
                if page is not None:
                    waiting.append(page)
                    size += len(page.text)
                if size >= CHARACTERS or len(waiting) >= _MOST:
                    yield self._batch(waiting)
                    waiting, size = [], 0
        except TargetError as error:
            self.error = error
        finally:
            file.close()
        if waiting:
            yield self._batch(waiting)

    def _batch(self, pages: list[Page]) -> list[Page]:
        known = tuple((page, self._set_aside(page)) for page in pages)
        self.under_way.append(PageBatch(known, self.place))
        return [page for page, reason in known if not reason]

    def _pages(self, file: Unpacked) -> Iterator[tuple[Place, Page | None]]:
        """Yield each page of the export with the place after it; None for those that are not wanted."""
        site = ExportedSite()
        done = 0
        for part in parts(file, newest_only=True):
            if isinstance(part, ExportedSite):
                site = part
                continue
            done += 1
            if done > self._start.pages:
                yield Place(done, file.unpacked, file.packed), page_to_lint(site, part, self._namespaces)


def page_to_lint(site: ExportedSite, page: ExportedPage, namespaces: frozenset[str]) -> Page | None:
    """Return a page as it is linted, None if it is in none of the namespaces; none means all of them."""
    namespace = site.namespace_of(page)
    if not page.revisions or (namespaces and namespace not in namespaces):
        return None
    newest = page.revisions[-1]
    return Page(page.title, newest.text, namespace, newest.id, newest.timestamp, redirect=bool(page.redirect))
