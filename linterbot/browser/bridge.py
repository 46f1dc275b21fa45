"""What a page in a browser asks of the linter: a question and its answer, both in JSON; nothing else is called.

A question names what to `do`: `start`, `check`, `repair`, `rules` or `try`. An answer with `error` tells, in words, why
there is no other. Offsets are those of JavaScript.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from linterbot.api import Facts, Finding, Fix, Names, Pack, Report, apply_fixes, check_text
from linterbot.browser import house
from linterbot.browser.asked_wiki import AskedWiki
from linterbot.browser.utf16 import Utf16
from linterbot.browser.visitor import Get
from linterbot.errors import LinterbotError, WikiError
from linterbot.formats.line_diff import line_diff
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS
from linterbot.rulebook import packs
from linterbot.version import __version__

_MOST_WIKIS = 4  # that are remembered
_wikis: dict[str, AskedWiki] = {}
Question = Mapping[str, Any]
Answer = dict[str, Any]


def answer(question: str, get: Get) -> str:
    """Return the answer to a question; `get` fetches what is at an address."""
    asked = json.loads(question.encode("utf-8", "replace"))
    try:
        return json.dumps(_ANSWERS[asked["do"]](asked, get))
    except LinterbotError as error:
        return json.dumps({"error": str(error)})


def _start(asked: Question, get: Get) -> Answer:
    """Return the packs that can be chosen."""
    return {"version": __version__, "packs": packs.names()}


def _check(asked: Question, get: Get) -> Answer:
    report, notes, reached = _report(asked, get)
    before = asked.get("before")
    new = {one.fingerprint for one in report.brought_in(before)} if isinstance(before, str) else None
    offsets = Utf16(report.text)
    return {
        "findings": [_finding(report, one, offsets, new) for one in report.findings],
        "skipped": [one._asdict() for one in report.skipped],
        "pack": report.pack,
        "markup": report.markup,
        "notes": notes,
        "reached": reached,
    }


def _repair(asked: Question, get: Get) -> Answer:
    """Return the text with some findings fixed, or with all that need no judgement."""
    report, _, _ = _report(asked, get)
    wanted = asked.get("fix")
    fixed = apply_fixes(report, only=None if wanted is None else frozenset(map(str, wanted)))
    return {"text": fixed.text, "fixed": len(fixed.fixed), "withheld": [one.name for one in fixed.withheld]}


def _rules(asked: Question, get: Get) -> Answer:
    """Return what a wiki's own rules are called, to find out which of them hangs."""
    return {"rules": [*_wiki(_text(asked, "api"), get).own_rules.get("rules", {})]}


def _try(asked: Question, get: Get) -> Answer:
    """Return what becomes of a rule and of its examples."""
    return house.tried(_text(asked, "pack") or house.USUAL, "your rule", _text(asked, "rule"))


_ANSWERS: Mapping[str, Callable[[Question, Get], Answer]] = {
    "start": _start,
    "check": _check,
    "repair": _repair,
    "rules": _rules,
    "try": _try,
}


def _report(asked: Question, get: Get) -> tuple[Report, list[str], bool]:
    """Return what is found in a text, what is wrong with what its wiki says, and whether the wiki said anything."""
    api = _text(asked, "api")
    notes: list[str] = []
    if not api:
        return _checked(asked, _pack(asked, {}), MEDIAWIKI_NAMES, NO_FACTS), notes, False
    wiki = _wiki(api, get)
    own: Answer = {}
    try:
        own = wiki.own_rules
    except LinterbotError as error:
        notes.append(str(error))
    pack = _pack(asked, own)
    try:
        report = _checked(asked, pack, wiki.names, NO_FACTS)
        return _checked(asked, pack, wiki.names, wiki.facts_for(report)), notes, True
    except WikiError as error:
        told = list(dict.fromkeys([*notes, str(error)]))
        return _checked(asked, pack, MEDIAWIKI_NAMES, NO_FACTS), told, False


def _pack(asked: Question, own: Answer) -> Pack | None:
    """Return the pack that was asked for, or that the wiki names, with its rules and the one typed in."""
    typed = {"your rule": text} if (text := _text(asked, "rule")) else {}
    name = _text(asked, "pack") or own.get("pack") or ""
    without = asked.get("without") or ()
    kept = {rule: text for rule, text in own.get("rules", {}).items() if rule not in without}
    rules, adjust = {**kept, **typed}, own.get("adjust", {})
    return house.pack_with(name or _usual(asked), rules, adjust) if name or rules or adjust else None


def _checked(asked: Question, pack: Pack | None, names: Names, known: Facts) -> Report:
    return check_text(
        _text(asked, "text"),
        title=_text(asked, "title"),
        namespace=_text(asked, "namespace"),
        markup=_text(asked, "markup") or None,
        pack=pack,
        names=names,
        facts=known,
    )


def _usual(asked: Question) -> str:
    """Return the pack that counts for a text where nobody named one, since rules of a house need one to join."""
    return check_text(_text(asked, "text"), markup=_text(asked, "markup") or None).pack


def _wiki(api: str, get: Get) -> AskedWiki:
    if api not in _wikis:
        if len(_wikis) >= _MOST_WIKIS:
            _wikis.clear()
        _wikis[api] = AskedWiki(api, get)
    return _wikis[api]


def _finding(report: Report, finding: Finding, offsets: Utf16, new: set[str] | None) -> Answer:
    return {
        **report.as_data(finding),
        "start": offsets(finding.span.start),
        "end": offsets(finding.span.end),
        "difference": _difference(report.text, finding.fix),
        "new": new is None or finding.fingerprint in new,
    }


def _difference(text: str, fix: Fix | None) -> Answer | None:
    return line_diff(text, fix)._asdict() if fix is not None and fix.edits else None


def _text(asked: Question, key: str) -> str:
    value = asked.get(key)
    return value if isinstance(value, str) else ""
