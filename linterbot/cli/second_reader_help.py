"""What `linterbot rule` says of the second reader that a rule asks, where one is installed."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.checks.nested_reply import NestedReply
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.second_reader import installed


def second_reader_help(rule: Rule) -> Iterator[str]:
    """Yield when a rule asks the second reader, and how good both are together; nothing if there is none."""
    if not isinstance(rule.check, NestedReply) or not rule.check.doubt or (reader := installed()) is None:
        return
    least, most = (f"{rule.check.doubt[name]:g}" for name in ("from", "to"))
    yield ""
    yield f"A second reader ({reader.identity}) is asked where the evidence finds a fault {least} to {most} likely."
    yield "What only it sees is a notice: linterbot rule second-reading. On pages that neither had seen: reports,"
    yield "how many of them are right (with the 95 % interval), natter reached, and reports by it alone."
    yield ""
    yield from _aligned(reader.figures)


def _aligned(table: str) -> Iterator[str]:
    """Yield a table in Markdown as lines of text, the first column to the left and all others to the right."""
    lines = (line for line in table.splitlines() if not line.startswith("| ---"))
    rows = [[cell.strip().strip("*") for cell in line.strip("|").split("|")] for line in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        numbers = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield f"  {'  '.join([first.ljust(widths[0]), *numbers])}".rstrip()
