"""The lists and tables that the rules of a pack share, and what they say about pages in general."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from linterbot.records import fields
from linterbot.view.conventions import Conventions
from linterbot.view.language import Language
from linterbot.view.page_kind import PageKinds

FIX_TEXTS = "fix-texts"  # what fixes do, among the lists; no list of a rule is called so


class Lists(dict[str, Any]):
    """Lists and tables by their names."""

    @cached_property
    def conventions(self) -> Conventions:
        """What the pack knows about pages; the same for all of its rules."""
        language = Language(**{one.name: self._words(one.name) for one in fields(Language)})
        own = {one.name: self._words(one.name) for one in fields(Conventions) if one.name not in ("language", "kinds")}
        tables = {one.name: self._table(one.name) for one in fields(PageKinds) if one.name not in ("media", "language")}
        return Conventions(language=language, kinds=PageKinds(**tables, media=own["media"], language=language), **own)

    @property
    def fix_texts(self) -> Mapping[str, str]:
        """What fixes do, in the pack's words."""
        texts: Mapping[str, str] = self.get(FIX_TEXTS, {})
        return texts

    def _words(self, field: str) -> tuple[str, ...]:
        return tuple(map(str, self.get(field.replace("_", "-"), ())))

    def _table(self, field: str) -> dict[str, tuple[str, ...]]:
        return {kind: tuple(names) for kind, names in self.get(f"kind-{field.replace('_', '-')}", {}).items()}


NO_LISTS = Lists()
