"""Sees within a second when somebody approved a fix, so that it need not wait for the next round."""

from __future__ import annotations

from collections.abc import Collection

from linterbot.config.sections import Config
from linterbot.ledger import Ledger, action_queries, open_ledger

SECONDS = 1  # between two looks


class Approvals:
    """What was approved on some wikis; each approval wakes the daemon once, and what is then held waits for a round."""

    def __init__(self, config: Config, wikis: Collection[str]) -> None:
        self._config = config
        self._seen = dict.fromkeys(wikis, 0)
        self._ledgers: dict[str, Ledger] = {}

    def new(self) -> list[str]:
        """Return the wikis on which something was approved since the last look; raises LedgerError or ConfigError."""
        found = []
        for wiki, seen in self._seen.items():
            if wiki not in self._ledgers:
                self._ledgers[wiki] = open_ledger(self._config.ledger_url, wiki)
            newest = action_queries.newest_approved(self._ledgers[wiki])
            if newest > seen:
                self._seen[wiki] = newest
                found.append(wiki)
        return found
