"""What everything in a round works with: one frozen context, opened from the configuration."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from linterbot import __version__
from linterbot.bot.clock import Clock
from linterbot.config import Config, WikiConfig
from linterbot.config import wiki as wiki_of
from linterbot.errors import ConfigError, RuleError
from linterbot.ledger import Ledger, leases, open_ledger
from linterbot.lint.page_linter import PageLinter
from linterbot.model import Finding, Mode, Safety
from linterbot.posts import texts as bot_texts
from linterbot.posts.texts import Texts
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule, digest
from linterbot.wiki.connect import connect
from linterbot.wiki.protocol import Site, Wiki
from linterbot.worker_pool import WorkerPool
from linterbot.yaml_text import near

_MOST_PROCESSES = 4  # a round has a few hundred pages to lint, seldom more


def _new_run() -> str:
    return secrets.token_hex(4)


@dataclass(frozen=True)
class BotContext:
    """One wiki, and all that the bot needs to work on it."""

    wiki: Wiki
    ledger: Ledger
    settings: WikiConfig
    texts: Texts  # the bot's words
    pool: WorkerPool[PageLinter]  # where pages are linted, and by which rules
    clock: Clock
    pause: Callable[[float], None] = time.sleep  # waits some seconds between two edits
    run: str = field(default_factory=_new_run)  # names the round
    process: str = ""  # the name under which this process holds the wiki

    @property
    def now(self) -> str:
        """The wiki's time."""
        return self.clock.now()

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules that pages are linted by."""
        return self.pool.setting.rules

    @cached_property
    def site(self) -> Site:
        """What the wiki says of itself and of our account."""
        return self.wiki.site()

    @cached_property
    def linted_by(self) -> str:
        """What tells these rules from others that would have found other things."""
        return f"{__version__} {digest(self.rules)}"

    def may_fix(self, finding: Finding) -> bool:
        """Whether the wiki lets the bot make this rule's safe fixes by itself."""
        fix = finding.fix
        return fix is not None and fix.safety is Safety.SAFE and self.settings.mode_of(finding.name) is Mode.AUTO

    def new_round(self) -> BotContext:
        """Return a context for a round of its own, with the wiki's time read anew."""
        return replace(self, clock=Clock(self.wiki.now), run=_new_run())

    @contextmanager
    def holding_the_wiki(self, patience: float = 0) -> Iterator[BotContext]:
        """Give a context that may write: no other linterbot does meanwhile.

        Raises WikiBusy where another one still writes after `patience` seconds.
        """
        with leases.held(self.ledger, patience) as process:
            yield replace(self, process=process)


@contextmanager
def open_bot(
    config: Config,
    name: str | None,
    set_aside: Callable[[RuleError], None] | None = None,
    pause: Callable[[float], None] = time.sleep,
    dry_run: bool = False,
) -> Iterator[BotContext]:
    """Give the context for one wiki, and close everything afterwards; raises ConfigError, RuleError or WikiError.

    With `set_aside`, a broken rule file is reported there and the other rules go on. A dry run creates no file.
    """
    wiki_name, settings = wiki_of(config, name)
    paths = [config.path(path) for path in config.rule_paths]
    rules = packs.load(settings.pack, paths, set_aside, config.adjustments(wiki_name))
    if set_aside is None:
        _refuse_unknown_rules(wiki_name, settings, rules)
    texts = bot_texts.load(settings.pack, paths, places(settings))
    wiki = connect(config, wiki_name, settings, only_to_read=dry_run)
    try:
        ledger = open_ledger(config.ledger_url, wiki_name, create=not dry_run)
        try:
            with WorkerPool(lambda: PageLinter(rules, wiki.site().names), _processes()) as pool:
                yield BotContext(wiki, ledger, settings, texts, pool, Clock(wiki.now), pause)
        finally:
            ledger.close()
    finally:
        wiki.close()


def places(settings: WikiConfig) -> dict[str, str]:
    """Return what fills the places in the bot's texts, on every page of a wiki."""
    pages = {"report": settings.report_page, "stop": settings.stop_page, "opt-out": settings.opt_out_page}
    return {"bot": settings.user, **pages}


def _refuse_unknown_rules(wiki: str, settings: WikiConfig, rules: tuple[Rule, ...]) -> None:
    known = [rule.name for rule in rules]
    for rule in (*settings.rules, *settings.talk, *settings.templates, *settings.message_authors):
        if rule not in known:
            raise ConfigError(f"wikis.{wiki}.rules", f'unknown rule "{rule}"', near(rule, known))


def _processes() -> int:
    return min(_MOST_PROCESSES, os.cpu_count() or 1)
