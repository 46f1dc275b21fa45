"""What stands on talk pages: one section about a page, kept up to date, and messages to people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from linterbot.ledger.findings import Recorded, State
from linterbot.report.harmless import page_link
from linterbot.report.texts import Texts
from linterbot.report.wikitext import line

_BEGIN, _END = "<!-- linterbot:talk -->", "<!-- linterbot:talk end -->"
_SECTION = re.compile(f"{_BEGIN}.*?{_END}", re.DOTALL)


def talk_page(current: str, findings: Sequence[Recorded], texts: Texts) -> str:
    """Return a talk page with the bot's one section brought up to date; what people wrote stays where it is."""
    list_of = "\n".join([_BEGIN, texts.say("talk-intro"), *map(line, findings), texts.say("talk-closing"), _END])
    if _SECTION.search(current):
        return _SECTION.sub(lambda _: list_of, current, count=1)
    section = f"== {texts.say('talk-heading')} ==\n{list_of} ~~~~"
    return f"{current.rstrip()}\n\n{section}".lstrip()


def has_section(current: str) -> bool:
    """Whether the bot's section stands on a talk page; people may have archived it."""
    return _SECTION.search(current) is not None


def message(current: str, findings: Iterable[Recorded], texts: Texts) -> str:
    """Return a person's talk page with one message about everything they brought in."""
    said = [f"== {texts.say('message-heading')} ==", texts.say("message-intro")]
    open_ones = (one for one in findings if one.state is State.OPEN)
    for title, rows in groupby(open_ones, key=lambda one: one.title):
        said += [f"On {page_link(title)}:", *map(line, rows)]
    said.append(f"{texts.say('message-closing')} ~~~~")
    return "\n".join([*([current.rstrip(), ""] if current.strip() else []), *said])


def welcome(current: str, user: str, texts: Texts) -> str:
    """Return a newcomer's talk page with a welcome."""
    said = f"== {texts.say('welcome-heading')} ==\n{texts.say('welcome', user=user)} ~~~~"
    return f"{current.rstrip()}\n\n{said}".lstrip()
