"""`entry-dash`: an entry of a work's page whose trope is followed by a dash instead of a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

# The trope, as a link; then the dash; then a sentence, not another link, which would make it a range.
_DASHED = re.compile(
    r"[ \t\x00]*(?:'{2,5})?\[\[[^\[\]:\n]{1,200}\]\](?:'{2,5})?([ \t]*(?:--+|[–—])[ \t]*|[ \t]+-[ \t]+)(?=[\w\"“'‘])"
)


class EntryDash(Check):
    """Finds top-level bullets that begin with a linked trope and a dash; the safe fix puts a colon there.

    Only pages with the template of their kind count, since then it is certain that the links are tropes.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such dash."""
        if not view.kind.certain:
            return
        for example in view.top:
            found = _DASHED.match(view.seen, *example.line)
            if found is not None:
                dash = Span(*found.span(1))
                yield Hit(dash, fix=Fix((Edit(dash, ": "),), Safety.SAFE, "put-colon"))
