"""Notes in the ledger what was found on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linterbot.jobs.judge import Judged
from linterbot.jobs.tools import Tools
from linterbot.ledger import findings, set_aside
from linterbot.ledger.findings import Noted
from linterbot.ledger.pages import PageRead
from linterbot.lint.added_lines import digests
from linterbot.markup.rows import Rows
from linterbot.model import Finding, Mode
from linterbot.report.change import change

_MOST = 1_000  # findings of one page that the ledger keeps; more come when these are gone
_WORDS = 500  # characters of a page that the ledger keeps of one finding


@dataclass(frozen=True)
class Seen:
    """A judged page, those of its findings that people are told of (`speaks`), and who brought them in."""

    judged: Judged
    speaks: frozenset[str]
    author: str = ""


def record(tools: Tools, seen: Sequence[Seen], now: str) -> dict[str, list[Finding]]:
    """Note what was found on some pages, all at once; return for each the findings that are new to people."""
    for one in seen:
        if one.judged.lost:
            set_aside.note(tools.ledger, one.judged.page, one.judged.lost, now)
    set_aside.forget(tools.ledger, [one.judged.page.title for one in seen if not one.judged.lost])
    return findings.record(tools.ledger, [(_read(tools, one.judged), noted(tools, one)) for one in seen], now)


def _read(tools: Tools, judged: Judged) -> PageRead:
    page = judged.page
    judged_by = "" if judged.lost else tools.judged_by
    return PageRead(page.title, page.page_id or 0, page.revision or 0, digests(page.text), judged_by)


def noted(tools: Tools, seen: Seen) -> list[Noted]:
    """Return the findings as the ledger keeps them."""
    text = seen.judged.page.text
    rows, own = Rows(text), bool(seen.judged.lost)
    return [
        Noted(
            finding=one,
            words=one.span.of(text)[:_WORDS],
            row=rows.position(one.span.start).row,
            repairable=tools.may_repair(one),
            suggestion=suggestion(tools, one, text),
            speaks=own or one.fingerprint in seen.speaks,
            author=seen.author,
        )
        for one in seen.judged.judgement.findings[:_MOST]
    ]


def suggestion(tools: Tools, finding: Finding, text: str) -> str:
    """Return the repair in words, where the wiki wants repairs suggested."""
    if finding.fix is None or tools.settings.mode_of(finding.name) is not Mode.SUGGEST:
        return ""
    after = " ".join(change(text, finding.fix).after)
    return f"{finding.fix.description}: {after[:_WORDS]}" if after.strip() else finding.fix.description
