"""Scores natter by stratum, as the rules are, on all labelled pages that are at hand.

    python -m tools.strata

The pages are those that the weights were learned from, so this says where the rule is strong and weak rather than how
good it is; `make weigh` measures it on pages that it has not seen. The last line of each source is about all nested
bullets that break policy: only children, remarks and continuations, told by natter or by lone-sub-example. Everything
is said twice, without a second reader and with the one in reader/, which has learned from these pages too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from linterbot.lint.linter import lint
from linterbot.markup.document import Document
from linterbot.model import NO_FACTS
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.second_reader import asking
from linterbot_reader import Reader
from tools.weigh.labels import SOURCES, Case, labelled

PACK = "tvtropes"
FAULTS = {"natter", "continuation"}
ALL = "all nested bullets"


@cache
def rules_of(read: bool) -> tuple[Rule, ...]:
    """Return natter and lone-sub-example, without or with the second reader."""
    rules = tuple(rule for rule in packs.load(PACK) if rule.name in ("natter", "lone-sub-example"))
    return asking(rules, Reader()) if read else rules


@cache
def told(document: Document, read: bool) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows of a page that natter and lone-sub-example report, without or with the second reader."""
    rows: dict[str, set[int]] = {"natter": set(), "lone-sub-example": set()}
    for one in lint(document, rules_of(read), NO_FACTS).findings:
        if one.name in rows:
            rows[one.name].add(document.position(one.span.start).row)
    return frozenset(rows["natter"]), frozenset(rows["lone-sub-example"])


def reported(case: Case, by: int, read: bool) -> bool:
    """Whether natter (0) or lone-sub-example (1) reports a bullet."""
    document = case.view.document
    return document.position(case.example.line.start).row in told(document, read)[by]


def lines(source: str, cases: Sequence[Case]) -> Iterator[str]:
    """Yield the lines about one source."""
    yield f"{source}: {len(cases)} nested bullets; without a second reader, and with it"
    for stratum in [ALL, *sorted({name for case in cases for name in case.strata})]:
        mine = [case for case in cases if stratum == ALL or stratum in case.strata]
        yield f"  {stratum:20} {_natter(mine, read=False)}   {_natter(mine, read=True)}"
    yield f"  {'against policy':20} {_policy(cases, read=False)}   {_policy(cases, read=True)}"


def _natter(cases: Sequence[Case], read: bool) -> str:
    found = [case for case in cases if reported(case, 0, read)]
    right, natter = sum(case.fault for case in found), [case for case in cases if case.label == "natter"]
    reached = sum(reported(case, 0, read) for case in natter)
    precision = f"{right / len(found):.2f}" if found else "-"
    return f"told {len(found):4}, right {precision:>4}; natter {reached:3} of {len(natter):3}"


def _policy(cases: Sequence[Case], read: bool) -> str:
    either = {id(case) for case in cases if reported(case, 0, read) or reported(case, 1, read)}
    breaking = [case for case in cases if case.fault or "only child" in case.strata]
    right = sum(id(case) in either for case in breaking)
    return f"told {len(either):4}, right {right / max(1, len(either)):.2f};        {right:3} of {len(breaking):3}"


def main() -> None:
    """Print the strata of every source."""
    cases = list(labelled("nested", FAULTS, {"unsure"}))
    for source in SOURCES:
        if mine := [case for case in cases if case.source == source.name]:
            print("\n".join(lines(source.name, mine)))


if __name__ == "__main__":
    main()
