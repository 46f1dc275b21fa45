"""All who ask the servers of one farm do so at one pace, wherever they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from linterbot.bot.opening import open_bot
from linterbot.bot.shared_pace import SharedPace
from linterbot.config import reader
from linterbot.errors import LedgerError, WikiError
from linterbot.ledger import Ledger, open_ledger, turns
from tests.ledgers import Databases

RATE = 10.0  # requests a second


@pytest.fixture
def ledger(server: Databases, tmp_path: Path) -> Ledger:
    return open_ledger(server.at(tmp_path / "ledger.sqlite"), "")


def test_a_burst_is_free_and_then_everybody_waits_for_their_turn(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as machines:
        waits = sorted(machines.map(lambda _: turns.take(ledger, "farm", 0.001), range(5)))
    assert waits[0] == 0
    apart = [later - earlier for earlier, later in pairwise(waits[1:])]
    assert apart == [pytest.approx(1000, abs=100)] * 3  # however long the five took


def test_as_many_as_fit_into_the_bucket_leave_at_once(ledger: Ledger) -> None:
    waits = [turns.take(ledger, "farm", 0.01 * RATE) for _ in range(3)]
    assert waits[0] == 0
    assert waits[1] <= waits[2]


def test_another_farm_does_not_wait(ledger: Ledger) -> None:
    for _ in range(5):
        turns.take(ledger, "farm", 0.001)
    assert turns.take(ledger, "farm", 0.001) > 0
    assert turns.take(ledger, "other", 0.001) == 0


def test_what_one_wiki_asks_for_stops_the_whole_farm(ledger: Ledger) -> None:
    paused: list[float] = []
    one, other = (SharedPace(ledger, "farm", RATE, paused.append) for _ in range(2))
    one.wait()
    assert paused == []
    one.slow_down(1000)
    one.slow_down(5)
    other.wait()
    assert paused[0] == pytest.approx(1000, abs=60)


def test_without_the_ledger_one_is_slow_and_goes_on(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> float:
        raise LedgerError("ledger", "the database failed", "")

    paused: list[float] = []
    for name in ("take", "stop"):
        monkeypatch.setattr(turns, name, away)
    pace = SharedPace(ledger, "farm", RATE, paused.append)
    pace.wait()
    pace.slow_down(7)
    assert paused == [1 / RATE]


@pytest.mark.parametrize(("farm", "named"), [("", "wiki.invalid"), ("farm: fandom\n", "fandom")])
def test_wikis_share_a_pace_by_their_server_or_their_farm(
    server: Databases, here: Path, monkeypatch: pytest.MonkeyPatch, farm: str, named: str
) -> None:
    taken: list[tuple[str, float]] = []

    def take(_: Ledger, name: str, rate: float) -> float:
        taken.append((name, rate))
        return 0.0

    monkeypatch.setattr(turns, "take", take)
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setenv("LINTERBOT_PASSWORD_ONE", "lint:0123456789abcdef0123456789abcdef")
    (here / "wikis").mkdir()
    (here / "wikis" / "one.yaml").write_text(f"api: https://wiki.invalid/api.php\n{farm}")
    (here / "config.yaml").write_text(
        f"ledger: {server.empty()}\nrequests-per-second: 2\nwiki-folder: wikis\n"
        "wiki-defaults: {kind: mediawiki, pack: tropedia, operator: somebody}\n"
    )
    with pytest.raises(WikiError), open_bot(reader.load(here / "config.yaml"), "one") as context:
        context.wiki.site()
    assert set(taken) == {(named, 2.0)}
