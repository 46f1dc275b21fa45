"""Stands in for google-re2 where it cannot run, in a browser: Python's `re`, with RE2's words for a few things.

The bundle has it under the name `re2`; natively nothing imports it. Unlike RE2 it is not linear: whoever uses it has to
end what takes too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import AnyStr

from linterbot.browser.re2_syntax import rewritten

error = re.error
escape = re.escape


@dataclass
class Options:
    """How a pattern is read."""

    case_sensitive: bool = True
    log_errors: bool = True  # what goes wrong is only ever raised here


class _Pattern:
    """A pattern for UTF-8; it is searched for in characters unless both it and the text are ASCII."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self._for_text = re.compile(pattern, flags)
        in_ascii = pattern.replace(r"\U0010ffff", r"\x7f")
        self._for_ascii = re.compile(in_ascii.encode(), flags) if in_ascii.isascii() and r"\U" not in in_ascii else None

    def finditer(self, data: bytes) -> Iterator[_Match | re.Match[bytes]]:
        """Yield the matches, as places in the bytes."""
        if data.isascii() and self._for_ascii is not None:
            return _places(self._for_ascii, data)
        return self._in_bytes(data.decode())

    def search(self, data: bytes) -> object | None:
        """Return the first match, None if there is none."""
        return next(iter(self.finditer(data)), None)

    def _in_bytes(self, text: str) -> Iterator[_Match]:
        at = reached = 0
        for found in _places(self._for_text, text):
            start = at + len(text[reached : found.start()].encode())
            at, reached = start + len(found[0].encode()), found.end()
            yield _Match((start, at))


def _places(pattern: re.Pattern[AnyStr], data: AnyStr) -> Iterator[re.Match[AnyStr]]:
    """Yield the matches; where one is empty, RE2 goes on behind that place, and `re` would look there once more."""
    at = 0
    while at <= len(data) and (found := pattern.search(data, at)) is not None:
        yield found
        at = found.end() + (found.start() == found.end())


@dataclass(frozen=True)
class _Match:
    place: tuple[int, int]

    def span(self) -> tuple[int, int]:
        return self.place


def compile(pattern: str, options: Options | None = None) -> _Pattern:  # noqa: A001  # google-re2 calls it so
    """Return a pattern; raises `error` if `re` cannot read it."""
    flags = re.NOFLAG if options is None or options.case_sensitive else re.IGNORECASE
    return _Pattern(rewritten(pattern), flags)
