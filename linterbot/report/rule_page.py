"""Says what a rule is, as text for a terminal and as Markdown for a page; its examples are its documentation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from linterbot.rule import Rule
from linterbot.rule_examples import RuleExample


def text(rule: Rule, columns: int) -> Iterator[str]:
    """Yield the lines that explain a rule in a terminal."""
    yield f"{click.style(f'{rule.code} {rule.name}', bold=True)} ({rule.severity})"
    yield f"  {rule.says_in_general}"
    yield ""
    yield textwrap.fill(_why(rule), columns)
    yield ""
    yield f"policy: {rule.policy}"
    for example in rule.examples:
        yield ""
        yield click.style("not like this:" if example.spans else "fine:", fg="red" if example.spans else "green")
        yield from _indented(_marked(example))
        if example.fixed is not None:
            yield "  repaired:"
            yield from _indented(example.fixed)


def markdown(rule: Rule) -> str:
    """Return the page of a rule."""
    parts = [f"# {rule.code} `{rule.name}`", f"*{rule.severity}*: {rule.says_in_general}", _why(rule)]
    parts.append(f"Policy: <{rule.policy}>. Check type: `{rule.check_type}`.")
    if rule.namespaces is not None:
        spaces = ", ".join(sorted(name or "main" for name in rule.namespaces))
        parts.append(f"Looks only at these namespaces: {spaces}.")
    for example in rule.examples:
        parts.append("## Not like this" if example.spans else "## Fine")
        parts.append(_fenced(_marked(example)))
        if example.fixed is not None:
            parts += ["repaired:", _fenced(example.fixed)]
    return "\n\n".join(parts) + "\n"


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
