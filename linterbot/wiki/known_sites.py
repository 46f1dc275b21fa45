"""What wikis said about themselves a while ago, for a process that comes back to them again and again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from linterbot.wiki.protocol import Site

_GOOD_FOR = 3600.0  # seconds; the rights for a write are asked anew with its token


@dataclass
class KnownSites:
    """The wikis that were asked within the last hour, by address and account; any thread may use it."""

    _known: dict[tuple[str, str], tuple[float, Site]] = field(default_factory=dict)

    def get(self, api: str, user: str) -> Site | None:
        """Return what a wiki said, None if that is unknown or too old."""
        at, site = self._known.get((api, user), (0.0, None))
        return site if site is not None and time.monotonic() - at < _GOOD_FOR else None

    def put(self, api: str, user: str, site: Site) -> None:
        """Remember what a wiki said."""
        self._known[api, user] = time.monotonic(), site

    def forget(self, api: str, user: str) -> None:
        """Ask a wiki anew the next time."""
        self._known.pop((api, user), None)
