"""The wikis of a desk: each with its ledger, and what is read from it without an account."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from linterbot.bot.context import BotContext
from linterbot.bot.opening import open_reader
from linterbot.config import wiki_rules
from linterbot.config.sections import Config, WikiConfig
from linterbot.desk.look import Look, look
from linterbot.digest import trends
from linterbot.digest.trends import Accuracy
from linterbot.errors import LinterbotError, WikiDown
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger import Ledger, invitations, key_values, track_record
from linterbot.ledger.findings import RecordedFinding
from linterbot.ledger.timestamps import timestamp
from linterbot.lint.page_linter import LintTask, PageLinter
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import Page
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.rules_digest import digest
from linterbot.rulebook.second_reader import asking
from linterbot.web.ready_wikis import ReadyWikis
from linterbot.worker_pool import WorkerPool

if TYPE_CHECKING:
    from linterbot.wiki.mediawiki.oauth import OAuth

_log = logging.getLogger("linterbot.web")
_PATIENCE = 20.0  # seconds that a request waits for another one to be done with the wiki
_KEPT = 60.0  # seconds that what was read for the next page is good for
_MOST_KEPT = 100
_PROCESSES, _SECONDS = 2, 5.0  # for texts that somebody sends, and for each of those
_AWAY = 20.0  # seconds that a wiki is left alone after it did not answer, so that nobody waits in vain


def now() -> str:
    """Return this machine's time, by which what people do at the desk is dated."""
    return timestamp(datetime.now(UTC))


@dataclass
class DeskWiki:
    """One wiki at the desk."""

    name: str  # in the configuration
    context: BotContext
    rules: tuple[Rule, ...]  # which are known even while the wiki is away
    file_settings: WikiConfig  # what the operator's file says; `settings` may be more careful
    ready: ReadyWikis  # those of the desk that have processes
    oauth: OAuth | None = None  # how people sign in with the wiki, if they can
    title: str = ""  # what the wiki calls itself, "" before it was asked
    names: Names = MEDIAWIKI_NAMES  # what it calls its namespaces, likewise
    known: threading.Event = field(default_factory=threading.Event)  # set once it was asked, in vain or not
    texts: WorkerPool[PageLinter] = field(init=False)  # the processes in which texts are checked that somebody sent
    _away: float = float("-inf")  # until when it is not asked
    _looks: dict[tuple[int, int], tuple[float, Look]] = field(default_factory=dict)
    _records: tuple[float, Mapping[str, Accuracy]] = (float("-inf"), MappingProxyType({}))

    def __post_init__(self) -> None:
        """Prepare what only this wiki needs; the processes start when there is a text."""
        self.texts = WorkerPool(self.linter, _PROCESSES, _SECONDS)
        self._preparing, self._begun = threading.Lock(), False
        self._lock = threading.Lock()

    @property
    def ledger(self) -> Ledger:
        """The ledger; any thread may ask it."""
        return self.context.ledger

    @property
    def settings(self) -> WikiConfig:
        """What the configuration says of it."""
        return self.context.settings

    @cached_property
    def rules_digest(self) -> str:
        """Identifies the rules by what they find."""
        return digest(self.rules)

    def rule(self, name: str) -> Rule | None:
        """Return a rule of the wiki, None if there is none."""
        return next((one for one in self.rules if one.name == name), None)

    @contextmanager
    def asking(self) -> Iterator[BotContext]:
        """Yield the context while nobody else asks this wiki.

        Raises WikiDown if that takes too long, or if the wiki did not answer a moment ago.
        """
        self._refuse_while_away()
        if not self._lock.acquire(timeout=_PATIENCE):
            raise WikiDown(self.name, "too many people wait for the wiki", "try again in a moment")
        try:
            self._refuse_while_away()  # as somebody may have found out while we waited
            yield self.context.new_run()
        except WikiDown:
            self._away = max(self._away, time.monotonic() + _AWAY)
            raise
        finally:
            self._lock.release()

    def look(self, one: RecordedFinding) -> Look:
        """Return what a finding looks like on its page, which was read within the last minute; raises WikiError."""
        key = (one.id, one.last_revision)
        if (known := self._known(key)) is not None:
            return known
        with self.asking() as context:
            if (known := self._known(key)) is not None:
                return known  # it was read while we waited
            found = look(context, one)
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[int, int], found: Look) -> None:
        """Keep what was read for a minute, and drop what is older."""
        now = time.monotonic()
        for old in [one for one, (at, _) in list(self._looks.items()) if now - at > _KEPT][:_MOST_KEPT]:
            self._looks.pop(old, None)
        while len(self._looks) >= _MOST_KEPT:
            self._looks.pop(next(iter(self._looks)), None)
        self._looks[key] = (now, found)

    def forget(self, one: RecordedFinding) -> None:
        """Read a finding's page again next time."""
        self._looks.pop((one.id, one.last_revision), None)

    def records(self) -> Mapping[str, Accuracy]:
        """Return how often each rule was right, of those that somebody said something about; as of this minute."""
        at, known = self._records
        if time.monotonic() - at > _KEPT:
            known = {one.rule: one for one in trends.accuracies(track_record.track_records(self.ledger))}
            self._records = (time.monotonic(), known)
        return known

    def edit_address(self, one: RecordedFinding, section: int | None) -> str:
        """Return where a finding's page can be edited, "" if there is no such place."""
        address = self.edit_page(one.title)
        return f"{address}&section={section}" if address and section else address

    def edit_page(self, title: str) -> str:
        """Return where a page can be edited, "" if there is no such place."""
        script = self._script()
        return f"{script}?{urlencode({'title': title, 'action': 'edit'})}" if script else ""

    def page_address(self, title: str) -> str:
        """Return where a page can be read, "" if there is no such place."""
        script = self._script()
        return f"{script}?{urlencode({'title': title})}" if script else ""

    @property
    def busy(self) -> bool:
        """Whether somebody asks a wiki at this moment."""
        return self._lock.locked()

    @cached_property
    def origin_key(self) -> str:
        """The secret of this ledger with which addresses are digested, so that nobody can try them all out."""
        known = key_values.get(self.ledger, key_values.ORIGIN_KEY)
        if not known:
            known = invitations.new_secret()
            key_values.put(self.ledger, key_values.ORIGIN_KEY, known)
        return known

    def prepare(self) -> None:
        """Begin, the first time, to start what the first page would have to wait for; others may have to rest."""
        self.ready.use(self.name, self._rest)
        with self._preparing:
            begun, self._begun = self._begun, True
        if not begun:
            threading.Thread(target=self._prepare, daemon=True).start()

    def _rest(self) -> None:
        self.texts.end()
        self.context.pool.end()

    def _prepare(self) -> None:
        try:
            self._warm_up()
        except LinterbotError as error:  # whoever comes first is told
            _log.warning("%s: %s", self.name, terminal_escape(str(error)))

    def _warm_up(self) -> None:
        try:
            with self.asking() as context:
                site = context.site
                self.title, self.names = site.title, site.names
                context.pool.each(PageLinter.lint, [LintTask(Page("", ""))])
        finally:
            self.known.set()
        self.texts.each(PageLinter.lint, [LintTask(Page("", ""))])

    def linter(self) -> PageLinter:
        """Return what lints texts that are not on the wiki, which works without it too."""
        self.prepare()
        self.known.wait(_PATIENCE)
        return PageLinter(asking(self.rules), self.names)

    def _refuse_while_away(self) -> None:
        if time.monotonic() < self._away:
            raise WikiDown(self.name, "did not answer a moment ago", "try again in a moment")

    def _known(self, key: tuple[int, int]) -> Look | None:
        at, found = self._looks.get(key, (float("-inf"), None))
        return found if time.monotonic() - at < _KEPT else None

    def _script(self) -> str:
        api = self.settings.api or ""
        return f"{api.removesuffix('api.php')}index.php" if api.endswith("/api.php") else ""


@contextmanager
def open_wikis(config: Config, address: str = "") -> Iterator[Mapping[str, DeskWiki]]:
    """Yield every configured wiki by its name; `address` is the desk's. Raises ConfigError, RuleError or WikiError."""
    ready = ReadyWikis()
    with ExitStack() as stack:
        yield {name: _open(stack, config, name, address, ready) for name in config.wikis}


def _open(stack: ExitStack, config: Config, name: str, address: str, ready: ReadyWikis) -> DeskWiki:
    context = stack.enter_context(open_reader(config, name))
    settings = config.wikis[name]
    oauth = _oauth(config, settings, f"{address}/{quote(name)}/oauth/back") if settings.oauth is not None else None
    wiki = DeskWiki(name, context, wiki_rules.load(config, name), settings, ready, oauth)
    stack.enter_context(wiki.texts)
    return wiki


def _oauth(config: Config, settings: WikiConfig, back: str) -> OAuth:
    from linterbot.wiki.mediawiki.oauth import OAuth  # here, because most desks do without it

    return OAuth(config, settings, back)
