"""Measures what patrolling a real MediaWiki costs with a second reader, beside the same patrols without it.

    make bench-reader

A thousand pages hold the labelled invented pages, which are dense with nested bullets; each has its number in every
example, so that no passage stands on two of them. Before each round somebody adds one more nested bullet to each, such
as the pages have. Both bots look on, each with a ledger of its own, and lint in this very process, so that all their
CPU is counted. The wiki's is not.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from linterbot.evidence.second_reading import Passage
from linterbot.model import Mode
from linterbot.rulebook import packs
from linterbot.rulebook.second_reader import asking
from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot_reader import Reader
from tests.bench_patrol import edit_each
from tests.contexts import InProcess, linter
from tests.contract.actors import MediaWikiActors
from tests.contract.bot import Bot, bot_on
from tests.contract.conftest import SECRET, Lab
from tests.ledgers import Databases
from tests.soak import own_wiki
from tools.weigh.labels import OURS

PAGES, EDITS = 1000, 3
LABELLED = [path.read_text(encoding="utf-8") for path in sorted((OURS / "docs").glob("*.wiki"))]
NESTED = [line for text in LABELLED for line in text.splitlines() if line.startswith("** ")]


class Counting:
    """A reader that counts what it reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self.identity = reader, reader.identity
        self.passages = 0

    def read(self, passages: Sequence[Passage]) -> Sequence[tuple[float, float]]:
        """Return what the reader says."""
        self.passages += len(passages)
        return self._reader.read(passages)


class Cost(NamedTuple):
    """What a round took."""

    cpu: float  # seconds
    passages: int  # that were read
    pages: int  # that were linted


def cost(bot: Bot, reader: Counting) -> Cost:
    """Do a round, and return what it took."""
    before, began = reader.passages, time.process_time()
    pages = bot.patrol().pages
    return Cost(time.process_time() - began, reader.passages - before, pages)


def own(text: str, number: int) -> str:
    """Return a text as only one page has it."""
    return re.sub(r"(?m)^\* .*", rf"\g<0> ({number})", text)


def edited(text: str, chance: random.Random) -> str:
    """Return a page with one more nested bullet, below an example of its own."""
    lines = text.splitlines()
    at = chance.choice([number for number, line in enumerate(lines) if line.startswith("* ")])
    return "\n".join([*lines[: at + 1], chance.choice(NESTED), *lines[at + 1 :]])


def main() -> None:
    """Print the table."""
    api, chance, reader = own_wiki("soak"), random.Random(7), Counting(Reader())
    titles = [f"Bench {time.time_ns() % 10**9} {number}" for number in range(PAGES)]
    texts = {title: own(chance.choice(LABELLED), number) for number, title in enumerate(titles)}
    edit_each(api, texts)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        actors = MediaWikiActors(api, "LabAdmin", "admin-lab-passphrase-1")
        wiki = MediaWiki("bench", api, "LinterBot", SECRET, "bench@localhost", Path(one))
        lab = Lab(wiki, actors, "mediawiki", Databases(), api)
        with bot_on(lab, Path(one)) as without, bot_on(lab, Path(other)) as with_it:
            rules = asking(packs.load("tropedia"), reader)
            with_it.context = replace(with_it.context, pool=InProcess(linter(wiki, rules)))
            for bot in (without, with_it):
                bot.set(mode=Mode.SHADOW, rules={}, overlap_seconds=0)
                bot.patrol()
            sys.stdout.write("| round | pages | CPU without it, s | with it, s | times | bullets read |\n")
            sys.stdout.write("| --- | ---: | ---: | ---: | ---: | ---: |\n")
            for number in range(EDITS):
                for bot in (without, with_it):
                    bot.begin_now()
                without.wait_for_the_next_second()
                texts = {title: edited(text, chance) for title, text in texts.items()}
                edit_each(api, texts)
                mine, its = cost(without, reader), cost(with_it, reader)
                name = "pages that it knows" if number else "pages never seen"
                assert mine.pages == its.pages
                figures = f"{mine.cpu:.1f} | {its.cpu:.1f} | {its.cpu / mine.cpu:.2f} | {its.passages:,}"
                sys.stdout.write(f"| {name} | {its.pages:,} | {figures} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
