"""Looks for many phrases at once, in linear time whatever the patterns (google-re2)."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import re2

from linterbot.errors import RuleError

_LONGEST_PATTERN = 500  # characters; a rule that needs more is several rules


@cache
def any_of(phrases: tuple[str, ...], patterns: tuple[str, ...] = (), *, at_start: bool = False) -> Any:
    """Return a matcher (`search(text)`) for literal phrases and RE2 patterns: whole words, any case.

    Raises RuleError for a pattern that RE2 refuses. With `at_start`, only the beginning of a text counts.
    """
    literal = [_whole(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    joined = "|".join([*literal, *(f"(?:{pattern})" for pattern in patterns)]) or r"[^\x00-\x{10FFFF}]"
    return _compile(("^(?:" if at_start else "(?:") + joined + ")")


def refusal(pattern: str) -> str | None:
    """Return why RE2 refuses a pattern, or None where it takes it."""
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


def _compile(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "unknown fault"
        words = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise RuleError("pattern", f'cannot read "{pattern[:60]}": {words}') from None
