"""Reviews as an Atom feed (RFC 4287), the newest first, for readers of feeds and for other programs."""

from __future__ import annotations

import re
import uuid
from html import escape

from linterbot.digest import as_text
from linterbot.digest.review import Review
from linterbot.digest.words import days, in_one_line
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.formats.xml_text import xml_text

_KEPT = 12  # weeks in the feed
_ENTRY = re.compile(r"<entry>(?:(?!<entry>).)*?</entry>", re.DOTALL)
_ID = re.compile(r"<id>(.*?)</id>")


def feed(earlier: str, review: Review, now: str) -> str:
    """Return the feed with a review at its top; `earlier` is the feed as it was, "" if there is none.

    An entry of the same week stays as it was, since readers have seen it.
    """
    name = _identity(review.wiki, review.week)
    entries = _ENTRY.findall(earlier)
    if all(_id_of(one) != name for one in entries):
        entries.insert(0, _entry(name, review, now))
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_identity(review.wiki, '')}</id>",
        f"<title>{_safe(review.wiki)}: weeks in review</title>",
        "<author><name>linterbot</name></author>",
        f"<updated>{escape(now)}</updated>",
    ]
    return "\n".join([*head, *entries[:_KEPT], "</feed>", ""])


def _entry(name: str, review: Review, now: str) -> str:
    words = "\n".join(as_text.render(review))
    content = escape(f"<pre>{escape(xml_text(words))}</pre>")
    return "\n".join(
        [
            f"<entry><id>{name}</id>",
            f"<title>Week {escape(review.week)} ({days(review)})</title>",
            f"<updated>{escape(now)}</updated>",
            f"<summary>{_safe(in_one_line(review))}</summary>",
            f'<content type="html">{content}</content></entry>',
        ]
    )


def _identity(wiki: str, week: str) -> str:
    """Return a name that is the same in every ledger, and no address: what a feed is about need not have one."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"linterbot {wiki} {week}").urn


def _id_of(entry: str) -> str:
    found = _ID.search(entry)
    return found[1] if found else ""


def _safe(text: str) -> str:
    return escape(xml_text(terminal_escape(text)))
