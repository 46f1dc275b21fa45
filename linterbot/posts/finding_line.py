"""Findings as the items of a wiki list, in words that need no manual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from linterbot.ledger.findings import RecordedFinding, State
from linterbot.model import Markup
from linterbot.posts.texts import Texts
from linterbot.view.prose import plain
from linterbot.wiki_escape import Wikitext, section_link, wiki_escape

_MESSAGE_LENGTH = 300  # characters; few rules have longer messages
_COMPARED = 60  # characters of a page's words that are looked for in a message
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_WIKI_PAGE = re.compile(r"https?://[^/\s]+/wiki/([^?#\s]+)$")


def finding_lines(found: Iterable[RecordedFinding], texts: Texts, now: str = "", boxes: str = "") -> Iterator[str]:
    """Yield findings as items of a list: those on one line of a page as one item, struck through if none is open.

    `found` has to be in page order. With `now`, in ISO 8601, days are named from there. `boxes` comes after what is
    still open, with the keys of the findings in a comment before it.
    """
    for _, rows in groupby(found, key=lambda one: (one.title, one.row, one.state is State.OPEN)):
        yield _item(list(rows), texts, now, boxes)


def policy_link(policy: str, label: str) -> str:
    """Return a link to a policy: a wiki link if the address is that of a wiki page, otherwise an external link.

    If the address cannot safely be linked, only the label is returned.
    """
    found = _WIKI_PAGE.match(policy)
    if found and not re.search(r"[\[\]{}|<>%]", found[1]):
        return f"[[{found[1].replace('_', ' ')}|{label}]]"
    return f"[{policy} {label}]" if re.fullmatch(r"https?://[^\s\[\]<>\"{}|]+", policy) else label


def _item(rows: Sequence[RecordedFinding], texts: Texts, now: str, boxes: str) -> str:
    first = rows[0]
    unnamed = "finding-at-top" if any(one.words for one in rows) else "finding-whole-page"
    said = (_said(one, texts) for one in rows)
    line = texts.say(
        "finding",
        place=Wikitext(section_link(first.title, first.section, first.section or texts.plain(unnamed))),
        words=Wikitext(_quoted(rows, texts)),
        message=Wikitext(" ".join(dict.fromkeys(said))),
        edit=Wikitext(_origin(first, texts, now)),
    )
    if first.state is not State.OPEN:
        outcome = texts.say("finding-resolved" if first.state is State.RESOLVED else "finding-settled")
        return f"* <s>{line}</s> {outcome}"
    suggestions = texts.plain("finding-or").join(one.suggestion for one in rows if one.suggestion)
    suggested = f" {texts.say('finding-suggested', words=suggestions)}" if suggestions else ""
    keys = " ".join(one.key for one in rows)
    return f"* {line}{suggested}{f' <!-- linterbot:no {keys} -->{boxes}' if boxes else ''}"


def _said(one: RecordedFinding, texts: Texts) -> str:
    """Return what a rule says, with a link to its policy."""
    message = Wikitext(wiki_escape(_first_sentence(one.message), _MESSAGE_LENGTH))
    return texts.say("finding-message", message=message, rule=Wikitext(policy_link(one.policy, one.rule)))


def _first_sentence(message: str) -> str:
    """Return the first sentence of a message, which says what is wrong; what it quotes may hold full stops."""
    for found in _SENTENCE_END.finditer(message):
        if message.count("“", 0, found.start()) == message.count("”", 0, found.start()):
            return message[: found.start()]
    return message


def _quoted(rows: Sequence[RecordedFinding], texts: Texts) -> str:
    """Return the words in question, "" if the messages quote them anyway or are about the whole page."""
    for one in rows:
        raw = " ".join(one.words.split())
        if raw and raw[:_COMPARED] not in one.message:
            return f"{texts.say('finding-words', words=plain(one.words, Markup.MEDIAWIKI) or raw)} "
    return ""


def _origin(one: RecordedFinding, texts: Texts, now: str) -> str:
    """Return the edits that brought a finding in: a link, by whom if that is known, and when."""
    if not one.revision:
        return ""
    revisions = f"{one.parent}/{one.revision}" if one.parent else str(one.revision)
    link = Wikitext(f"[[Special:Diff/{revisions}|{texts.say('finding-edit')}]]")
    name = "finding-by" if one.author else "finding-when"
    return f" {texts.say(name, edit=link, user=one.author, time=_day(one.since, now, texts))}"


def _day(time: str, now: str, texts: Texts) -> str:
    days = {now[:10]: "day-today"}
    if now:
        days[(date.fromisoformat(now[:10]) - timedelta(days=1)).isoformat()] = "day-yesterday"
    return texts.plain(days[time[:10]]) if time[:10] in days else time[:10]
