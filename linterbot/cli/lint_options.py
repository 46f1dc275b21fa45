"""The options that say which rules apply, the same for every command that lints."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from linterbot.cli.completions import pack_names, rules
from linterbot.cli.config_option import HELP, PATH
from linterbot.config import find
from linterbot.config.lint_options import LintOptions
from linterbot.lint.selection import Selection, listed

_OPTIONS = (
    click.option("-c", "--config", "config_path", type=PATH, metavar="FILE", help=HELP),
    click.option("--isolated", is_flag=True, help="Use no configuration."),
    click.option("--wiki", metavar="NAME", help="The configured wiki whose rules apply, and to which titles belong."),
    click.option(
        "--pack",
        metavar="PACK",
        shell_complete=pack_names,
        help="Whose rules to apply: tropedia, allthetropes or tvtropes.",
    ),
    click.option("--rules", "rule_paths", type=PATH, multiple=True, help="A folder with more rule files."),
)
_SELECTING = (
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        shell_complete=rules,
        help="Apply only these: names, codes, their beginnings (EX), ALL.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        metavar="RULES",
        shell_complete=rules,
        help="Apply these as well as those configured.",
    ),
    click.option("--ignore", multiple=True, metavar="RULES", shell_complete=rules, help="Leave out these."),
)


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say whose rules; the command gets them as `lint`."""
    return _with(_OPTIONS, command)


def lint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say whose rules, and which of them; the command gets them as `lint`."""
    return _with((*_OPTIONS, *_SELECTING), command)


def _with(options: tuple[Callable[..., Any], ...], command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def wrapped(
        config_path: Path | None,
        isolated: bool,
        wiki: str | None,
        pack: str | None,
        rule_paths: tuple[Path, ...],
        select: tuple[str, ...] = (),
        extend_select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        **others: Any,
    ) -> Any:
        selection = Selection(_words("--select", select), _words("--ignore", ignore))
        found = find.find(config_path, isolated)
        extend = _words("--extend-select", extend_select)
        return command(lint=LintOptions(found, wiki, pack, rule_paths, selection, extend), **others)

    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def _words(option: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words in an option; one that was given without any would otherwise mean its contrary."""
    words = listed(values)
    if values and not words:
        raise click.BadParameter("names no rule", param_hint=option)
    return words
