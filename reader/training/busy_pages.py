"""Pages that were invented for the reader alone: busy ones, on which every nested bullet bears its label.

`pages/*.txt` are lists in Markdown. After its dash, a nested bullet has a letter: `s` for an example of its own, `n`
for natter, `c` for a continuation, `u` for what people would argue over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from linterbot.evidence.second_opinions import passage
from linterbot.evidence.second_reading import Passage
from linterbot.markup import read
from linterbot.model import Markup, Page
from linterbot.view.page_view import View

_FOLDER = Path(__file__).parent / "pages"
_KINDS = {"s": "sub-example", "n": "natter", "c": "continuation"}
_BULLET = re.compile(r"(?m)^((?:  )+-) ([sncu]) (?=\S)")


class Labelled(NamedTuple):
    """One nested bullet, what kind it is, and the page it stands on."""

    page: str
    kind: str
    passage: Passage


def bullets() -> Iterator[Labelled]:
    """Yield the nested bullets of all pages, but for those that people would argue over."""
    for path in sorted(_FOLDER.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        letters = [one[2] for one in _BULLET.finditer(text)]
        document = read(Page(path.stem, _BULLET.sub(r"\1 ", text)), Markup.RENDERED)
        view, nested = View(document), [one for one in document.examples if one.parent is not None]
        for letter, one in zip(letters, nested, strict=True):
            if letter in _KINDS:
                seen = passage(view, one, document.examples[one.parent or 0])
                yield Labelled(path.stem, _KINDS[letter], seen)
