"""Makes a thousand writes, with answers lost and the bot killed again and again; `make simulate` makes 100,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation import simulate

pytestmark = pytest.mark.slow


def test_nothing_is_doubled_and_nothing_is_missing(tmp_path: Path) -> None:
    tally = simulate(tmp_path, 1000, seed=7)
    assert (tally.doubled, tally.missing, tally.unclear) == (0, 0, 0)
    assert tally.lost > 20
    assert tally.killed > 20
