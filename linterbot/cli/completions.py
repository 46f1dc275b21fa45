"""What a shell may complete: rules and packs."""

from __future__ import annotations

import click


def rules(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the names and codes of rules that begin with what was typed; before the last comma, it stays."""
    from linterbot.lint.own_findings import OWN_RULES
    from linterbot.rulebook import packs

    before, comma, last = typed.rpartition(",")
    every = {rule.name: rule.code for pack in packs.names() for rule in packs.load(pack)}
    every |= {own.name: own.code for own in OWN_RULES}
    known = sorted(every) if not last.isupper() else sorted(every.values())
    return [f"{before}{comma}{name}" for name in known if name.startswith(last)]


def pack_names(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the names of packs that begin with what was typed."""
    from linterbot.rulebook import packs

    return [name for name in packs.names() if name.startswith(typed)]
