"""The bot's words on talk pages: one section about a page, kept up to date, and messages to people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from linterbot.ledger.findings import RecordedFinding, State
from linterbot.posts.finding_line import finding_lines
from linterbot.posts.texts import Texts

_MOST = 8  # findings that a message lists; nobody reads more at once
_BEGIN, _END = "<!-- linterbot:talk -->", "<!-- linterbot:talk end -->"
# What comes after the section is the signature; older sections have it on the same line, where it becomes a box.
_SECTION = re.compile(rf"{_BEGIN}.*?{_END}(?:[ \t]*\n|[ \t]+)?", re.DOTALL)


def talk_page(current: str, findings: Sequence[RecordedFinding], texts: Texts) -> str:
    """Return an article's talk page with the bot's section brought up to date; what people wrote stays as it is."""
    lines = [texts.say("talk-intro"), *finding_lines(findings, texts), texts.say("talk-closing")]
    body = "\n".join([_BEGIN, *lines, _END])
    if _SECTION.search(current):
        return _SECTION.sub(lambda _: f"{body}\n", current, count=1)
    return f"{current.rstrip()}\n\n== {texts.say('talk-heading')} ==\n{body}\n~~~~".lstrip()


def has_section(current: str) -> bool:
    """Whether the bot's section is on a talk page; people may have archived it."""
    return _SECTION.search(current) is not None


def message(current: str, findings: Iterable[RecordedFinding], texts: Texts) -> str:
    """Return a person's talk page with a message about everything that their edits brought in."""
    lines = [f"== {texts.say('message-heading')} ==", texts.say("message-intro")]
    open_ones = [one for one in findings if one.state is State.OPEN]
    for title, rows in groupby(open_ones[:_MOST], key=lambda one: one.title):
        lines += [texts.say("message-page", page=title), *finding_lines(rows, texts)]
    if len(open_ones) > _MOST:
        lines.append(texts.count("message-more", len(open_ones) - _MOST))
    lines.append(f"{texts.say('message-closing')} ~~~~")
    return "\n".join([*([current.rstrip(), ""] if current.strip() else []), *lines])


def answer(current: str, user: str, operator: str, texts: Texts) -> str:
    """Return the bot's own talk page with an answer below what somebody wrote there."""
    return f"{current.rstrip()}\n: {texts.say('answer', user=user, operator=operator)} ~~~~"


def welcome(current: str, user: str, texts: Texts) -> str:
    """Return a newcomer's talk page with a welcome."""
    words = f"== {texts.say('welcome-heading')} ==\n{texts.say('welcome', user=user)} ~~~~"
    return f"{current.rstrip()}\n\n{words}".lstrip()
