"""Whose words they are: a phrase inside a quotation or a title is not the editor speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.model import Markup, Span

_QUOTED = r'(?<!\d)"[^"\n]*"|“[^“”\n]*”'  # after a digit, the mark means inches
_TITLE = r"(?<!')''(?!')(?=[\"“]?[A-Z0-9])[^\n]*?[^'\n]''(?!')"  # in italics, with a capital letter
_ADDRESS = r"https?://[^\s\[\]|}<]++"
_OTHERS = {
    Markup.MEDIAWIKI: re.compile(
        rf"{_QUOTED}|{_TITLE}|{_ADDRESS}"
        r"|\[\[[^\[\]|\n]*(?:\||\]\])"  # a title, or a target that a label hides
        r"|\[\[[^\[\]\n]*?\|(?=[^\[\]|\n]*\]\])"  # what stands before the caption of a picture
        r"|\{\{[^{}|\n]*"  # the name of a template
        r"|</?[A-Za-z][^<>\n]*>"
        r"|^[*#:]*:[ \t]*'''[^'\n]{1,60}'''.*"  # a line of dialogue, after the name of who speaks
    ),
    Markup.TVTROPES: re.compile(
        rf"{_QUOTED}|{_TITLE}|{_ADDRESS}"
        r"|\{\{[^{}\n]*\}\}"
        r"|\[\[(?:[A-Z][A-Za-z]*/)?(?:\{\{[^{}\n]*\}\}|[A-Z]\w*)(?=[\s\]])"
        r"|\[=[^\n]*?=\]"
        r"|^-+>.*"
    ),
    Markup.RENDERED: re.compile(rf"{_QUOTED}|(?<![\w_])_(?=[A-Z0-9])[^_\n]*_(?!\w)|{_ADDRESS}"),
}


def others_words(line: str, markup: Markup) -> Iterator[Span]:
    """Yield the parts of a line that the editor does not say: speech in quotation marks, titles, targets of links."""
    for found in _OTHERS[markup].finditer(line):
        yield Span(*found.span())
