"""A desk on the web as tests want it: over a sandbox, served on 127.0.0.1, with a bot that sends what is approved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import requests

from linterbot.bot.approved import send_approved
from linterbot.bot.opening import open_bot
from linterbot.bot.patrol import patrol
from linterbot.config import reader
from linterbot.config.sections import Config
from linterbot.desk import sign_in
from linterbot.ledger import Ledger, findings, open_ledger
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.rights import Right
from linterbot.ledger.selection import Selection
from linterbot.web.limits import Limit, Limits
from linterbot.web.server import Server, open_server
from linterbot.web.wikis import DeskWiki, now
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK

WIKI = "sandbox"
CONFIG = """
state: state
wikis:
  sandbox:
    kind: sandbox
    path: sandbox.sqlite
    pack: tropedia
    operator: tests
    settings-page: "MediaWiki:Linterbot.json"
    mode: flag
    seconds-between-edits: 0
    edits: {minute: 1000, hour: 1000, day: 1000, page-day: 100, author-day: 1000}
    patience: {edit-minutes: 0, page-hours: 0}
"""
LONG = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
TWICE = f"{WORK}\n== Literature ==\n{LONG}\n* Crabbe does without, and says so.\n{LONG}"
ONCE = f"{WORK}\n== Literature ==\n{LONG}\n* Crabbe does without, and says so."
REPLY = f"{WORK}\n== Literature ==\n{LONG}\n** To be fair, they were good candles, though."
NO_LIMITS = Limits(*[Limit(1_000_000, 1)] * len(fields(Limits)))  # tests press keys faster than anybody reads


@dataclass
class WebDesk:
    """A desk that is being served, and the wiki behind it."""

    folder: Path
    config: Config
    server: Server
    admin: Person
    ledger: Ledger
    people: dict[str, requests.Session] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.server.desk.address

    @property
    def wiki(self) -> DeskWiki:
        return self.server.desk.wikis[WIKI]

    def url(self, path: str = "") -> str:
        return f"{self.address}/{WIKI}/{path}"

    def patrol(self) -> None:
        """Have the bot read what changed."""
        with open_bot(self.config, WIKI) as bot:
            patrol(bot)

    def send(self) -> int:
        """Have the bot send what was approved; return how many writes that were."""
        with open_bot(self.config, WIKI) as bot:
            return len(send_approved(bot).sent_late)

    def page(self, title: str, text: str, by: str = "Passer-by") -> None:
        """Have somebody edit a page."""
        Person(self.config.path(Path("sandbox.sqlite")), by).edit(title, text)

    def text(self, title: str) -> str:
        return self.admin.wiki.pages([title])[0].text

    def found(self, rule: str = "", state: State = State.OPEN) -> list[RecordedFinding]:
        """Return what is open, in the order of pages."""
        selection = Selection([state], rules=[rule] if rule else None)
        return findings.page_of(self.ledger, selection, 1_000)

    def again(self, one: RecordedFinding) -> RecordedFinding:
        """Return a finding as it is now."""
        (found,) = findings.with_numbers(self.ledger, [one.id])
        return found

    def link(self, who: str, may: Right = Right.PAUSE, trusted: bool = True) -> str:
        """Return a link that invites somebody."""
        with self.wiki.asking() as context:
            return self.url(f"enter/{sign_in.invite(context, who, may, trusted, now())}")

    def person(self, who: str = "Quill", group: str = "sysop", may: Right = Right.PAUSE) -> requests.Session:
        """Return somebody who has come in, an account of the wiki in a group."""
        Person(self.config.path(Path("sandbox.sqlite")), who, group)
        http = requests.Session()
        link = self.link(who, may)
        assert http.post(link, data={"token": ""}).status_code == 200
        self.people[who] = http
        return http


def form_of(page: str, name: str) -> dict[str, str]:
    """Return the hidden fields of the form on a page whose action contains a word."""
    from html.parser import HTMLParser

    class Forms(HTMLParser):
        fields: dict[str, str] | None = None
        result: dict[str, str] | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = {key: value or "" for key, value in attrs}
            if tag == "form":
                self.fields = {"action": given.get("action", "")} if name in given.get("action", "") else None
            elif tag == "input" and self.fields is not None and given.get("type") == "hidden":
                self.fields[given["name"]] = given.get("value", "")

        def handle_endtag(self, tag: str) -> None:
            if tag == "form" and self.fields is not None and self.result is None:
                self.result = self.fields

    parser = Forms()
    parser.feed(page)
    assert parser.result is not None, f"no form {name!r} on this page"
    return parser.result


def send_form(desk: WebDesk, http: requests.Session, page: str, name: str, **more: Any) -> requests.Response:
    """Send a form that is on a page, as a browser without scripts would."""
    values = form_of(page, name)
    action = values.pop("action")
    return http.post(desk.address + action, data={**values, **more}, headers={"Sec-Fetch-Site": "same-origin"})


@contextmanager
def served(config: Config, limits: Limits) -> Iterator[Server]:
    """Yield a desk that answers, in a thread of its own."""
    with open_server(config, "127.0.0.1", 0, limits) as server:
        serving = threading.Thread(target=server.serve_until_stopped)
        serving.start()
        try:
            yield server
        finally:
            server.should_exit = True
            serving.join()


@contextmanager
def web_desk(folder: Path, limits: Limits = NO_LIMITS, config: str = CONFIG) -> Iterator[WebDesk]:
    """Yield a desk over an empty sandbox."""
    path = folder / "config.yaml"
    path.write_text(config)
    settings = reader.load(path)
    with ExitStack() as stack:
        admin = Person(folder / "sandbox.sqlite", "LabAdmin")
        server = stack.enter_context(served(settings, limits))
        ledger = open_ledger(settings.ledger_url, WIKI)
        yield WebDesk(folder, settings, server, admin, ledger)


@contextmanager
def desk_with_faults(folder: Path) -> Iterator[WebDesk]:
    """Yield a desk over two pages, one with a repeated example and one with a reply, which the bot has found."""
    with web_desk(folder) as desk:
        desk.page("Candles", TWICE)
        desk.page("Lanterns", REPLY)
        desk.patrol()
        yield desk
