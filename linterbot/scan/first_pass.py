"""Reads an export once for what its pages say about files, templates and categories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from linterbot.errors import TargetError
from linterbot.markup.namespace_names import Names
from linterbot.model import Facts
from linterbot.wiki.export.batches import in_batches
from linterbot.wiki.export.facts import Gist, Learner, Source, gist, names_of, source
from linterbot.wiki.export.reader import ExportedSite, read_export
from linterbot.worker_pool import Failed, WorkerPool

_MOST = 500  # pages in one batch


def learn(path: Path, licence_categories: frozenset[str], pool: WorkerPool[None]) -> tuple[ExportedSite, Names, Facts]:
    """Return the wiki's site information, its names, and the facts.

    Pages that cannot be read are left out. If the file breaks off, what came before that counts; raises TargetError if
    there was nothing.
    """
    sources = _Sources(path)
    learner = Learner()
    for results in pool.stream(_gist, sources.batches()):
        for one in results:
            if not isinstance(one, Failed):
                learner.take(one)
    return sources.site, sources.names, learner.facts(licence_categories)


class _Sources:
    """The pages of an export that are sources of facts, in batches."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.site = ExportedSite()
        self.names = names_of(self.site)

    def batches(self) -> Iterator[list[Source]]:
        """Yield them batch by batch."""
        return in_batches(self._sources(), lambda one: len(one.text), _MOST)

    def _sources(self) -> Iterator[Source]:
        begun = False
        try:
            for part in read_export(self._path, newest_only=True):
                begun = True
                if isinstance(part, ExportedSite):
                    self.site, self.names = part, names_of(part)
                elif (one := source(self.site, self.names, part)) is not None:
                    yield one
        except TargetError:
            if not begun:
                raise


def _gist(_setting: None, source: Source) -> Gist:
    return gist(source)
