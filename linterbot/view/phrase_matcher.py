"""Searches for many phrases at once, in linear time whatever the patterns (google-re2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, cast

import re2

from linterbot.errors import RuleError

_WORTH_A_SEARCH = 12  # lines; fewer are looked at one by one
NEVER = r"[^\x00-\x{10FFFF}]"
_LONGEST_PATTERN = 500  # characters; a rule that needs more is several rules


class Matcher:
    """Finds several phrases or patterns, in any text at all."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each match: in order, none overlapping another, none empty."""
        data = _searchable(text)
        found = (place for one in self._compiled.finditer(data) if (place := one.span())[0] < place[1])
        return found if text.isascii() else _in_characters(data, found)

    def found_in(self, text: str) -> bool:
        """Whether any of them is in a text."""
        return self._compiled.search(_searchable(text)) is not None


class LineMatcher:
    """Finds the lines that may hold what an expression matches, in one search."""

    def __init__(self, expression: str, *, cased: bool) -> None:
        self._matcher = Matcher(_compile(rf"(?:{expression})[^\n]*", cased=cased))  # one match a line

    def among(self, lines: Sequence[str]) -> Collection[int]:
        """Return the numbers of the lines that may match, all of a few; no line holds a line break."""
        if len(lines) < _WORTH_A_SEARCH:
            return range(len(lines))
        ends = list(accumulate(len(line) + 1 for line in lines))
        return frozenset(bisect_right(ends, start) for start, _ in self._matcher.spans("\n".join(lines)))


def _searchable(text: str) -> bytes:
    """Return a text as UTF-8, so that re2 need not count characters; each lone surrogate becomes a question mark."""
    return text.encode(errors="replace")


def _in_characters(data: bytes, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield places in UTF-8, which are in order, as places in its characters."""
    at = reached = 0
    for start, end in places:
        at, reached = at + len(data[reached:start].decode()), start
        yield at, at + len(data[start:end].decode())


@cache
def any_of(phrases: tuple[str, ...], patterns: tuple[str, ...] = (), *, at_start: bool = False) -> Matcher:
    """Return a matcher for literal phrases and RE2 patterns: whole words, any case.

    With `at_start`, they match only at the beginning of a text. Raises RuleError for a pattern that RE2 refuses.
    """
    literal = [_whole(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    joined = "|".join([*literal, *(f"(?:{pattern})" for pattern in patterns)]) or NEVER
    return Matcher(_compile(("^(?:" if at_start else "(?:") + joined + ")"))


@cache
def lines_with(phrases: tuple[str, ...]) -> LineMatcher:
    """Return a matcher for lines with any of some literal phrases: whole words, any case."""
    return LineMatcher("|".join(map(_whole, phrases)) or NEVER, cased=False)


def refusal(pattern: str) -> str | None:
    """Return why RE2 refuses a pattern, None if it does not."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"a pattern may have {_LONGEST_PATTERN} characters, this one has {len(pattern)}"
    try:
        _compile(pattern)
    except RuleError as error:
        return error.cause
    return None


def _whole(phrase: str) -> str:
    escaped = cast(str, re2.escape(phrase))
    before = r"\b" if phrase[:1].isalnum() and phrase[:1].isascii() else ""
    after = r"\b" if phrase[-1:].isalnum() and phrase[-1:].isascii() else ""
    return before + escaped + after


def _compile(pattern: str, *, cased: bool = False) -> Any:
    options = re2.Options()
    options.case_sensitive = cased
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "unknown fault"
        words = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise RuleError("pattern", f'cannot read "{pattern[:60]}": {words}') from None
