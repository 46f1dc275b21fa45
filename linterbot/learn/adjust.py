"""Writes what was learned into a configuration, where a person can read and change it."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.errors import ConfigError
from linterbot.learn.proposal import Proposal

_BY_HAND = "put the lines in by hand"


def lines(proposal: Proposal) -> Iterator[str]:
    """Yield what belongs under `adjust:` in a configuration."""
    yield f"{proposal.rule}:"
    yield f"  # learned from {proposal.faults} faults and {proposal.others} bullets that are none"
    yield f"  threshold: {proposal.after.threshold:g}"
    if proposal.outdates_records:
        yield "  records: {}  # they were measured with other weights"
    yield "  weights:"
    yield from (f"    {name}: {weight:+.2f}" for name, weight in proposal.weights.evidence.items())


def with_adjustment(text: str, where: str, wiki: str, proposal: Proposal) -> str:
    """Return a configuration with a proposal under the wiki's `adjust:`; everything else stays as it was typed.

    Raises ConfigError if it is written in a way that leaves no place for it, or adjusts this rule already.
    """
    rows = text.split("\n")
    first, indent = _wiki(rows, where, wiki)
    last = next((at for at in range(first, len(rows)) if _indent(rows[at]) < indent and rows[at].strip()), len(rows))
    inside = range(first, last)
    at = next((at for at in inside if rows[at].strip().startswith("adjust:") and _indent(rows[at]) == indent), None)
    pad = " " * (indent + 2)
    block = [f"{pad}{line}" for line in lines(proposal)]
    if at is None:
        return "\n".join([*rows[:first], f"{' ' * indent}adjust:", *block, *rows[first:]])
    if any(
        rows[one].strip().startswith(f"{proposal.rule}:") and _indent(rows[one]) > indent for one in range(at, last)
    ):
        raise ConfigError(f"{where}:{at + 1}", f"{proposal.rule} is adjusted here already", _BY_HAND)
    value = rows[at].strip().removeprefix("adjust:").partition("#")[0].strip()
    if value not in ("", "{}"):
        raise ConfigError(f"{where}:{at + 1}", "`adjust` is written on one line", _BY_HAND)
    head = rows[at].replace("{}", "").rstrip() if value else rows[at]
    return "\n".join([*rows[:at], head, *block, *rows[at + 1 :]])


def _wiki(rows: list[str], where: str, wiki: str) -> tuple[int, int]:
    """Return the number of the first row of a wiki's settings, and how far they are indented."""
    inside = False
    for at, row in enumerate(rows):
        said = row.partition(" #")[0].strip()
        name = said.removesuffix(":").strip("\"'")
        if row.startswith("wikis:"):
            inside = True
        elif inside and name == wiki and said.endswith(":"):
            below = next((one for one in rows[at + 1 :] if one.strip() and not one.strip().startswith("#")), "")
            if _indent(below) > _indent(row):
                return at + 1, _indent(below)
    raise ConfigError(where, f"the settings of {wiki} are written in a way that leaves no place", _BY_HAND)


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))
