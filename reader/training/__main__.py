"""Trains the second reader.

    python -m training            cross-validates it, and prints how good it is
    python -m training --write    does the same, then trains one on everything and writes its files

Families are held out, a quarter of them at a time: nothing is measured by what was learned from its neighbour.
"""

from __future__ import annotations

import sys

from linterbot.rulebook import packs
from linterbot_reader.reader import WEIGHTS
from training.export import export
from training.held_out import held_out
from training.learn import taught
from training.lessons import lessons
from training.measure import asked, fitted, kinds, policy, share_only_it_finds, sources, table


def main() -> None:
    """Cross-validate, report, and write if asked to."""
    rule = next(one for one in packs.load(packs.COMMON) if one.name == "natter")
    every = lessons()
    read = held_out(every)
    scale = fitted(read, rule.check.doubt["from"], rule.check.doubt["to"])
    figures = list(table(read, scale, rule.threshold))
    print("\n".join([*sources(read), "", *figures, ""]))
    print("asked about:", ", ".join(f"{share:.0%} of {name}" for name, share in asked(read, scale).items()))
    print("policy-breaking:", "; ".join(policy(read, scale, rule.threshold)))
    print(f"told rightly whether it replies or continues: {kinds(read, scale):.2f}")
    print(f"of what only the reader finds on real pages, {share_only_it_finds(read, scale, rule.threshold)} in 100")
    if "--write" in sys.argv[1:]:
        export(taught(every), scale, figures, WEIGHTS)


if __name__ == "__main__":
    main()
