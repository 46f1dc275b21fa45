"""Opens the bot's context for one wiki, as the configuration says."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from linterbot.bot import settings_page
from linterbot.bot.clock import Clock
from linterbot.bot.context import BotContext
from linterbot.bot.shared_pace import SharedPace
from linterbot.config import wiki_rules
from linterbot.config.reader import wiki as wiki_of
from linterbot.config.sections import Config, WikiConfig
from linterbot.errors import ConfigError, LinterbotError, RuleError, TargetError, WikiBusy
from linterbot.files import only_for_owner, private_folder
from linterbot.ledger import Ledger, file_of, key_values, open_ledger, pauses
from linterbot.lint.page_linter import PageLinter
from linterbot.model import SECOND_READING
from linterbot.posts import texts as bot_texts
from linterbot.posts.texts import Texts
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.second_reader import asking
from linterbot.wiki.connect import connect, connect_to_read
from linterbot.wiki.known_sites import KnownSites
from linterbot.wiki.pace import AsFastAsItGoes, Pace
from linterbot.wiki.protocol import Wiki
from linterbot.worker_pool import SECONDS, WorkerPool
from linterbot.worker_processes import Processes

_READER_SECONDS = 8.0  # that one page may take while somebody waits for it
MOST_PROCESSES = 4  # a round has a few hundred pages to lint, seldom more


@dataclass(frozen=True)
class Kept:
    """What a process keeps from one round to the next, on any wiki."""

    processes: Processes  # in which pages are linted
    sites: KnownSites


@contextmanager
def open_bot(
    config: Config,
    name: str | None,
    set_aside: Callable[[RuleError], None] | None = None,
    pause: Callable[[float], None] = time.sleep,  # wikis ask bots to edit slowly; the daemon’s can be stopped
    dry_run: bool = False,
    kept: Kept | None = None,
) -> Iterator[BotContext]:
    """Yield the context for one wiki, and close everything afterwards; raises ConfigError, RuleError or WikiError.

    With `set_aside`, a broken rule file is reported there and the other rules are used. A dry run leaves no files.
    Without `kept`, the wiki is asked about itself anew, and the processes that lint pages end with the context.
    """
    wiki_name, settings = wiki_of(config, name)
    rules, texts = wiki_rules.load(config, wiki_name, set_aside), _texts(config, settings)
    with ExitStack() as stack:
        ledger = stack.enter_context(closing(open_ledger(config.ledger_url, wiki_name, create=not dry_run)))
        if not dry_run:
            stack.enter_context(_noting_failures(ledger))
        if dry_run:
            folder = stack.enter_context(tempfile.TemporaryDirectory())  # a login has to be kept somewhere
            config = config.model_copy(update={"state": Path(folder).resolve()})
        else:
            _keep_private(config.path(config.state))
        pace = _pace(config, settings, ledger, pause)
        sites = kept.sites if kept else None
        wiki = stack.enter_context(closing(connect(config, wiki_name, settings, dry_run, pace, sites)))
        careful = settings_page.apply(wiki, ledger, settings, rules)
        ready = trusted(ledger, careful.rules, asking(careful.rules))
        pool = stack.enter_context(_pool(ready, wiki, shared=kept.processes if kept else None))
        clock = Clock(wiki.now)
        yield BotContext(
            wiki, ledger, careful.settings, texts, pool, clock, pause, settings_faults=tuple(careful.faults)
        )


@contextmanager
def open_reader(config: Config, name: str | None) -> Iterator[BotContext]:
    """Yield a context that reads and judges pages and keeps decisions, but has no account and cannot write to the wiki.

    Raises ConfigError, RuleError or WikiError.
    """
    wiki_name, settings = wiki_of(config, name)
    rules, texts = wiki_rules.load(config, wiki_name), _texts(config, settings)
    with ExitStack() as stack:
        ledger = stack.enter_context(closing(open_ledger(config.ledger_url, wiki_name)))
        _keep_private(config.path(config.state))
        wiki = stack.enter_context(closing(connect_to_read(config, wiki_name, settings)))
        careful = settings_page.apply_last(ledger, settings, rules)
        ready = trusted(ledger, careful.rules, asking(careful.rules))
        pool = stack.enter_context(_pool(ready, wiki, most=1, seconds=_READER_SECONDS))
        yield BotContext(wiki, ledger, careful.settings, texts, pool, Clock(wiki.now), pause=lambda _: None)


@contextmanager
def _noting_failures(ledger: Ledger) -> Iterator[None]:
    """Note in the ledger why the bot could not do its work, as far as the ledger itself can be used."""
    try:
        yield
    except LinterbotError as error:
        if not isinstance(error, WikiBusy | TargetError):  # what a person mistyped is no failure of the bot
            with suppress(LinterbotError):
                key_values.put(ledger, key_values.FAILED_BY, str(error))
        raise


def _pace(config: Config, settings: WikiConfig, ledger: Ledger, pause: Callable[[float], None]) -> Pace:
    """Return how fast the wiki may be asked: together with all who share its servers, if the ledger is shared too."""
    if file_of(config.ledger_url) is not None or not config.requests_per_second:
        return AsFastAsItGoes(pause)
    farm = settings.farm or str(urlsplit(settings.api or "").hostname)
    return SharedPace(ledger, farm, config.requests_per_second, pause)


def _keep_private(state: Path) -> None:
    """Create the state folder so that only its owner can open it; raises ConfigError if that is impossible."""
    try:
        private_folder(state)
    except OSError as error:
        raise ConfigError("state", f"{state} cannot be created ({error.strerror})", "name another folder") from None
    only_for_owner(state)


def places(settings: WikiConfig) -> dict[str, str]:
    """Return what fills the same places in all of the bot's texts on a wiki."""
    pages = {"report": settings.report_page, "stop": settings.stop_page, "opt-out": settings.opt_out_page}
    pages["complaints"] = settings.complaints_page
    return {"bot": settings.user, **pages}


def _texts(config: Config, settings: WikiConfig) -> Texts:
    return bot_texts.load(settings.pack, [config.path(path) for path in config.rule_paths], places(settings))


def trusted(ledger: Ledger, rules: tuple[Rule, ...], reading: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules that ask the second reader, or those that do not while it is paused."""
    return rules if reading is not rules and pauses.holds(ledger, SECOND_READING) else reading


def _pool(
    rules: tuple[Rule, ...],
    wiki: Wiki,
    most: int = MOST_PROCESSES,
    seconds: float = SECONDS,
    shared: Processes | None = None,
) -> WorkerPool[PageLinter]:
    workers = min(most, os.cpu_count() or 1)
    return WorkerPool(lambda: PageLinter(rules, wiki.site().names), workers, seconds, shared)
