"""Finds out what was on a page before the edits that came since it was judged last, so that only they are spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linterbot.jobs.judge import Judged, judge
from linterbot.jobs.record import Seen, record
from linterbot.jobs.tools import Tools
from linterbot.ledger import findings, pages
from linterbot.ledger.findings import State
from linterbot.lint.added_lines import NEW_PAGE, Before, brought_in, digests
from linterbot.model import Finding, Page
from linterbot.wiki.gateway import Change, Site


@dataclass(frozen=True)
class Edits:
    """What recent changes tell of one page: the revision before the first change (0: a new page), and by whom."""

    parent: int
    edited: bool
    authors: frozenset[str]


def edits_by_title(changes: Sequence[Change]) -> dict[str, Edits]:
    """Gather the changes of each page, in whatever order they come."""
    first: dict[str, Change] = {}
    authors: dict[str, set[str]] = {}
    for change in changes:
        if change.kind == "log":
            continue
        authors.setdefault(change.title, set()).add(change.user)
        if change.title not in first or change.revision < first[change.title].revision:
            first[change.title] = change
    return {title: Edits(one.parent, True, frozenset(authors[title])) for title, one in first.items()}


def before(tools: Tools, site: Site, batch: Sequence[Page], edits: Mapping[str, Edits]) -> dict[str, Before]:
    """Return what stood on each page of a batch when it was judged last, or before the edits we know of.

    What the ledger remembers is enough where the rules are the same; else the old texts are read, all in one request.
    A page without an entry has only what nobody just brought in.
    """
    out: dict[str, Before] = {}
    old: dict[int, str] = {}
    titles, judged_by = [page.title for page in batch], tools.judged_by
    reads, states = pages.get(tools.ledger, titles), findings.states_on(tools.ledger, titles)
    for page in batch:
        read = reads.get(page.title)
        if read is not None and read.judged_by == judged_by and read.lines:
            there = (one for one, state in states.get(page.title, {}).items() if state is not State.RESOLVED)
            out[page.title] = Before(read.lines, frozenset(there))
        elif read is not None:
            old[read.revision] = page.title
        elif (edit := edits.get(page.title)) is not None:
            if edit.parent:
                old[edit.parent] = page.title
            else:
                out[page.title] = NEW_PAGE
    texts = tools.wiki.texts(old) if old else []
    for judged in judge(tools, site, texts):
        if not judged.lost and judged.page.revision in old:
            known = frozenset(one.fingerprint for one in judged.judgement.findings)
            out[old[judged.page.revision]] = Before(digests(judged.page.text), known)
    return out


def record_again(tools: Tools, site: Site, judged: Judged, now: str) -> None:
    """Note what stands on a page that was read outside the order of recent changes: people may have edited it since."""
    known = before(tools, site, [judged.page], {})
    record(tools, [Seen(judged, spoken_of(tools, judged.page, judged.judgement.findings, known))], now)


def spoken_of(tools: Tools, page: Page, found: Sequence[Finding], known: Mapping[str, Before]) -> frozenset[str]:
    """Return the fingerprints of the findings that people are told of."""
    if tools.settings.scope == "page":
        return frozenset(one.fingerprint for one in found)
    if page.title not in known:
        return frozenset()
    return brought_in(page.text, found, known[page.title])
