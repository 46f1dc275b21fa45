"""Texts as PostgreSQL can keep them; the only import of psycopg."""

from __future__ import annotations

from psycopg.abc import Buffer
from psycopg.types.string import StrDumper


class TextWithoutNul(StrDumper):
    """Replaces the one character that PostgreSQL cannot keep, as MediaWiki does, so that no page can end a round."""

    def dump(self, obj: str) -> Buffer | None:
        """Return a text as it goes to the server."""
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)
