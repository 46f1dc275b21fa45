"""The tables of the ledger. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from linterbot.ledger.schema.base import metadata
from linterbot.ledger.schema.findings import change, finding, week
from linterbot.ledger.schema.people import decision, invitation, put_off, session
from linterbot.ledger.schema.reading import cursor, farm, note, opinion, page, page_lines, revisit, set_aside, wiki
from linterbot.ledger.schema.scans import scan, scan_part
from linterbot.ledger.schema.writing import action, lease, notice, pause

__all__ = [
    "action",
    "change",
    "cursor",
    "decision",
    "farm",
    "finding",
    "invitation",
    "lease",
    "metadata",
    "note",
    "notice",
    "opinion",
    "page",
    "page_lines",
    "pause",
    "put_off",
    "revisit",
    "scan",
    "scan_part",
    "session",
    "set_aside",
    "week",
    "wiki",
]
