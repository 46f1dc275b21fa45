"""What the bot says to people: texts of the pack with places to fill in, every filling made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from linterbot import packs
from linterbot.errors import RuleError
from linterbot.report.harmless import harmless, page_link
from linterbot.yaml_text import YamlText, near

_PLACE = re.compile(r"\{([\w-]*)\}")
_PLACES = ("bot", "count", "opt-out", "page", "report", "stop", "user")
_LINKS = ("opt-out", "page", "report", "stop")  # filled in with a link to that page


@dataclass(frozen=True)
class Texts:
    """The texts of one wiki, by name, and what fills their places on every page of it."""

    texts: Mapping[str, str]
    always: Mapping[str, str]

    def say(self, name: str, **values: str) -> str:
        """Return a text with its places filled; page titles become links."""
        given = {**self.always, **{key.replace("_", "-"): value for key, value in values.items()}}

        def fill(place: re.Match[str]) -> str:
            words = given.get(place[1], "")
            return page_link(words) if place[1] in _LINKS else harmless(words)

        return _PLACE.sub(fill, self.texts[name])


def load(pack: str, extra: Iterable[Path], always: Mapping[str, str]) -> Texts:
    """Load the texts of a pack and of the folders over it; raises RuleError for a name or a place nobody knows."""
    first, *over = packs.texts(pack, extra)
    known = _texts_of(first, None)
    for source in over:
        known |= _texts_of(source, known)
    return Texts(known, always)


def _texts_of(source: YamlText, known: Mapping[str, str] | None) -> dict[str, str]:
    """Return the texts of one file; where some are `known`, it may only say those anew."""
    out: dict[str, str] = {}
    for name, text in source.content.items() if isinstance(source.content, dict) else ():
        where = source.at((name,))
        if known is not None and name not in known:
            raise RuleError(where, f'unknown text "{name}"', near(name, known))
        if not isinstance(text, str):
            raise RuleError(where, f'"{name}" must be a text', "put it in quotes")
        if wrong := set(_PLACE.findall(text)) - set(_PLACES):
            raise RuleError(where, f'unknown place "{{{min(wrong)}}}"', near(min(wrong), _PLACES))
        out[name] = text
    return out
