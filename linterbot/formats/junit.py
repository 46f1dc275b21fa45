"""`junit`: a test suite for each page, in which each finding is a failed test, for continuous integration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.formats.xml_text import xml_text
from linterbot.model import Finding


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the document; a page without findings is a test that passed."""
    suites = [_suite(checked) for checked in pages]
    tests = sum(max(1, failures) for _, failures in suites)
    failed = sum(failures for _, failures in suites)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<testsuites name="linterbot" tests="{tests}" failures="{failed}" errors="0">'
    for lines, _ in suites:
        yield from lines
    yield "</testsuites>"


def _suite(checked: CheckedPage) -> tuple[list[str], int]:
    """Return the lines of a page's suite, and how many findings are in it."""
    findings = checked.lint_result.findings
    name = _attribute(checked.name)
    head = f'name={name} tests="{max(1, len(findings))}" failures="{len(findings)}" errors="0" skipped="0" time="0"'
    cases = [_case(checked, name, finding) for finding in findings]
    return [f"  <testsuite {head}>", *(cases or [_passed(name)]), "  </testsuite>"], len(findings)


def _passed(name: str) -> str:
    return f'    <testcase name="no findings" classname={name} time="0"/>'


def _case(checked: CheckedPage, name: str, finding: Finding) -> str:
    place = checked.document.position(finding.span.start)
    title = _attribute(f"{finding.code} {finding.name} ({place.row}:{place.column})")
    message = _attribute(finding.message)
    body = escape(_valid(f"{checked.name}:{place.row}:{place.column}: {finding.message}\n{finding.policy}".rstrip()))
    failure = f'<failure type="{finding.severity}" message={message}>{body}</failure>'
    return f'    <testcase name={title} classname={name} time="0">{failure}</testcase>'


def _attribute(text: str) -> str:
    return quoteattr(_valid(text))


def _valid(text: str) -> str:
    return xml_text("\n".join(map(terminal_escape, text.split("\n"))))
