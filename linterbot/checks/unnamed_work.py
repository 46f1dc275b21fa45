"""`unnamed-work`: an entry that relies on the one above it to name the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.model import Hit, Span
from linterbot.view.page_view import View
from linterbot.view.prose import plain
from linterbot.view.work_titles import works


@dataclass(frozen=True)
class UnnamedWork(Check):
    """Finds top-level entries that begin with “another episode” or similar words but name no work.

    `others` are the words that point back (“another”), `parts` the things they point to (“episode”). An entry that
    names a work, in italics or by a link, is fine. So is the first entry of a section, which has nothing above it to
    rely on.
    """

    says: ClassVar[frozenset[str]] = frozenset({"opening"})

    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such entry, with the one above it."""
        document = view.document
        above: dict[int | None, Span] = {}
        for example in view.examples:
            if example.parent is not None:
                continue
            before, above[example.section] = above.get(example.section), document.words_span(example)
            found = self._opening.match(document.text, *example.line)
            if before is not None and found is not None and next(works(document, example), None) is None:
                yield Hit(document.words_span(example), {"opening": plain(found[1], document.markup)}, (before,))

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        others, parts = ("|".join(map(re.escape, words)) or "(?!)" for words in (self.others, self.parts))
        return re.compile(rf"\W*((?:(?:in|on|during|at|from) )?(?:{others})\W+(?:{parts}))\b", re.IGNORECASE)
