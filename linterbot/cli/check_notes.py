"""What `check` says on standard error besides its findings: how texts were read, and what was not checked."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.cli.checked import Checked
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Markup
from linterbot.plurals import counted

_LONG = 8  # lines of a page that should have a list
_KINDS = {
    Markup.MEDIAWIKI: "MediaWiki wikitext",
    Markup.TVTROPES: "TV Tropes markup",
    Markup.RENDERED: "the text of a rendered page",
}


class Notes:
    """Notes on some pages, told at once for each page, or in as few lines as possible at the end."""

    def __init__(self, verbose: bool) -> None:
        self._verbose = verbose
        self._read: dict[str, list[str]] = {}  # the names of pages, by how they were read
        self._skipped: dict[str, set[str]] = {}  # the names of pages, by the rules that were not applied
        self._reasons: dict[str, set[str]] = {}  # those rules, by the reason

    def on(self, one: Checked) -> Iterator[str]:
        """Yield what has to be said of a page by itself, and remember the rest."""
        checked = one.checked
        name = terminal_escape(checked.name)
        if one.guessed:
            words = f"read as {_KINDS[checked.document.markup]}, by the rules of {checked.pack}"
            self._read.setdefault(words, []).append(name)
        if not checked.document.text.strip() and not checked.lint_result.findings:
            yield f"{name}: the page is empty; there is nothing to check"
        elif checked.document.redirect:
            yield f"{name}: is a redirect; check the page it leads to"
        elif one.guessed and _without_bullets(checked):
            yield f"{name}: no bullets were seen; if you copied the page from a browser, copy the edit box instead"
        for skipped in checked.lint_result.skipped:
            self._skipped.setdefault(skipped.name, set()).add(name)
            self._reasons.setdefault(skipped.reason, set()).add(skipped.name)

    def at_end(self) -> Iterator[str]:
        """Yield what has to be said of the pages together."""
        for words, names in self._read.items():
            yield f"{names[0] if len(names) == 1 else counted(len(names), 'page')}: {words}"
        if not self._skipped:
            return
        if self._verbose:
            for reason, rules in self._reasons.items():
                yield f"not checked: {', '.join(sorted(rules))} ({reason})"
            return
        pages = {name for names in self._skipped.values() for name in names}
        where = next(iter(pages)) if len(pages) == 1 else counted(len(pages), "page")
        yield f"{where}: {counted(len(self._skipped), 'rule')} not checked ({_short(self._reasons)}; -v names them)"


def _without_bullets(checked: CheckedPage) -> bool:
    """Whether a text of some length has no list, as if its bullets had been lost on the way."""
    document = checked.document
    return document.markup is Markup.MEDIAWIKI and not document.examples and document.text.count("\n") >= _LONG


def _short(reasons: dict[str, set[str]]) -> str:
    return next(iter(reasons)) if len(reasons) == 1 else "for several reasons"
