"""What a scan by a fleet is made of, while it is under way."""

from __future__ import annotations

from sqlalchemy import Column, Float, LargeBinary, String, Table, Text

from linterbot.ledger.schema.base import NUMBER, metadata

scan = Table(
    "scan",
    metadata,
    Column("digest", String, primary_key=True),  # of what is scanned, and how
    Column("instructions", LargeBinary, nullable=False),
    Column("wanted", Float, nullable=False),  # when somebody last waited for it
)

scan_part = Table(
    "scan_part",
    metadata,
    Column("digest", String, primary_key=True),
    Column("number", NUMBER, primary_key=True),
    Column("pages", LargeBinary, nullable=False),  # to lint, b"" once that is done
    Column("due", Float, nullable=False),
    Column("tries", NUMBER, nullable=False),
    Column("trouble", Text, nullable=False),  # why the last try came to nothing
    Column("result", LargeBinary),  # None until it is done
)
