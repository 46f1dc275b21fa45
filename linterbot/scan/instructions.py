"""How a scan is to be done, as one machine tells others, which prove that their rules are the same."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from linterbot.config.file_rules import FileRules
from linterbot.config.find import FoundConfig
from linterbot.config.lint_options import LintOptions
from linterbot.errors import TargetError
from linterbot.lint.selection import Selection
from linterbot.markup.namespace_names import Names
from linterbot.model import Facts
from linterbot.rulebook.rules_digest import digest
from linterbot.rulebook.second_reader import asking
from linterbot.scan.export_linter import ExportLinter
from linterbot.wiki.export.reader import ExportedSite

_SAME = "let all machines have the same version and the same configuration"


@dataclass(frozen=True)
class Chosen:
    """Which rules a person wants to apply, where the configuration is the same everywhere."""

    wiki: str | None
    pack: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend: tuple[str, ...]
    second_reader: bool = False  # whether bullets in doubt are read


@dataclass(frozen=True)
class Instructions:
    """Everything that a machine needs to know, besides the rules, before it gets pages."""

    chosen: Chosen
    rules: str  # identifies what these rules find
    unable: frozenset[str]  # those of them that the export cannot answer
    namespaces: frozenset[str]  # to lint; none means all
    site: ExportedSite
    names: Names
    facts: Facts
    format: str
    columns: int
    known: Mapping[str, frozenset[str]]

    def linter(self, config_path: Path) -> ExportLinter:
        """Return what lints the pages, with the rules of this machine; raises TargetError if those are others."""
        found = FoundConfig(config_path, "the fleet's")
        chosen = self.chosen
        selection = Selection(chosen.select, chosen.ignore)
        files = FileRules(LintOptions(found, chosen.wiki, chosen.pack, (), selection, chosen.extend), None)
        pack, every = files.usual()
        rules = files.selected(every)
        rules = asking(rules) if chosen.second_reader else rules
        if digest(rules) != self.rules:
            raise TargetError("scan", "the rules on this machine are not those of whoever asked for the scan", _SAME)
        rules = tuple(one for one in rules if one.name not in self.unable)
        site = self.site.name
        return ExportLinter(rules, self.names, self.facts, pack, site, self.format, self.columns, self.known)


def chosen_by(lint: LintOptions, second_reader: bool) -> Chosen:
    """Return which rules a person chose, and whether a second reader is asked."""
    return Chosen(lint.wiki, lint.pack, lint.selection.select, lint.selection.ignore, lint.extend, second_reader)


_instructions = TypeAdapter(Instructions)


def packed(instructions: Instructions) -> bytes:
    """Return instructions as they are sent."""
    return zlib.compress(_instructions.dump_json(instructions), 1)


def unpacked(data: bytes) -> Instructions:
    """Return instructions that were sent; raises TargetError if another version wrote them."""
    try:
        return _instructions.validate_json(zlib.decompress(data))
    except (zlib.error, ValidationError):
        raise TargetError("scan", "this version cannot read the instructions of the scan", _SAME) from None
