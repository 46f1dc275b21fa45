"""The options that say what of an export is scanned, the same for one machine and for a fleet."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from linterbot.cli.config_option import PATH
from linterbot.cli.lint_options import lint_options
from linterbot.config.file_rules import FileRules
from linterbot.config.lint_options import LintOptions
from linterbot.errors import TargetError

if TYPE_CHECKING:
    from linterbot.scan.scan import ScanOrder

_OPTIONS = (
    click.argument("export", type=click.Path(path_type=Path)),
    lint_options,
    click.option(
        "--namespace",
        "namespaces",
        multiple=True,
        metavar="NAME",
        help="Scan only this namespace, by the wiki's name for it, or main, or all; can be repeated. "
        "Default: the namespaces that the rules look at.",
    ),
    click.option(
        "--output-format", type=click.Choice(["json-lines", "concise"]), default="json-lines", show_default=True
    ),
    click.option("--baseline", type=PATH, metavar="FILE", help="Leave out what FILE knows."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something was found."),
    click.option(
        "--shared-files", is_flag=True, help="The wiki also shows files of another wiki, such as Wikimedia Commons."
    ),
    click.option("--second-reader", is_flag=True, help="Have bullets in doubt read by the second reader."),
)


class WantedScan(NamedTuple):
    """What a person wants to be scanned."""

    export: Path
    lint: LintOptions
    namespaces: tuple[str, ...]
    output_format: str
    baseline: Path | None
    exit_zero: bool
    shared_files: bool
    second_reader: bool

    def order(self, processes: int | None = None) -> ScanOrder:
        """Return what to do; raises TargetError, ConfigError or RuleError."""
        from linterbot.cli import scan_baseline
        from linterbot.rulebook.second_reader import asking, installed
        from linterbot.scan.scan import ScanOrder, namespaces_of

        files = FileRules(self.lint, None)
        pack, every = files.usual()
        rules = files.selected(every)
        if self.second_reader:
            if installed() is None:
                raise TargetError("--second-reader", "none is installed", 'see "linterbot rule second-reading"')
            rules = asking(rules)
        named = _named(self.namespaces)
        return ScanOrder(
            self.export,
            pack,
            rules,
            named if self.namespaces else namespaces_of(rules),
            self.output_format,
            processes or os.cpu_count() or 1,
            asked=named,
            known=scan_baseline.known(self.baseline),
            shared_files=self.shared_files,
        )


def scan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument and the options of a scan; the command gets them as `wanted`."""

    @wraps(command)
    def wrapped(**given: Any) -> Any:
        wanted = WantedScan(**{name: given.pop(name) for name in WantedScan._fields})
        return command(wanted=wanted, **given)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _named(names: tuple[str, ...]) -> frozenset[str]:
    """Return the namespaces that a person named; none stands for all."""
    return frozenset() if "all" in names else frozenset("" if name == "main" else name for name in names)
