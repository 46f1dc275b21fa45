"""`unnamed-work`: an entry that relies on the one above it to name the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Example
from linterbot.model import Hit
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_LEADS = ("in", "on", "during", "at", "from")  # words before such an opening


class UnnamedWork(Check):
    """Finds top-level entries that begin with “another episode” or similar words but name no work.

    `others` are the words that point back (“another”), `parts` the things they point to (“episode”). An entry that
    names a work, in italics or by a link, is fine. So is the first entry of a section, which has nothing above it to
    rely on.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    says: ClassVar[frozenset[str]] = frozenset({"opening"})

    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such entry, with the one above it."""
        firsts, begins = view.first_words, self._begins
        above: dict[int | None, Example] = {}
        for example in view.top:
            before = above.get(example.section)
            above[example.section] = example
            if before is None or firsts[example.number] not in begins:
                continue
            found = self._opening.match(view.words(example))
            if found is not None and not view.names_work(example):
                spans = view.document.words_span(example), view.document.words_span(before)
                yield Hit(spans[0], {"opening": found[1]}, spans[1:])

    @cached_property
    def _begins(self) -> frozenset[str]:
        """The first words of such openings."""
        return frozenset(words.partition(" ")[0].lower() for words in (*_LEADS, *self.others))

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        others, parts = ("|".join(map(re.escape, words)) or "(?!)" for words in (self.others, self.parts))
        leads = "|".join(_LEADS)
        return re.compile(rf"\W*((?:(?:{leads}) )?(?:{others})\W+(?:{parts}))\b", re.IGNORECASE)
