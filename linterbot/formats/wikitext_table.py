"""`wikitext`: a table for a page of a wiki, where moderators talk about what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linterbot.formats.checked_page import CheckedPage
from linterbot.model import Finding
from linterbot.wiki_escape import page_link, wiki_escape

_MESSAGE, _WORDS = 400, 120  # characters


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the table, with a row for each finding; nothing from a page is markup in it."""
    yield '{| class="wikitable sortable"'
    yield "! Page !! Line !! Rule !! What is wrong"
    for checked in pages:
        for finding in checked.lint_result.findings:
            yield "|-"
            yield f"| {' || '.join(_cells(checked, finding))}"
    yield "|}"


def _cells(checked: CheckedPage, finding: Finding) -> Iterator[str]:
    title = checked.document.title
    yield page_link(title) if title else wiki_escape(checked.name)
    yield str(checked.document.position(finding.span.start).row)
    rule = wiki_escape(f"{finding.code} {finding.name}")
    yield f"[{finding.policy} {rule}]" if _safe(finding.policy) else rule
    words = wiki_escape(finding.span.of(checked.document.text), _WORDS)
    message = wiki_escape(finding.message, _MESSAGE)
    yield f"{message}<br>“{words}”" if words and not finding.of_page else message


def _safe(address: str) -> bool:
    return address.startswith("https://") and not set(address) & set(" []|{}<>\"'")
