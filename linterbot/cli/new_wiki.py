"""Asks a wiki that nobody has configured yet about itself."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from linterbot.errors import WikiDown

if TYPE_CHECKING:
    from linterbot.desk.new_config import NewConfig


def asked(address: str, user: str, operator: str) -> NewConfig:
    """Return a configuration for a wiki, from the first of its addresses that answers as an API; raises WikiError."""
    from linterbot.desk.new_config import api_addresses, new_config
    from linterbot.wiki.mediawiki.wiki import MediaWiki

    addresses = api_addresses(address)
    with tempfile.TemporaryDirectory() as folder:
        for number, api in enumerate(addresses, 1):
            wiki = MediaWiki(f"new{number}", api, user, None, operator, Path(folder))
            try:
                return new_config(wiki, api, user, operator)
            except WikiDown:
                if api == addresses[-1]:
                    raise
            finally:
                wiki.close()
    raise AssertionError("there is at least one address")
