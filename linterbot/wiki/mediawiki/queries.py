"""Queries as MediaWiki reads them, and what every answer has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Answer = dict[str, Any]


def fields(query: Mapping[str, object]) -> dict[str, str]:
    """Write a query as MediaWiki reads it: what is true is there, and what is false is not."""
    words = {key: "1" if value is True else str(value) for key, value in query.items() if value not in (False, None)}
    return {key: word.encode("utf-8", "replace").decode() for key, word in words.items()}


def refusal(answer: Answer) -> tuple[str, str]:
    """Return MediaWiki's name for a refusal and its words, "" if an answer is none."""
    error = answer.get("error")
    if error is None:
        return "", ""
    return (str(error.get("code", "?")), str(error.get("info", ""))) if isinstance(error, dict) else ("?", str(error))


def continued(ask: Callable[..., Answer], query: Answer) -> Iterator[Answer]:
    """Yield all answers to a query, following its continuation; raises WikiError."""
    more: Answer = {}
    while True:
        answer = ask(**query, **more)
        if "query" in answer:
            yield answer
        if "continue" not in answer:
            return
        more = answer["continue"]
