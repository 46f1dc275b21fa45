"""The bot at work on one wiki, and the troubles it meets; for the contract tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from linterbot.bot.context import BotContext
from linterbot.bot.patrol import patrol
from linterbot.bot.round_result import RoundResult
from linterbot.config.sections import EditsConfig, PatienceConfig, WikiConfig
from linterbot.ledger import cursor, findings, open_ledger
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.model import Mode
from linterbot.rulebook import packs
from linterbot.wiki.protocol import Later, Outcome, Save, Saved, Unknown, Wiki
from linterbot.worker_pool import WorkerPool
from tests.conftest import WORK
from tests.contexts import bot_context, linter
from tests.contract.conftest import Lab
from tests.waiting import until

LONG = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
TWICE = f"{WORK}\n== Literature ==\n{LONG}\n* Crabbe does without, and says so.\n{LONG}"
ONCE = f"{WORK}\n== Literature ==\n{LONG}\n* Crabbe does without, and says so."
REPLY = f"{WORK}\n== Literature ==\n{LONG}\n** To be fair, they were good candles, though."

CONFIG = """state: state
wikis:
  lab:
    kind: mediawiki
    api: {api}
    pack: tropedia
    operator: tests
    mode: flag
    rules: {{duplicate-example: auto}}
    report-page: "{report}"
    stop-page: "{stop}"
    seconds-between-edits: 0
    edits-per-run: 100
    edits: {{minute: 1000, hour: 1000, author-day: 1000}}
    patience: {{edit-minutes: {minutes}, page-hours: 0}}
    look-back-days: 0
    overlap-seconds: 60
jobs:
  watch: {{wiki: lab, cron: "* * * * *"}}
"""


@dataclass
class Bot:
    """The bot on one wiki, with a report page and a ledger of its own."""

    context: BotContext
    lab: Lab

    def patrol(self) -> RoundResult:
        return patrol(self.context)

    def text(self, title: str) -> str:
        pages = self.context.wiki.pages([title])
        return pages[0].text if pages else ""

    @property
    def report(self) -> str:
        return self.text(self.context.settings.report_page)

    def section(self, title: str) -> str:
        """Return the section of the report about one page."""
        _, _, rest = self.report.partition(f"== [[:{title}]] ==")
        return rest.partition("\n== ")[0]

    def set(self, **changes: Any) -> None:
        """Change the settings of the wiki."""
        self.context = replace(self.context, settings=self.context.settings.model_copy(update=changes))

    def forget_the_past(self) -> None:
        """Ignore everything that other tests left on the wiki."""
        self.set(overlap_seconds=0)
        self.wait_for_the_next_second()
        self.begin_now()

    def begin_now(self) -> None:
        """Move the cursor to the present, so that the bot knows of nothing before."""
        cursor.advance(self.context.ledger, self.context.wiki.now())

    def flag_a_fault(self) -> RecordedFinding:
        """Find a repeated example on a new page, which the bot may only flag, and return it."""
        title = self.lab.title()
        self.set(rules={"duplicate-example": Mode.FLAG})
        self.lab.actors.edit(title, TWICE)
        self.patrol()
        (one,) = findings.of_page(self.context.ledger, title)
        return one

    def wait_for_the_next_second(self) -> None:
        """Wait until the wiki's clock, which counts in whole seconds, has moved on."""
        before = self.context.wiki.now()
        until(lambda: self.context.wiki.now() != before, "the next second")

    def edits_by_us(self, title: str) -> int:
        """Return how many revisions of a page the bot made."""
        history = self.context.wiki.history(title, 0)
        return sum(one.user == self.context.settings.user for one in history)


@contextmanager
def bot_on(lab: Lab, folder: Path, processes: int = 0) -> Iterator[Bot]:
    """Yield a bot without limits and without patience, with a ledger of its own."""
    settings = WikiConfig(
        kind="sandbox",
        pack="tropedia",
        operator="tests",
        namespaces=("main", "Trope Workshop", "File"),
        mode=Mode.FLAG,
        rules={"duplicate-example": Mode.AUTO, "missing-workshop-markup": Mode.AUTO},
        report_page=lab.title("Report", "User"),
        stop_page=lab.title("Stop", "User"),
        opt_out_page=lab.title("Opt-out", "User"),
        edits_per_run=100,
        seconds_between_edits=0,
        look_back_days=0,
        overlap_seconds=60,
        edits=EditsConfig(minute=1000, hour=1000, day=1000, page_day=100, author_day=1000),
        patience=PatienceConfig(edit_minutes=0, page_hours=0),
        drafts=(),
    )
    ledger = open_ledger(lab.databases.at(folder / "ledger.sqlite"), lab.kind)
    cursor.advance(ledger, lab.wiki.now())  # other tests' bots have the same account: their edits are not ours
    rules = packs.load("tropedia")
    if not processes:
        yield Bot(bot_context(lab.wiki, ledger, settings), lab)
    else:
        with WorkerPool(linter(lab.wiki, rules), processes) as pool:
            yield Bot(bot_context(lab.wiki, ledger, settings, pool), lab)
    ledger.close()


def configuration(lab: Lab, api: str = "", minutes: int = 0) -> str:
    """Return a configuration for a wiki, with its own report and stop page, that waits some minutes after an edit."""
    places = {"report": lab.title("Report", "User"), "stop": lab.title("Stop", "User")}
    return CONFIG.format(api=api or lab.api, minutes=minutes, **places)


def begin_now(lab: Lab, folder: Path) -> None:
    """Give a machine with this `configuration` a ledger that reads the changes from now on.

    A new one would remember what other tests' bots did with the same account, and who undid it.
    """
    with closing(open_ledger(lab.databases.at(folder / "state" / "ledger.sqlite"), "lab")) as ledger:
        cursor.advance(ledger, lab.wiki.now())


class RacingWiki:
    """A wiki on which something happens just before the first write to a page, or whose answer to it is lost."""

    def __init__(self, wiki: Wiki, title: str, before: Callable[[], object] = lambda: None, lose: bool = False) -> None:
        self._wiki, self._title, self._before, self._lose = wiki, title, before, lose
        self.happened = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wiki, name)

    def save(self, save: Save) -> Outcome:
        if self.happened or save.title != self._title:
            return self._wiki.save(save)
        self.happened = True
        self._before()
        outcome = self._wiki.save(save)
        return Unknown("the answer was lost") if self._lose and isinstance(outcome, Saved) else outcome


class Busy(RacingWiki):
    """A wiki that takes no edits to one page for now."""

    def save(self, save: Save) -> Outcome:
        return Later("maxlag") if save.title == self._title else self._wiki.save(save)


def rules_on(bot: Bot, title: str, state: State = State.OPEN) -> list[str]:
    return [one.rule for one in findings.of_page(bot.context.ledger, title, state)]


def fixed(done: RoundResult) -> set[str]:
    return {one.title for one in done.fixes}


def patrol_racing(bot: Bot, wiki: RacingWiki) -> RoundResult:
    """Do one round while something happens on the wiki."""
    whole = bot.context
    bot.context = replace(whole, wiki=wiki)
    done = bot.patrol()
    bot.context = whole
    assert wiki.happened
    return done
