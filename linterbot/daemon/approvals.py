"""Sees within a second when somebody approved a fix, so that it need not wait for the next round."""

from __future__ import annotations

from collections.abc import Collection

from linterbot.config.sections import Config
from linterbot.ledger import Ledger, action_queries, open_ledger

SECONDS = 1  # between two looks


class Approvals:
    """What was approved on some wikis; each approval is sent once, and what is then held waits for a round."""

    def __init__(self, config: Config, wikis: Collection[str]) -> None:
        self._config = config
        self._seen = dict.fromkeys(wikis, 0)
        self._ledgers: dict[str, Ledger] = {}

    def new(self) -> list[str]:
        """Return the wikis on which something was approved and not taken up; raises LedgerError or ConfigError."""
        return [wiki for wiki, seen in self._seen.items() if self._newest(wiki) > seen]

    def take_up(self, wiki: str) -> None:
        """Note that what was approved so far is about to be sent."""
        self._seen[wiki] = max(self._seen[wiki], self._newest(wiki))

    def _newest(self, wiki: str) -> int:
        if wiki not in self._ledgers:
            self._ledgers[wiki] = open_ledger(self._config.ledger_url, wiki)
        return action_queries.newest_approved(self._ledgers[wiki])
