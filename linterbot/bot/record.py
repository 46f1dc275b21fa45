"""Records in the ledger what was found on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage
from linterbot.formats.line_diff import line_diff
from linterbot.ledger import record_findings, set_aside
from linterbot.ledger.pages import PageRead
from linterbot.ledger.record_findings import SeenFinding
from linterbot.lint.added_lines import digests
from linterbot.markup.row_numbers import Rows
from linterbot.model import Finding, Mode

_MOST = 1_000  # findings of one page that the ledger keeps; others follow when these are gone
_WORDS = 500  # characters of a page that the ledger keeps for one finding


@dataclass(frozen=True)
class SeenPage:
    """A linted page, and which of its findings are reported."""

    linted: LintedPage
    reported: frozenset[str]  # the fingerprints of the findings that are reported to people
    author: str = ""  # who brought them in, "" if unknown


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
    return [
        SeenFinding(
            finding=one,
            words=one.span.of(text)[:_WORDS],
            row=rows.position(one.span.start).row,
            fixable=context.may_fix(one),
            suggestion=_suggestion(context, one, text),
            reported=own or one.fingerprint in seen.reported,
            quiet=context.settings.quiet_on(seen.linted.lint_result.kind),
            author=seen.author,
        )
        for one in seen.linted.lint_result.findings[:_MOST]
    ]


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
