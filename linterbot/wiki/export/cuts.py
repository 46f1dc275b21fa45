"""Cuts an export into parts that can be read by themselves: streams of a bzip2 file, or some hundred pages."""

from __future__ import annotations

import bz2
import json
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import astuple
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple
from xml.parsers.expat import ExpatError

from linterbot.file_faults import unreadable
from linterbot.wiki.export.batches import in_batches
from linterbot.wiki.export.reader import (
    ExportedPage,
    ExportedRevision,
    NotAnExport,
    PartReader,
    parts,
)
from linterbot.wiki.export.unpack import Unpacked

_STREAM = re.compile(rb"BZh[1-9]1AY&SY")  # how a bzip2 stream begins that is not empty
_PAGES = 500  # of a part, at most
_CHARACTERS = 4 * 1024 * 1024  # likewise
_PACKED = 1024 * 1024  # bytes of streams in a part
_LARGEST = 16 * 1024 * 1024  # bytes of one stream; a file with larger ones is cut page by page
_HEAD = 64 * 1024  # bytes of a stream that are read to see what it begins with
_ENOUGH = 1024 * 1024  # bytes of the file that are enough for that: a block has 900 kB at most
_END = b"</mediawiki>"
_LARGEST_EDGE = 1024 * 1024  # bytes of what comes before the first page and after the last
_PIECE = 1024 * 1024  # bytes
_EDGES = re.compile(rb"\s*(?:<\?xml|<mediawiki|</mediawiki>)")
_FIRST_PAGE = re.compile(rb"\s*<page>")


class Cut(NamedTuple):
    """A part of an export."""

    data: bytes  # its pages, compressed
    packed: int  # bytes of the export up to its end


class NotReadable(Exception):
    """A part is not what it should be."""


def cut(path: Path) -> Iterator[Cut]:
    """Yield an export's parts in order, always the same for the same file; raises TargetError."""
    streams = _page_streams(path)
    if streams:
        yield from _streams(path, streams)
    else:
        yield from _some_pages(path)


def pages_of(data: bytes) -> Iterator[ExportedPage]:
    """Yield the pages of a part, each with its newest revision; raises NotReadable."""
    try:
        yield from _pages_of_streams(data) if _STREAM.match(data) else _packed_pages(data)
    except (OSError, EOFError, ValueError, TypeError, zlib.error, ExpatError, NotAnExport) as error:
        raise NotReadable(str(error)) from None


def _some_pages(path: Path) -> Iterator[Cut]:
    file = Unpacked(path)
    pages = (part for part in parts(file, newest_only=True) if isinstance(part, ExportedPage))
    try:
        for batch in in_batches(pages, _size, _PAGES, _CHARACTERS):
            yield Cut(_packed(batch), file.packed)
    finally:
        file.close()


def _size(page: ExportedPage) -> int:
    return sum(len(one.text) for one in page.revisions)


def _packed(pages: list[ExportedPage]) -> bytes:
    rows = [[one.title, one.namespace, one.redirect, [astuple(each) for each in one.revisions]] for one in pages]
    return zlib.compress(json.dumps(rows).encode(), 1)


def _packed_pages(data: bytes) -> Iterator[ExportedPage]:
    for title, namespace, redirect, revisions in json.loads(zlib.decompress(data)):
        yield ExportedPage(title, tuple(ExportedRevision(*one) for one in revisions), namespace, redirect)


def _streams(path: Path, streams: list[tuple[int, int]]) -> Iterator[Cut]:
    begin = streams[0][0]
    for at, (_, end) in enumerate(streams):
        if end - begin >= _PACKED or at == len(streams) - 1:
            yield Cut(_bytes(path, begin, end), end)
            begin = end


def _bytes(path: Path, begin: int, end: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(begin)
            return file.read(end - begin)
    except OSError as error:
        raise unreadable(path, error, "name the export in it") from None


def _page_streams(path: Path) -> list[tuple[int, int]]:
    """Return where the streams are of a bzip2 file in which each begins with a page; none if it is not such a file."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            if not _STREAM.match(whole):
                return []
            begins = [*(found.start() for found in _STREAM.finditer(whole)), len(whole)]
            streams = []
            for begin, end in pairwise(begins):
                head = whole[begin : min(end, begin + _ENOUGH)]
                kind = _begins_with(head)
                if kind is None or end - begin > _LARGEST or (kind is _EDGES and _has_page(head)):
                    return []
                if kind is _FIRST_PAGE:
                    streams.append((begin, end))
            return streams if _is_whole(whole[begins[-2] :]) else []
    except (OSError, ValueError):
        return []  # reading it page by page tells what is wrong with it


def _begins_with(data: bytes) -> re.Pattern[bytes] | None:
    stream = bz2.BZ2Decompressor()
    try:
        head = stream.decompress(data, _HEAD)
    except OSError:
        return None
    if not head and not stream.eof:
        return _FIRST_PAGE  # the file is cut off here, which reading it will tell
    return next((kind for kind in (_FIRST_PAGE, _EDGES) if kind.match(head)), None)


def _is_whole(last: bytes) -> bool:
    """Whether the last stream holds the end of an export, or is itself cut off, which reading it will tell."""
    stream = bz2.BZ2Decompressor()
    end, piece = b"", stream.decompress(last, _PIECE)
    while piece:
        end = end[-len(_END) :] + piece
        piece = b"" if stream.eof else stream.decompress(b"", _PIECE)
    return not stream.eof or _END in end


def _has_page(data: bytes) -> bool:
    edge = bz2.BZ2Decompressor().decompress(data, _LARGEST_EDGE)
    return b"<page>" in edge or len(edge) == _LARGEST_EDGE


def _pages_of_streams(data: bytes) -> Iterator[ExportedPage]:
    reader = PartReader(newest_only=True)
    for piece in chain([b"<mediawiki>"], _unpacked(data)):
        for part in reader.feed(piece):
            if isinstance(part, ExportedPage):
                yield part
    if reader.depth:  # the last stream of a file may hold the end of the export as well
        reader.feed(b"</mediawiki>")
    reader.end()


def _unpacked(data: bytes) -> Iterator[bytes]:
    while data:
        stream = bz2.BZ2Decompressor()
        yield stream.decompress(data, _PIECE)
        while not stream.eof:
            if stream.needs_input:
                raise EOFError("the compressed file is cut off")
            yield stream.decompress(b"", _PIECE)
        data = stream.unused_data
