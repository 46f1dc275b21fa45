"""What a replayed history said of each rule: weaker evidence than verdicts, and never added to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from linterbot.ledger import Ledger, key_values
from linterbot.ledger.track_record import interval


class Weak(NamedTuple):
    """What people did about a rule's findings that nobody told them of."""

    confirmed: int
    agreed: int  # in another way than by its fix
    tolerated: int

    @property
    def good(self) -> int:
        """How many findings people took away."""
        return self.confirmed + self.agreed

    @property
    def counted(self) -> int:
        """Of how many it can be told."""
        return self.good + self.tolerated

    @property
    def interval(self) -> tuple[float, float]:
        """Both ends of the 95 % Wilson interval of how often people agreed; something must have been counted."""
        return interval(self.good, self.counted)


def keep(ledger: Ledger, found: Mapping[str, Weak], now: str) -> None:
    """Keep what was counted, in the place of what an earlier replay did."""
    said = {"at": now, "rules": {rule: list(one) for rule, one in found.items()}}
    key_values.put(ledger, key_values.REPLAY, json.dumps(said))


def kept(ledger: Ledger) -> tuple[str, dict[str, Weak]]:
    """Return when the last replay was, "" if there was none, and what it counted."""
    text = key_values.get(ledger, key_values.REPLAY)
    if not text:
        return "", {}
    said = json.loads(text)
    return str(said["at"]), {rule: Weak(*numbers) for rule, numbers in said["rules"].items()}
