"""What all tables have in common."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData()
# A number that grows for ever: SQLite's own can be as large, but counts by itself only under this name.
NUMBER = BigInteger().with_variant(Integer, "sqlite")
