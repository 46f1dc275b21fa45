"""While the bot polls, three actors edit: it must see every edit, in whatever order recent changes show them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from linterbot.ledger import pages
from tests.contract.actors import MediaWikiActors
from tests.contract.bot import Bot
from tests.contract.conftest import Lab

pytestmark = pytest.mark.mediawiki
EDITS, WRITERS, TIMES = 180, 3, 6


@pytest.fixture
def lab(mediawiki_lab: Lab) -> Lab:
    return mediawiki_lab


def writer(lab: Lab, titles: list[str], written: dict[str, int]) -> Callable[[], None]:
    """Return the work of one actor: one page after the other, as fast as the wiki takes them."""
    actor = MediaWikiActors(lab.api, "LabAdmin", "admin-lab-passphrase-1")

    def work() -> None:
        for title in titles:
            written[title] = actor.hasty_edit(title, f"text of {title}")

    return work


@pytest.mark.parametrize("time", range(TIMES))
def test_no_edit_is_missed_while_three_actors_write(bot: Bot, time: int) -> None:
    bot.set(overlap_seconds=30)
    bot.begin_now()
    written: dict[str, int] = {}
    titles = [bot.lab.title(f"Busy {time}") for _ in range(EDITS)]
    threads = [threading.Thread(target=writer(bot.lab, titles[number::WRITERS], written)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        bot.patrol()
    MediaWikiActors(bot.lab.api, "LabAdmin", "admin-lab-passphrase-1").wait_for(written.values())
    bot.patrol()
    read = {title: found.revision for title, found in pages.get(bot.context.ledger, titles).items()}
    assert len(written) == EDITS
    assert {title: number for title, number in written.items() if read.get(title) != number} == {}
