"""The texts of a pack, which are all that the bot says to people, with their places filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from linterbot.errors import RuleError
from linterbot.rulebook import packs
from linterbot.wiki_escape import Wikitext, page_link, plain_link, wiki_escape
from linterbot.yaml_text import YamlText, near

_PLACE = re.compile(r"\{([\w-]*)\}")
_LINKS = ("complaints", "opt-out", "page", "report", "stop")  # filled in with links to these pages
_PLACES = (
    *_LINKS,
    *("bot", "wiki", "user", "group", "namespace", "template", "rule", "mode", "code", "severity", "line", "number"),
    *("count", "size", "people", "place", "edit", "groups", "boxes", "rules"),
    *("findings", "pages", "time", "until", "token", "operator", "reason", "message", "words"),
    *("opened", "settled", "repaired", "waiting"),
)


@dataclass(frozen=True)
class Texts:
    """The texts of one wiki."""

    texts: Mapping[str, str]  # by their names
    always: Mapping[str, str]  # what fills a place in every text, by the place

    def say(self, name: str, /, **values: str) -> str:
        """Return a text as wikitext: page titles become links, and all other values are escaped."""
        return self._filled(name, values, page_link, _escaped)

    def plain(self, name: str, /, **values: str) -> str:
        """Return a text for logs, terminals and the ledger, with the values filled in as they are."""
        return self._filled(name, values, plain_link, str)

    def count(self, name: str, number: int) -> Wikitext:
        """Return a text that counts something; for one thing it is the text `NAME-one`."""
        return Wikitext(self.say(f"{name}-one" if number == 1 else name, count=str(number)))

    def _filled(
        self, name: str, values: Mapping[str, str], link: Callable[[str], str], escape: Callable[[str], str]
    ) -> str:
        words_of = {**self.always, **{key.replace("_", "-"): value for key, value in values.items()}}

        def fill(place: re.Match[str]) -> str:
            words = words_of.get(place[1], "")
            return link(words) if place[1] in _LINKS else escape(words)

        return _PLACE.sub(fill, self.texts[name])


def _escaped(words: str) -> str:
    return words if isinstance(words, Wikitext) else wiki_escape(words)


def load(pack: str, extra: Iterable[Path], always: Mapping[str, str]) -> Texts:
    """Load the texts of a pack and of the folders over it; raises RuleError for an unknown name or place."""
    first, *over = packs.texts(pack, extra)
    known = _texts_of(first, None)
    for source in over:
        known |= _texts_of(source, known)
    return Texts(known, always)


def _texts_of(source: YamlText, known: Mapping[str, str] | None) -> dict[str, str]:
    """Return the texts of one file; if some are `known` already, it may only replace those."""
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
