"""Scores natter by stratum, as the rules are, on all labelled pages that are at hand.

    python -m tools.strata

The pages are those that the weights were learned from, so this says where the rule is strong and weak rather than how
good it is; `make weigh` measures it on pages that it has not seen. The last line of each source is about all nested
bullets that break policy: only children, remarks and continuations, told by natter or by lone-sub-example.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from linterbot.lint.linter import lint
from linterbot.markup.document import Document
from linterbot.model import NO_FACTS
from linterbot.rulebook import packs
from tools.weigh.labels import SOURCES, Case, labelled

PACK = "tvtropes"
FAULTS = {"natter", "continuation"}
ALL = "all nested bullets"


@cache
def told(document: Document) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows of a page that natter and lone-sub-example report."""
    rules = [rule for rule in packs.load(PACK) if rule.name in ("natter", "lone-sub-example")]
    rows: dict[str, set[int]] = {"natter": set(), "lone-sub-example": set()}
    for one in lint(document, rules, NO_FACTS).findings:
        if one.name in rows:
            rows[one.name].add(document.position(one.span.start).row)
    return frozenset(rows["natter"]), frozenset(rows["lone-sub-example"])


def reported(case: Case, by: int) -> bool:
    """Whether natter (0) or lone-sub-example (1) reports a bullet."""
    document = case.view.document
    return document.position(case.example.line.start).row in told(document)[by]


def lines(source: str, cases: Sequence[Case]) -> Iterator[str]:
    """Yield the lines about one source."""
    yield f"{source}: {len(cases)} nested bullets"
    for stratum in [ALL, *sorted({name for case in cases for name in case.strata})]:
        mine = [case for case in cases if stratum == ALL or stratum in case.strata]
        found = [case for case in mine if reported(case, 0)]
        right, natter = sum(case.fault for case in found), [case for case in mine if case.label == "natter"]
        reached = sum(reported(case, 0) for case in natter)
        precision = f"{right / len(found):.2f}" if found else "-"
        yield f"  {stratum:20} told {len(found):4}, right {precision:>4}; natter {reached} of {len(natter)}"
    breaking = [case for case in cases if case.fault or "only child" in case.strata]
    either = [case for case in cases if reported(case, 0) or reported(case, 1)]
    right = sum(case.fault or "only child" in case.strata for case in either)
    reached = sum(reported(case, 0) or reported(case, 1) for case in breaking)
    yield f"  against policy: told {len(either)}, right {right / max(1, len(either)):.2f}; {reached} of {len(breaking)}"


def main() -> None:
    """Print the strata of every source."""
    cases = list(labelled("nested", FAULTS, {"unsure"}))
    for source in SOURCES:
        if mine := [case for case in cases if case.source == source.name]:
            print("\n".join(lines(source.name, mine)))


if __name__ == "__main__":
    main()
