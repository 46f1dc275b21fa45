"""How many wakings, workers and requests a fleet of many wikis needs, and how old an edit is before it is read.

    python -m tests.fleet_simulation --wikis 300000

Edits arrive at random, on each wiki at its own pace, and these paces follow a power law: the wiki of rank k has 1/k as
many edits as the first (to the power of `--steepness`). Time goes in steps of a minute through some days, of which the
first is left out. Nothing is measured here but the schedule itself; what a round costs comes from docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
from math import ceil

import numpy as np

from linterbot.fleet import schedule

STEP, DAY = 60.0, 86_400.0  # seconds
KNOWN = 3600.0  # seconds for which a process knows what a wiki says of itself, and asks only for changes
ROUND = 0.4  # seconds that a round waits for its wiki that finds nothing


def main() -> None:
    """Print a line for each fleet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wikis", type=int, nargs="+", default=[1_000, 10_000, 300_000])
    parser.add_argument(
        "--edits", type=float, default=0.5, help="a second on all of 10,000 wikis, and so in proportion"
    )
    parser.add_argument("--steepness", type=float, default=1.1)
    options = parser.parse_args()
    say("| wikis | edits a second | wakings a second | requests a second | workers | read after (half, 99 in 100) |")
    say("| --- | --- | --- | --- | --- | --- |")
    for number in options.wikis:
        say(simulate(number, options.edits * number / 10_000, options.steepness))


def simulate(number: int, edits: float, steepness: float, days: int = 2) -> str:
    """Return a line of the table for some wikis that have so many edits a second together."""
    chance = np.random.default_rng(17)
    ranks = np.power(np.arange(1, number + 1, dtype=float), -steepness)
    pace = ranks * (edits / float(ranks.sum()))
    due = chance.uniform(0, schedule.LONGEST, number)
    last_edit = -chance.exponential(1 / pace)
    looked = np.zeros(number)
    wakings, requests, ages, weights = 0, 0, [np.zeros(0)], [np.zeros(0)]
    for now in (step * STEP for step in range(int(days * DAY / STEP))):
        woken = np.flatnonzero(due <= now)
        since = now - looked[woken]
        new = chance.poisson(pace[woken] * since)
        newest = now - since * (1 - chance.uniform(size=len(woken)) ** (1 / np.maximum(new, 1)))
        last_edit[woken] = np.where(new > 0, np.maximum(newest, last_edit[woken]), last_edit[woken])
        silent = now - last_edit[woken]
        waits = [schedule.every(*one) for one in zip(silent, chance.uniform(size=len(woken)), strict=True)]
        due[woken] = now + np.array(waits)
        looked[woken] = now
        if now >= DAY:
            wakings += len(woken)
            requests += len(woken) + int((since >= KNOWN).sum())
            ages.append(since * chance.uniform(size=len(woken)))
            weights.append(new.astype(float))
    age, weight = np.concatenate(ages), np.concatenate(weights)
    order = np.argsort(age)
    share = np.cumsum(weight[order]) / max(weight.sum(), 1)
    half, most = (age[order][np.searchsorted(share, at)] for at in (0.5, 0.99))
    a_second = wakings / ((days - 1) * DAY)
    figures = f"{edits:,.1f} | {a_second:,.1f} | {requests / ((days - 1) * DAY):,.0f} | {ceil(a_second * ROUND):,}"
    return f"| {number:,} | {figures} | {half / 60:,.1f} min, {most / 60:,.0f} min |"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
