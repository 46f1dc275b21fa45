"""Runs the examples of a rule, which are its tests and its documentation."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.lint.fixing import apply_edits
from linterbot.lint.linter import lint
from linterbot.markup import read
from linterbot.model import Finding, Page, Span
from linterbot.rulebook.examples import RuleExample
from linterbot.rulebook.rule import Rule


def failures(rule: Rule) -> Iterator[str]:
    """Yield, in words, each way in which a rule and its examples do not agree."""
    if not any(example.spans for example in rule.examples):
        yield f"{rule.where}: {rule.name} needs a bad example"
    if all(example.spans for example in rule.examples):
        yield f"{rule.where}: {rule.name} needs a good example"
    for example in rule.examples:
        if (fault := _fault(rule, example)) is not None:
            yield f"{example.where}: {rule.name}: {fault}"


def _fault(rule: Rule, example: RuleExample) -> str | None:
    findings = _findings(rule, example, example.text)
    found = tuple(finding.span for finding in findings)
    if found != example.spans:
        wanted, got = _quoted(example.spans, example.text), _quoted(found, example.text)
        return f"underlines {got}, not {wanted}"
    if example.fixed is None:
        return None
    edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    fixed = apply_edits(example.text, edits)
    if fixed != example.fixed:
        return f"is fixed to {fixed!r}"
    left = _findings(rule, example, fixed)
    return f"still finds something after the fix: {left[0].message}" if left else None


def _findings(rule: Rule, example: RuleExample, text: str) -> list[Finding]:
    namespace = example.title.partition(":")[0] if ":" in example.title else ""
    document = read(Page(example.title, text, namespace), example.markup)
    return list(lint(document, [rule], example.facts).findings)


def _quoted(spans: tuple[Span, ...], text: str) -> str:
    return ", ".join(repr(span.of(text)) for span in spans) or "nothing"
