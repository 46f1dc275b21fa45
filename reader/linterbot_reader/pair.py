"""What the model reads of a bullet: two texts, the bullet's surroundings and the bullet itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_ABOVE, _PARENT, _BEFORE, _BULLET = 40, 180, 100, 280  # characters that are read of each text


def pair(passage: Sequence[Any]) -> tuple[str, str]:
    """Return both texts of a passage: bullet, parent, what that stands under, the bullet before, whether alone."""
    bullet, parent, above, before, alone = passage
    texts = ("only" if alone else "among", above[:_ABOVE], parent[:_PARENT], before[:_BEFORE])
    return " | ".join(texts), bullet[:_BULLET]
