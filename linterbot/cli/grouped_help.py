"""The help of a command with many options: in groups, each under what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click


class GroupedCommand(click.Command):
    """A command whose help shows its options in groups; those in no group come last."""

    def __init__(self, *args: Any, groups: Mapping[str, tuple[str, ...]], **others: Any) -> None:
        super().__init__(*args, **others)
        self.groups = groups

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each with its help, in the order of the groups."""
        rows: dict[str, list[tuple[str, str]]] = {}  # two options may set the same value
        for one in self.get_params(ctx):
            if (row := one.get_help_record(ctx)) is not None:
                rows.setdefault(str(one.name), []).append(row)
        for heading, names in self.groups.items():
            with formatter.section(heading):
                formatter.write_dl([row for name in names for row in rows.pop(name)])
        with formatter.section("Other options"):
            formatter.write_dl([row for same in rows.values() for row in same])
