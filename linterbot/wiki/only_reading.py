"""A wiki that can be read, but not written to, whatever is asked of it."""

from __future__ import annotations

from typing import Any, NoReturn, cast

from linterbot.errors import WikiError
from linterbot.wiki.protocol import Save, Wiki


def only_reading(wiki: Wiki) -> Wiki:
    """Return a wiki on which nothing can be saved."""
    return cast(Wiki, _OnlyReading(wiki))


class _OnlyReading:
    """Everything that a wiki answers, except to a write."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wiki, name)

    def save(self, save: Save) -> NoReturn:
        """Raise WikiError: who reads only does not write."""
        raise WikiError(save.title, "this part of linterbot only reads the wiki", "let the daemon write")
