"""The examples in a rule file, which are its tests and its documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from linterbot.errors import RuleError
from linterbot.model import Facts, FilePage, Made, Markup, Span
from linterbot.rulebook.options import one_of
from linterbot.yaml_text import Path, YamlText, near

_MARK = re.compile("([«»])")
_TEXTS = ("bad", "good", "fixed", "title", "markup")
_DIGITS = 6  # of an age in days; nothing on a wiki is as old
_KEYS = ("bad", "good", "fixed", "markup", "title", "files", "made-days-ago")


class RuleExample(NamedTuple):
    """One example of a rule."""

    text: str
    spans: tuple[Span, ...]  # what the rule must underline; none if it must stay silent
    fixed: str | None  # the text after the fixes, None if the example does not say
    markup: Markup
    title: str  # of the page that the text is on
    facts: Facts
    source: YamlText  # its rule file
    number: int  # its number there, from 0

    @property
    def where(self) -> str:
        """The place in the rule file, for messages."""
        return self.source.at(("examples", self.number))


def examples(source: YamlText, raw: Mapping[str, Any]) -> Iterator[RuleExample]:
    """Yield the examples; raises RuleError with the place of an invalid one."""
    if not isinstance(raw["examples"], list):
        raise RuleError(source.at(("examples",)), '"examples" must be a list', 'start each with "- bad:" or "- good:"')
    for number, one in enumerate(raw["examples"]):
        path: Path = ("examples", number)
        if not isinstance(one, dict) or ("bad" in one) == ("good" in one):
            raise RuleError(
                source.at(path), 'an example is either "bad" or "good"', 'start it with "- bad:" or "- good:"'
            )
        for key in one:
            if key not in _KEYS:
                raise RuleError(source.at((*path, key)), f'unknown key "{key}"', near(key, _KEYS))
        for key in _TEXTS:
            if not isinstance(one.get(key, ""), str):
                raise RuleError(source.at((*path, key)), f'"{key}" must be text', "write it in quotes")
        text, spans = _marked(one.get("bad") or one.get("good", ""), source, path)
        if ("bad" in one) != bool(spans):
            raise RuleError(
                source.at(path), "a bad example needs «marks», a good one has none", "mark what to underline"
            )
        yield RuleExample(
            text=text,
            spans=spans,
            fixed=one.get("fixed"),
            markup=one_of(source, (*path, "markup"), one.get("markup", "mediawiki"), Markup),
            title=(title := one.get("title", "Some Page")),
            facts=_facts(_files(one, source, path), title, _age(one.get("made-days-ago"), source, path)),
            source=source,
            number=number,
        )


def _marked(marked: str, source: YamlText, path: Path) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its «marks», and the spans that they enclosed."""
    pieces = _MARK.split(marked)
    spans, at = [], len(pieces[0])
    start: int | None = None
    for mark, words in zip(pieces[1::2], pieces[2::2], strict=True):
        if (mark == "«") != (start is None):
            raise RuleError(source.at(path), f"a {mark} has no partner", "every « needs a »")
        if start is None:
            start = at
        else:
            spans.append(Span(start, at))
            start = None
        at += len(words)
    if start is not None:
        raise RuleError(source.at(path), "a « has no partner", "every « needs a »")
    return "".join(pieces[::2]), tuple(spans)


def _files(one: Mapping[str, Any], source: YamlText, path: Path) -> Mapping[str, Any]:
    """Return what an example says of file pages: for each, the templates on it, or that it is missing."""
    files = one.get("files", {})
    rows = files.values() if isinstance(files, dict) else [0]
    if not all(
        isinstance(row, str) or (isinstance(row, list) and all(isinstance(x, str) for x in row)) for row in rows
    ):
        where = source.at((*path, "files"))
        raise RuleError(where, '"files" must be pairs of a name and a value', "see rules/README.md")
    return dict(files)


def _age(days: Any, source: YamlText, path: Path) -> int | None:
    if days is None:
        return None
    if isinstance(days, str) and days.isascii() and days.isdigit() and len(days) < _DIGITS:
        return int(days)
    shown = f'"{days}"' if isinstance(days, str) else "a list" if isinstance(days, list) else "lines under it"
    remedy = "say how many days ago the page was created"
    where = source.at((*path, "made-days-ago"))
    raise RuleError(where, f'"made-days-ago" must be a whole number, not {shown}', remedy)


def _facts(files: Mapping[str, Any], title: str, age: int | None) -> Facts:
    known = {
        name: FilePage(name, templates != "missing", frozenset(templates), stored=templates != "missing")
        for name, templates in files.items()
    }
    created = {} if age is None else {title: Made(f"{age} days ago", age)}
    return Facts(files=known, template_redirects={}, created=created)
