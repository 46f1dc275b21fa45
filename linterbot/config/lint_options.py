"""Which rules a person wants to apply, whether on the command line or in Python."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from linterbot.config.find import FoundConfig
from linterbot.lint.selection import Selection


class LintOptions(NamedTuple):
    """Which rules a person wants to apply."""

    config: FoundConfig  # the configuration in force
    wiki: str | None = None  # the configured wiki
    pack: str | None = None  # None for that of the wiki, or to go by the text
    rule_paths: tuple[Path, ...] = ()  # folders with more rule files
    selection: Selection = Selection()
    extend: tuple[str, ...] = ()  # what to apply as well as what is configured
