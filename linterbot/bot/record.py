"""Records in the ledger what was found on a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage
from linterbot.formats.line_diff import line_diff
from linterbot.ledger import record_findings, set_aside
from linterbot.ledger.pages import PageRead
from linterbot.ledger.record_findings import SeenFinding
from linterbot.lint.added_lines import digests
from linterbot.markup import mediawiki
from linterbot.markup.document import Section, SectionKind
from linterbot.markup.row_numbers import Rows
from linterbot.model import Finding, Mode

_MOST = 1_000  # findings of one page that the ledger keeps; others follow when these are gone
_LONGEST_HEADING = 200  # characters
_WORDS = 500  # characters of a page that the ledger keeps for one finding


@dataclass(frozen=True)
class SeenPage:
    """A linted page, and which of its findings are reported."""

    linted: LintedPage
    reported: frozenset[str]  # the fingerprints of the findings that are reported to people
    author: str = ""  # who brought them in, "" if unknown
    parent: int = 0  # the revision before the edits that brought them in, 0 if unknown or if they created the page


def record(context: BotContext, seen: Sequence[SeenPage]) -> dict[str, list[Finding]]:
    """Record what was found on some pages, all at once; return, by title, the findings newly reported to people."""
    now = context.now
    found = [(_page_read(context, one.linted), seen_findings(context, one)) for one in seen]
    for one in seen:
        if one.linted.failed:
            set_aside.note(context.ledger, one.linted.page, one.linted.failed, now)
    set_aside.forget(context.ledger, [one.linted.page.title for one in seen if not one.linted.failed])
    return record_findings.record(context.ledger, found, now)


def seen_findings(context: BotContext, seen: SeenPage) -> list[SeenFinding]:
    """Return a page's findings as the ledger keeps them."""
    text = seen.linted.page.text
    rows, own = Rows(text), bool(seen.linted.failed)
    headings = _Headings(text)
    return [
        SeenFinding(
            finding=one,
            words="" if one.of_page else one.span.of(text)[:_WORDS],
            row=rows.position(one.span.start).row,
            fixable=context.may_fix(one),
            suggestion=_suggestion(context, one, text),
            reported=own or one.fingerprint in seen.reported,
            quiet=context.settings.quiet_on(seen.linted.lint_result.kind),
            author=seen.author,
            section=headings.above(one.span.start) if not one.of_page else "",
            parent=seen.parent,
        )
        for one in seen.linted.lint_result.findings[:_MOST]
    ]


class _Headings:
    """The headings of a page, read when somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    def above(self, offset: int) -> str:
        """Return what the innermost heading above an offset says, "" before the first one."""
        at = bisect_right(self._starts, offset) - 1
        return self._sections[at].title[:_LONGEST_HEADING] if at >= 0 else ""

    @cached_property
    def _sections(self) -> list[Section]:
        return [one for one in mediawiki.read(self._text).sections if one.kind is SectionKind.HEADING]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.opener.start for one in self._sections]


def _page_read(context: BotContext, linted: LintedPage) -> PageRead:
    page = linted.page
    linted_by = "" if linted.failed else context.linted_by
    return PageRead(page.title, page.page_id or 0, page.revision or 0, digests(page.text), linted_by)


def _suggestion(context: BotContext, finding: Finding, text: str) -> str:
    """Return the fix in words if the wiki wants this rule's fixes suggested, otherwise ""."""
    if finding.fix is None or context.settings.mode_of(finding.name) is not Mode.SUGGEST:
        return ""
    after = " ".join(line_diff(text, finding.fix).after)
    return f"{finding.fix.description}: {after[:_WORDS]}" if after.strip() else finding.fix.description
