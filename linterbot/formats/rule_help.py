"""Describes a rule, as text for a terminal and as Markdown for a page; its examples are its documentation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from linterbot.evidence.scoring import START, needed
from linterbot.rulebook.examples import RuleExample
from linterbot.rulebook.rule import Rule
from linterbot.view.page_kind import KINDS

_NOT_COMPARED = ("policy", "examples", "extends")
_BRIEF = 80  # characters shown of each difference of a wiki
_WORDS = {
    "words": "Single words of the editor’s own that count as well, wherever they stand",
    "first-words": "What counts as well if it is how a bullet begins",
}


def text(rule: Rule, columns: int) -> Iterator[str]:
    """Yield the lines that explain a rule on a terminal."""
    yield f"{click.style(f'{rule.code} {rule.name}', bold=True)} ({rule.severity})"
    yield textwrap.fill(rule.says_in_general, columns, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield textwrap.fill(_why(rule), columns)
    yield ""
    yield textwrap.fill(_kinds(rule), columns)
    if sure := _sureness(rule):
        yield sure
    yield f"policy: {rule.policy}"
    for example in rule.examples:
        yield ""
        yield click.style("not like this:" if example.spans else "fine:", fg="red" if example.spans else "green")
        yield from _indented(_marked(example))
        if example.fixed is not None:
            yield "  fixed:"
            yield from _indented(example.fixed)


class Elsewhere(NamedTuple):
    """A rule as it is in one wiki's pack."""

    pack: str
    rule: Rule


def markdown(rule: Rule, elsewhere: Sequence[Elsewhere] = ()) -> str:
    """Return the page about a rule, with what is different in each of the packs."""
    parts = [f"# {rule.code} `{rule.name}`", f"*{rule.severity}*: {rule.says_in_general}", _why(rule)]
    parts.append(f"Policy: <{rule.policy}>. Check type: [`{rule.check_type}`](../checks.md#{rule.check_type}).")
    if rule.namespaces is not None:
        spaces = ", ".join(sorted(name or "main" for name in rule.namespaces))
        parts.append(f"Looks only at these namespaces: {spaces}.")
    parts.append(_kinds(rule))
    if sure := _sureness(rule):
        parts.append(sure)
    if rows := [_row(one, rule) for one in elsewhere]:
        parts.append("\n".join(["| wiki | policy | differs |", "| --- | --- | --- |", *rows]))
    if "weights" in rule.raw:
        parts += _weighing(rule)
    for example in rule.examples:
        parts.append("## Not like this" if example.spans else "## Fine")
        parts.append(_fenced(_marked(example)))
        if example.fixed is not None:
            parts += ["fixed:", _fenced(example.fixed)]
    return "\n\n".join(parts) + "\n"


def _kinds(rule: Rule) -> str:
    """Return for which kinds of pages a rule is, in words."""
    if rule.kinds is None:
        return "For pages of every kind."
    chosen = ", ".join(words for name, words in KINDS.items() if name in rule.kinds)
    return f"For these kinds of pages: {chosen}."


def _weighing(rule: Rule) -> Iterator[str]:
    """Yield what a rule weighs, in paragraphs: a moderator can add it up for any bullet."""
    start, enough = float(rule.raw["weights"].get(START, 0)), needed(rule.threshold)
    yield (
        f"What speaks for a fault adds up, from {start:+.2f} at first; from {enough:+.2f} on, it is reported. The "
        "message names the three things that weigh most."
    )
    meanings, weights = rule.check.evidence, rule.raw["weights"]
    rows = [f"| `{name}`: {meanings[name]} | {weight} |" for name, weight in weights.items()]
    yield "\n".join(["| evidence | weight |", "| --- | ---: |", *rows])
    for key, words in _WORDS.items():
        if rule.raw.get(key):
            yield f"{words}: {', '.join(f'{word} {weight}' for word, weight in rule.raw[key].items())}."


def _sureness(rule: Rule) -> str:
    words = f"Reported at confidence {rule.threshold:g} or higher. " if rule.threshold else ""
    if rule.suggest_from:
        words += f"A fix is offered at {rule.suggest_from:g} or higher. "
    if rule.yields_to:
        stronger = " or ".join(f"`{name}`" for name in sorted(rule.yields_to))
        words += f"Silent where {stronger} reports the same words. "
    if rule.leaves_repair_to:
        better = " or ".join(f"`{name}`" for name in sorted(rule.leaves_repair_to))
        words += f"Offers no fix where {better} reports the same bullet."
    return words.strip()


def _row(one: Elsewhere, common: Rule) -> str:
    changed = [key for key in one.rule.raw if key not in _NOT_COMPARED and one.rule.raw[key] != common.raw.get(key)]
    differs = ", ".join(f"{key}: {_brief(one.rule.raw[key])}" for key in changed)
    return f"| {one.pack} | <{one.rule.policy}> | {differs} |"


def _brief(value: Any) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= _BRIEF else f"{words[:_BRIEF].rstrip()}…"


def _why(rule: Rule) -> str:
    return " ".join(rule.why.split())


def _marked(example: RuleExample) -> str:
    words = example.text
    for span in reversed(example.spans):
        words = f"{words[: span.start]}«{span.of(words)}»{words[span.end :]}"
    return words


def _indented(words: str) -> Iterator[str]:
    return (f"    {line}" for line in words.rstrip().split("\n"))


def _fenced(words: str) -> str:
    return f"```\n{words.rstrip()}\n```"
