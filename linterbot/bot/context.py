"""What everything in a round works with: one frozen context."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from linterbot.bot.clock import Clock
from linterbot.config.sections import WikiConfig
from linterbot.ledger import Ledger, leases
from linterbot.lint.page_linter import PageLinter
from linterbot.model import Finding, Mode, Safety
from linterbot.posts.texts import Texts
from linterbot.rulebook.rule import Rule
from linterbot.version import __version__
from linterbot.wiki.protocol import Site, Wiki
from linterbot.worker_pool import WorkerPool


def _new_run() -> str:
    return secrets.token_hex(4)


@dataclass(frozen=True)
class BotContext:
    """One wiki, and everything that the bot needs to work on it."""

    wiki: Wiki
    ledger: Ledger
    settings: WikiConfig
    texts: Texts  # what the bot says to people
    pool: WorkerPool[PageLinter]  # the processes in which pages are linted, and the rules they use
    clock: Clock
    pause: Callable[[float], None]  # waits some seconds between two edits
    run: str = field(default_factory=_new_run)  # the name of the round
    settings_faults: Sequence[str] = ()  # what is wrong with the page on which moderators change the settings
    process: str = ""  # the name under which this process holds the wiki, "" if it does not

    @property
    def now(self) -> str:
        """The wiki's time, in ISO 8601."""
        return self.clock.now()

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules that pages are linted by."""
        return self.pool.setting.rules

    @cached_property
    def site(self) -> Site:
        """What the wiki says about itself and about the bot's account."""
        return self.wiki.site()

    @cached_property
    def linted_by(self) -> str:
        """Identifies this version and these rules, since others might have found something else."""
        return f"{__version__} {self.pool.setting.rules_digest}"

    def may_fix(self, finding: Finding) -> bool:
        """Whether the finding has a safe fix, and the wiki lets the bot make this rule's fixes by itself."""
        fix = finding.fix
        return fix is not None and fix.safety is Safety.SAFE and self.settings.mode_of(finding.name) is Mode.AUTO

    def new_round(self) -> BotContext:
        """Return a context for a new round, which asks for the wiki's time again."""
        return replace(self, clock=Clock(self.wiki.now), run=_new_run())

    def new_run(self) -> BotContext:
        """Return a context for work between two rounds, which goes on counting the wiki's time."""
        return replace(self, run=_new_run())

    @contextmanager
    def holding_the_wiki(self, patience: float = 0) -> Iterator[BotContext]:
        """Yield a context that may write, while no other linterbot does.

        Raises WikiBusy if another one still holds the wiki after `patience` seconds.
        """
        with leases.held(self.ledger, patience) as process:
            yield replace(self, process=process)
