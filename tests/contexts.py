"""The context of a bot as tests want it: any wiki and ledger, no waiting, pages linted in this very process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from linterbot.bot.clock import Clock
from linterbot.bot.context import BotContext
from linterbot.bot.opening import places
from linterbot.config.sections import WikiConfig
from linterbot.ledger import Ledger
from linterbot.lint.page_linter import PageLinter
from linterbot.posts import texts
from linterbot.posts.texts import Texts
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.wiki.protocol import Wiki
from linterbot.worker_pool import Failed, Item, Result, Setting, WorkerPool


class InProcess(WorkerPool[Setting]):
    """Works on items in this very process."""

    def each(self, work: Callable[[Setting, Item], Result], items: Sequence[Item]) -> list[Result | Failed]:
        return [work(self.setting, item) for item in items]


def bot_context(
    wiki: Wiki,
    ledger: Ledger,
    settings: WikiConfig,
    pool: WorkerPool[PageLinter] | None = None,
    rules: tuple[Rule, ...] | None = None,
    clock: Clock | None = None,
) -> BotContext:
    """Return a context that works in this process and waits for nothing, but for what is given."""
    rules = packs.load(settings.pack) if rules is None else rules
    return BotContext(
        wiki=wiki,
        ledger=ledger,
        settings=settings,
        texts=texts_of(settings),
        pool=pool or InProcess(linter(wiki, rules)),
        clock=clock or Clock(wiki.now),
        pause=lambda _: None,
    )


def linter(wiki: Wiki, rules: tuple[Rule, ...]) -> Callable[[], PageLinter]:
    """Return what gives a pool its setting."""
    return lambda: PageLinter(rules, wiki.site().names)


def texts_of(settings: WikiConfig, *folders: Path) -> Texts:
    """Return the bot's texts on a wiki."""
    return texts.load(settings.pack, folders, places(settings))
