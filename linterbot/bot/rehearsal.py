"""A round that writes nothing: it works on a copy of the ledger, and on a wiki that only seems to take its edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any, cast

from linterbot.bot.context import BotContext
from linterbot.ledger import copied, leases, process_identity
from linterbot.model import Page
from linterbot.wiki.protocol import Outcome, Save, Saved, Wiki
from linterbot.wiki.titles import normal_text, normal_title

_FIRST_REVISION = 10**15  # of those that no wiki made; none has as many


@contextmanager
def rehearsing(context: BotContext) -> Iterator[BotContext]:
    """Yield a context in which everything goes as it would, except that nothing is written to wiki or ledger.

    Nothing waits between two edits, and neither the lease nor a lock of the real ledger is taken.
    """
    with copied(context.ledger) as ledger:
        wiki = cast(Wiki, _Stage(context.wiki, context.settings.user))
        process = process_identity.new_name()
        leases.take(ledger, process)  # of the copy
        yield replace(context, ledger=ledger, wiki=wiki, process=process, pause=lambda _: None)


class _Stage:
    """A wiki on which edits seem to be saved; everything else is what the real one says."""

    def __init__(self, wiki: Wiki, user: str) -> None:
        self._wiki, self._user = wiki, user
        self._saved: dict[str, Page] = {}
        self._numbers = count(_FIRST_REVISION)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wiki, name)

    def pages(self, titles: Iterable[str], unreadable: bool = False) -> list[Page]:
        """Return pages as they would be."""
        spaces = self._wiki.site().namespaces
        wanted = {normal_title(title, spaces)[0]: title for title in titles}
        there = [self._saved[title] for title in wanted if title in self._saved]
        others = [asked for title, asked in wanted.items() if title not in self._saved]
        return [*there, *(self._wiki.pages(others, unreadable) if others else ())]

    def save(self, save: Save) -> Outcome:
        """Keep a page as it would be."""
        site = self._wiki.site()
        title = normal_title(save.title, site.namespaces)[0]
        before = self._saved.get(title) or next(iter(self._wiki.pages([title], unreadable=True)), None)
        page = before or Page(title, "", namespace=site.namespace_of(title))
        number = next(self._numbers)
        self._saved[title] = replace(
            page, text=normal_text(save.text), revision=number, timestamp=self._wiki.now(), user=self._user
        )
        return Saved(number)
