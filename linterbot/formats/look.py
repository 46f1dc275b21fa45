"""How findings are to look on the terminal in front of a person."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """What a terminal can show."""

    columns: int = 0  # how wide a line may be; 0 where that does not matter
    links: bool = False  # whether words can lead to an address


PLAIN = Look()
