"""What the desk says, in the languages that it knows; the texts are in desk-texts.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from linterbot.errors import RuleError
from linterbot.yaml_text import load

FIRST = "en"  # the language of who reads none of the others
_PLACE = re.compile(r"\{(\w+)\}")
_WISH = re.compile(r"([A-Za-z]{1,8})(?:-[A-Za-z0-9-]{1,40})?(?: ?; ?q=([0-9.]{1,5}))?")
_MOST_WISHES, _LONGEST = 20, 500  # languages, and characters


@dataclass(frozen=True)
class Words:
    """The texts in one language."""

    language: str

    def say(self, name: str, /, **values: object) -> str:
        """Return a text with its places filled in."""
        text = texts()[name][self.language]
        return _PLACE.sub(lambda place: str(values[place[1]]), text)

    def count(self, name: str, number: int, /, **values: object) -> str:
        """Return a text that counts something; for one thing it is the text `NAME-one`."""
        return self.say(f"{name}-one" if number == 1 else name, number=f"{number:,}", **values)


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return every text in every language, by its name; raises RuleError if one lacks a language."""
    source = files("linterbot.web") / "desk-texts.yaml"
    known: dict[str, dict[str, str]] = load(source.read_text(encoding="utf-8"), "desk-texts.yaml", RuleError).content
    languages = set(next(iter(known.values())))
    for name, one in known.items():
        if set(one) != languages:
            raise RuleError("desk-texts.yaml", f'"{name}" is not in every language')
    return known


def languages() -> list[str]:
    """Return the languages, the first of them first."""
    return sorted(next(iter(texts().values())), key=lambda one: (one != FIRST, one))


def language_of(wishes: str) -> str:
    """Return the language that a browser prefers, by its Accept-Language (RFC 9110)."""
    known, wanted = languages(), []
    for number, wish in enumerate(wishes[:_LONGEST].split(",")[:_MOST_WISHES]):
        form = _WISH.fullmatch(wish.strip())
        if form is not None and form[1].lower() in known:
            wanted.append((-_weight(form[2]), number, form[1].lower()))
    return min(wanted)[2] if wanted and min(wanted)[0] < 0 else FIRST


def _weight(text: str | None) -> float:
    try:
        return min(float(text), 1.0) if text is not None else 1.0
    except ValueError:
        return 0.0
