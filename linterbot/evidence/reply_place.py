"""Where a nested bullet stands: alone or last, deep or under a header, and how long it is beside what it is under."""

from __future__ import annotations

import re

from linterbot.evidence.reply_bullet import Bullet
from linterbot.evidence.scoring import Seen

NAMES = ("alone", "last", "deep", "short-parent", "long-parent", "long")
STYLE = ("label", "title")
_MANY, _FEW_ABOVE, _MANY_ABOVE = 45, 6, 25  # words in a long bullet, in a short line above it, and in a long one
_COUNTED = 5_000  # characters of the line above, which may be endless and have many bullets under it
_LABEL = re.compile(r"[^.:!?]{2,50}:(?: |$)")


def place(bullet: Bullet) -> Seen:
    """Yield what can be seen of a bullet's place without reading it."""
    parent, text = bullet.parent, bullet.text
    above = bullet.view.words(parent)
    if len(parent.children) == 1:
        yield "alone", "is the only sub-example here"
    elif parent.children[-1] == bullet.example.number:
        yield "last", "is the last one here"
    if parent.parent is not None:
        yield "deep", "is three levels deep"
    if (words := above.count(" ", 0, _COUNTED) + 1) <= _FEW_ABOVE:
        yield "short-parent", "is under a short line"
    elif words >= _MANY_ABOVE:
        yield "long-parent", "is under an example that says a lot"
    if text.count(" ") + 1 >= _MANY:
        yield "long", "is long"


def style(bullet: Bullet) -> Seen:
    """Yield what examples look like more often than remarks: a label, a title."""
    if _LABEL.match(bullet.text):
        yield "label", "begins with a label"
    if bullet.view.names_work(bullet.example):
        yield "title", "names a work"
