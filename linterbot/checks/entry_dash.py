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
_WITH_COLON = re.compile(r"[ \t\x00]*(?:'{2,5})?\[\[[^\[\]:\n]{1,200}\]\](?:'{2,5})?:")


class EntryDash(Check):
    """Finds top-level bullets that begin with a linked trope and a dash; the fix puts a colon there.

    Only pages with the template of their kind count, since then it is certain that the links are tropes. The fix is
    safe where more of the page's entries have a colon already: then that is what the page itself does.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such dash."""
        if not view.kind.certain:
            return
        found = [dashed for example in view.top if (dashed := _DASHED.match(view.seen, *example.line))]
        colons = sum(_WITH_COLON.match(view.seen, *example.line) is not None for example in view.top) if found else 0
        safety = Safety.SAFE if colons > len(found) else Safety.UNSAFE
        for one in found:
            dash = Span(*one.span(1))
            yield Hit(dash, fix=Fix((Edit(dash, ": "),), safety, "put-colon"))
