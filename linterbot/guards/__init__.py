"""The table of guards: each names one reason why an action may not be posted now."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from linterbot.guards import (
    budget,
    cosmetic,
    draft,
    exclusion,
    freshness,
    in_use,
    ladder,
    moved_on,
    namespace,
    opt_out,
    pause,
    protection,
    refusal,
    reverts,
    size,
    standing,
    stop,
    unclear,
)
from linterbot.guards.base import Hold, Intent, World

Guard = Callable[[Intent, World], Hold | None]
GUARDS: tuple[Guard, ...] = (
    stop.hold,
    standing.hold,
    pause.hold,
    unclear.hold,
    moved_on.hold,
    ladder.hold,
    namespace.hold,
    draft.hold,
    exclusion.hold,
    in_use.hold,
    opt_out.hold,
    protection.hold,
    freshness.hold,
    reverts.hold,
    refusal.hold,
    cosmetic.hold,
    size.hold,
    budget.hold,
)

# Those that need not know what a rule would make of the page; they are asked before it is judged.
OF_THE_PAGE = (
    pause.hold,
    unclear.hold,
    namespace.hold,
    draft.hold,
    exclusion.hold,
    in_use.hold,
    protection.hold,
    freshness.hold,
    budget.hold,
)


def first_hold(intent: Intent, world: World, guards: Iterable[Guard] = GUARDS) -> Hold | None:
    """Ask the guards; return the first reason to hold, None where the action may go."""
    for guard in guards:
        if (hold := guard(intent, world)) is not None:
            return hold
    return None
