"""Reads MediaWiki XML exports, compressed or not, page by page, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from linterbot.errors import TargetError
from linterbot.wiki.export.unpack import Unpacked

LONGEST_TEXT = 8 * 1024 * 1024  # characters kept of one text; twice what the linter reads
_DEEPEST = 20  # levels of nested elements; an export has six
_REVISION_FIELDS = frozenset({"id", "timestamp", "comment", "text", "username", "ip"})
_PAGE_FIELDS = frozenset({"title", "ns"})


@dataclass(frozen=True)
class ExportedRevision:
    """One revision in an export."""

    user: str  # "" if hidden
    timestamp: str
    comment: str
    text: str  # "" if hidden
    id: int | None = None


@dataclass(frozen=True)
class ExportedPage:
    """One page in an export."""

    title: str
    revisions: tuple[ExportedRevision, ...]  # those in the export, oldest first
    namespace: int | None = None  # MediaWiki's number
    redirect: str = ""  # the title it leads to, "" if it is not a redirect


@dataclass(frozen=True)
class ExportedSite:
    """What an export says about its wiki."""

    name: str = ""
    main_page: str = ""  # its title as it stands in addresses, "" if unknown
    namespaces: Mapping[int, str] = field(default_factory=dict)  # their names by number, "" for the main one

    def namespace_of(self, page: ExportedPage) -> str:
        """Return the name of the namespace that a page is in."""
        if page.namespace is not None:
            return self.namespaces.get(page.namespace, "")
        head, colon, _ = page.title.partition(":")
        return head if colon and head in self.namespaces.values() else ""


def read_export(path: Path, newest_only: bool = False) -> Iterator[ExportedSite | ExportedPage]:
    """Yield the site, then each page; with `newest_only`, each page has only its newest revision.

    Raises TargetError with the place if the file breaks off; what was yielded before that is valid.
    """
    file = Unpacked(path)
    try:
        yield from parts(file, newest_only)
    finally:
        file.close()


def parts(file: Unpacked, newest_only: bool = False) -> Iterator[ExportedSite | ExportedPage]:
    """Yield the site, then each page of an open file; raises TargetError."""
    reader = PartReader(newest_only)
    try:
        for piece in file.pieces():
            yield from reader.feed(piece)
        reader.end()
    except expat.ExpatError as error:
        yield from reader.taken()
        raise _broken(file, reader.parser, error) from None
    except NotAnExport as error:
        raise TargetError(str(file.path), str(error), "export pages with Special:Export or dumpBackup.php") from None
    yield from reader.taken()


class PartReader:
    """Reads what an export consists of from its bytes, piece by piece."""

    def __init__(self, newest_only: bool) -> None:
        self._gatherer = _Gatherer(newest_only)
        self.taken = self._gatherer.taken
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 18
        self.parser.StartElementHandler = self._gatherer.start
        self.parser.EndElementHandler = self._gatherer.end
        self.parser.CharacterDataHandler = self._gatherer.characters
        self.parser.StartDoctypeDeclHandler = self._gatherer.doctype

    @property
    def depth(self) -> int:
        """How many elements have begun and not ended."""
        return self._gatherer.depth

    def feed(self, piece: bytes) -> list[ExportedSite | ExportedPage]:
        """Return what a piece completes; raises ExpatError or NotAnExport."""
        self.parser.Parse(piece, False)
        return self.taken()

    def end(self) -> None:
        """Prove that nothing is missing; raises ExpatError."""
        self.parser.Parse(b"", True)


def _broken(file: Unpacked, parser: expat.XMLParserType, error: expat.ExpatError) -> TargetError:
    cause = f"breaks off here, or is not XML (byte {max(0, parser.ErrorByteIndex):,})"
    remedy = "export or download it again; everything before this was read"
    return TargetError(f"{file.path}:{error.lineno}", cause, remedy)


class NotAnExport(Exception):
    """The file is XML, but not a MediaWiki export."""


@dataclass
class _Opened:
    fields: dict[str, str] = field(default_factory=dict)
    revisions: list[ExportedRevision] = field(default_factory=list)
    redirect: str = ""


class _Gatherer:
    """Puts pages together from the XML parser's events."""

    def __init__(self, newest_only: bool) -> None:
        self.begun = False
        self._newest_only = newest_only
        self._path: list[str] = []
        self._words: list[str] | None = None
        self._kept = 0
        self._page = _Opened()
        self._revision: dict[str, str] = {}
        self._site = ""
        self._main_page = ""
        self._names: dict[int, str] = {}
        self._key = ""
        self._taken: list[ExportedSite | ExportedPage] = []

    @property
    def depth(self) -> int:
        """How many elements have begun and not ended."""
        return len(self._path)

    def taken(self) -> list[ExportedSite | ExportedPage]:
        """Return what has been completed since the last call."""
        taken, self._taken = self._taken, []
        return taken

    def doctype(self, *_: object) -> None:
        """Refuse a document type declaration: no export has one, and a file that does means harm."""
        raise NotAnExport("has a document type declaration, which no MediaWiki export has")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if not self.begun:
            if name != "mediawiki":
                raise NotAnExport("is not a MediaWiki export")
            self.begun = True
        if len(self._path) > _DEEPEST:
            raise NotAnExport("nests its elements more deeply than any MediaWiki export")
        self._path.append(name)
        above = self._path[-2] if len(self._path) > 1 else ""
        if name == "page":
            self._page = _Opened()
        elif name == "revision":
            self._revision = {}
        elif name == "redirect" and above == "page":
            self._page.redirect = attributes.get("title", "")
        elif name == "namespace":
            self._key = attributes.get("key", "")
        self._words, self._kept = [], 0

    def characters(self, words: str) -> None:
        """Handle some text inside the innermost element."""
        if self._words is not None and self._kept < LONGEST_TEXT:
            self._words.append(words)
            self._kept += len(words)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        self._path.pop()
        above = self._path[-1] if self._path else ""
        words, self._words = "".join(self._words or ()), None
        if above == "page" and name in _PAGE_FIELDS:
            self._page.fields[name] = words
        elif name in _REVISION_FIELDS and "revision" in self._path[-2:]:
            if above == "revision" or name in ("username", "ip"):
                self._revision[name] = words
        elif name == "revision":
            self._end_revision()
        elif name == "page":
            self._end_page()
        elif name == "sitename":
            self._site = words
        elif name == "base":
            self._main_page = words.rpartition("/")[2]
        elif name == "namespace" and self._key.lstrip("-").isdigit():
            self._names[int(self._key)] = words
        elif name == "siteinfo":
            self._taken.append(ExportedSite(self._site, self._main_page, self._names))

    def _end_revision(self) -> None:
        row = self._revision
        number = int(row["id"]) if row.get("id", "").isdigit() else None
        user = row.get("username") or row.get("ip") or ""
        one = ExportedRevision(user, row.get("timestamp", ""), row.get("comment", ""), row.get("text", ""), number)
        if self._newest_only and self._page.revisions:
            newest = max(self._page.revisions[0], one, key=lambda each: (each.timestamp, each.id or 0))
            self._page.revisions = [newest]
        else:
            self._page.revisions.append(one)

    def _end_page(self) -> None:
        page, number = self._page, self._page.fields.get("ns", "")
        namespace = int(number) if number.lstrip("-").isdigit() else None
        self._taken.append(ExportedPage(page.fields.get("title", ""), tuple(page.revisions), namespace, page.redirect))
