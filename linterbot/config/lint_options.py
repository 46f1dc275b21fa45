"""Which rules a person wants to apply, whether on the command line or in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linterbot.config.find import FoundConfig
from linterbot.lint.selection import ALL, Named, Selection
from linterbot.rulebook.packs import NOTHING
from linterbot.yaml_text import YamlText


class LintOptions(NamedTuple):
    """Which rules a person wants to apply."""

    config: FoundConfig  # the configuration in force
    wiki: str | None = None  # the configured wiki
    pack: str | None = None  # None for that of the wiki, or to go by the text
    rule_paths: tuple[Path, ...] = ()  # folders with more rule files
    selection: Selection = Selection()
    extend: tuple[str, ...] = ()  # what to apply as well as what is configured
    adjust: Mapping[str, YamlText] = NOTHING  # what rules do differently, by their names

    def selected(self, rules: Sequence[Named], select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Selection:
        """Return which of some rules to apply, where the configuration says `select` and `ignore`; raises TargetError.

        What a person selects takes the place of what the configuration does; what they add wins over what it ignores.
        """
        self.selection.refuse_unknown(rules)
        Selection(self.extend).refuse_unknown(rules, "--extend-select")
        chosen = self.selection.select or select
        more = (*(chosen or (ALL,)), *self.extend) if self.extend else chosen
        left = tuple(word for word in ignore if word not in self.extend)
        selection = Selection(more, (*left, *self.selection.ignore))
        selection.refuse_empty(rules)
        return selection
