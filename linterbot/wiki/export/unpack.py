"""Reads the bytes of a file, decompressing gzip, bzip2 (one stream or many) and Zstandard."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, Protocol

from linterbot.errors import TargetError
from linterbot.file_faults import unreadable

CHUNK = 1 << 20  # bytes
_GZIP, _BZIP2, _ZSTD, _SEVEN_ZIP = b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c"
_ZIP = b"PK\x03\x04"


_DAMAGE = (EOFError, OSError, zlib.error, ValueError)


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class _Zstandard:
    """Reads all frames of a file; raises ValueError if one is damaged, as the other decompressors do."""

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard  # here, because few exports are compressed this way

        self._damage = zstandard.ZstdError
        self._frames = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)

    def read1(self, size: int, /) -> bytes:
        try:
            return self._frames.read1(size)
        except self._damage as error:
            raise ValueError(str(error)) from None


class Unpacked:
    """A compressed or plain file, read piece by piece; `packed` says how many of its `size` bytes have been read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.packed = 0
        self.unpacked = 0
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise unreadable(path, error, "name the export in it") from None
        self.size = path.stat().st_size

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def pieces(self) -> Iterator[bytes]:
        """Yield the content piece by piece; raises TargetError, naming the byte, if it breaks off or is damaged."""
        try:
            stream = _opened(self._file, self.path)
            while piece := stream.read1(CHUNK):  # what comes before a damage is not lost with it
                self.packed = self._file.tell()
                self.unpacked += len(piece)
                yield piece
        except _DAMAGE as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> TargetError:
        if isinstance(error, IsADirectoryError):
            return unreadable(self.path, error, "name the export in it")
        where = f"near byte {self._file.tell():,}; {self.unpacked:,} bytes could be decompressed"
        remedy = "download it again; everything before this was read"
        return TargetError(str(self.path), f"the compressed file is damaged or cut off {where}", remedy)


def _opened(file: BufferedReader, path: Path) -> _Readable:
    start = file.read(6)
    file.seek(0)
    if start.startswith(_GZIP):
        return gzip.GzipFile(fileobj=file)
    if start.startswith(_BZIP2):
        return bz2.BZ2File(file)
    if start.startswith(_ZSTD):
        return _Zstandard(file)
    if start.startswith(_SEVEN_ZIP):
        raise TargetError(str(path), "is a 7z archive", "unpack it first: 7z e -so FILE > FILE.xml")
    if start.startswith(_ZIP):
        raise TargetError(str(path), "is a zip archive", "unpack it first")
    return file
