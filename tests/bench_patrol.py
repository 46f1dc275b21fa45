"""Measures what a round costs on many changed pages of the real MediaWiki: requests, and time beside a bare fetch.

    make bench-patrol

Each round is over a thousand pages that somebody has just edited: first pages that the bot has never seen (their older
texts are read too), then pages that it knows. In the same run and through the same counting proxy, the same pages are
fetched with requests alone, in batches as large as the wiki allows; the best of three counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import requests

from linterbot.model import Mode
from linterbot.wiki.mediawiki.wiki import MediaWiki
from tests.conftest import WORK
from tests.contract.actors import MediaWikiActors
from tests.contract.bot import LONG, Bot, bot_on
from tests.contract.conftest import SECRET, Lab
from tests.contract.proxy import Proxy, proxy
from tests.ledgers import Databases
from tests.soak import own_wiki

PAGES, BATCH, TIMES = 1000, 500, 3
EXAMPLES = "\n".join(
    f"* ''Ropewalk {number}'': Mother Ansel has forgotten key number {number}, and lives on candles for four days."
    for number in range(20)
)


def text(title: str, edit: int) -> str:
    return (
        f"{WORK}\n'''{title}''' is a play about a lighthouse, in version {edit}.\n== Literature ==\n{LONG}\n{EXAMPLES}"
    )


def edit_all(api: str, titles: list[str], edit: int) -> None:
    """Edit every page, in a new version."""
    edit_each(api, {title: text(title, edit) for title in titles})


def edit_each(api: str, texts: Mapping[str, str]) -> None:
    """Give every page its text, by title; several actors at once are faster."""

    def work(some: list[str]) -> None:
        person = MediaWikiActors(api, "LabAdmin", "admin-lab-passphrase-1")
        for title in some[:-1]:
            person.hasty_edit(title, texts[title])
        person.edit(some[-1], texts[some[-1]])  # waits until recent changes have it

    threads = [threading.Thread(target=work, args=(list(texts)[at::3],)) for at in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def bare_fetch(api: str, titles: list[str], session: requests.Session) -> float:
    """Fetch the pages in batches, without linterbot; return the seconds."""
    began = time.perf_counter()
    asked: dict[str, Any] = {"action": "query", "format": "json", "formatversion": 2, "prop": "info|revisions"}
    asked |= {"inprop": "protection", "rvslots": "main", "rvprop": "ids|timestamp|content|sha1|user"}
    for at in range(0, len(titles), BATCH):
        answer = session.post(api, data={**asked, "titles": "|".join(titles[at : at + BATCH])}, timeout=120).json()
        assert len(answer["query"]["pages"]) == len(titles[at : at + BATCH])
    return time.perf_counter() - began


def a_round(bot: Bot, line: Proxy) -> tuple[float, int, int]:
    """Return the seconds, the requests and the pages read of one round."""
    before, began = line.requests, time.perf_counter()
    done = bot.patrol()
    return time.perf_counter() - began, line.requests - before, done.pages


def measure(name: str, bot: Bot, line: Proxy, bare: Callable[[], float]) -> None:
    seconds, asked, pages = a_round(bot, line)
    fetch = min(bare() for _ in range(TIMES))
    sys.stdout.write(
        f"| {name} | {pages} | {asked} | {pages / asked:.0f} | {seconds:.2f} | {fetch:.2f} | {seconds / fetch:.2f} |\n"
    )


def main() -> None:
    """Print the table."""
    api = own_wiki("soak")
    titles = [f"Bench {time.time_ns() % 10**9} {number}" for number in range(PAGES)]
    edit_all(api, titles, 1)
    session = requests.Session()
    token = session.get(f"{api}?action=query&meta=tokens&type=login&format=json", timeout=30).json()
    login = {"action": "login", "lgname": "LinterBot@lint", "lgpassword": SECRET.partition(":")[2], "format": "json"}
    session.post(api, data={**login, "lgtoken": token["query"]["tokens"]["logintoken"]}, timeout=30)
    with tempfile.TemporaryDirectory() as folder, proxy(api) as line:
        actors = MediaWikiActors(api, "LabAdmin", "admin-lab-passphrase-1")
        wiki = MediaWiki("bench", line.api, "LinterBot", SECRET, "bench@localhost", Path(folder))
        lab = Lab(wiki, actors, "mediawiki", Databases(), api)
        sys.stdout.write("| round | pages | requests | pages a request | s | bare fetch, s | times |\n")
        sys.stdout.write("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
        with bot_on(lab, Path(folder), os.cpu_count() or 1) as bot:
            bot.set(mode=Mode.SHADOW, rules={}, overlap_seconds=0)
            bot.patrol()
            bot.begin_now()
            bot.wait_for_the_next_second()
            edit_all(api, titles, 2)
            measure("pages never seen", bot, line, partial(bare_fetch, line.api, titles, session))
            for edit in (3, 4):
                bot.begin_now()
                bot.wait_for_the_next_second()
                edit_all(api, titles, edit)
                measure("pages it knows", bot, line, partial(bare_fetch, line.api, titles, session))


if __name__ == "__main__":
    main()
