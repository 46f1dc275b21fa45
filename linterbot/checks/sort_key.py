"""`sort-key`: a title that begins with an article, so that its page is sorted under the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.first_line import first_line
from linterbot.view.language import one_of
from linterbot.view.page_view import View

_SORT_KEY = re.compile(r"\{\{\s*(?:DEFAULTSORT|DEFAULTSORTKEY|DEFAULTCATEGORYSORT)\s*:", re.IGNORECASE)


class SortKey(Check):
    """Requires `{{DEFAULTSORT:…}}` on pages whose title begins with an article; the safe fix adds it at the end.

    Subpages, redirects and empty pages are exempt.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"key"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document, text = view.document, view.document.text
        found = self._article.match(document.title)
        if found is None or "/" in document.title or document.redirect or not text.strip() or _SORT_KEY.search(text):
            return
        key = f"{{{{DEFAULTSORT:{found[2]}, {found[1]}}}}}"
        edit = Edit(Span(len(text), len(text)), f"{'' if text.endswith(chr(10)) else chr(10)}{key}\n")
        yield Hit(first_line(document), {"key": key}, fix=Fix((edit,), Safety.SAFE, "put-at-end", key), of_page=True)

    @cached_property
    def _article(self) -> re.Pattern[str]:
        return re.compile(rf"({one_of(self.language.articles)}) (\w[^{{}}|]*)$")
