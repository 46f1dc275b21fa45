"""Says why an action may not be posted now: each guard is one such reason, and `GUARDS` lists them in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from linterbot.guards import (
    account_status,
    at_work,
    budget,
    cosmetic,
    draft,
    exclusion,
    freshness,
    in_use,
    mail,
    mode,
    moved_on,
    namespace,
    opt_out,
    pause,
    pending_write,
    previously_refused,
    protection,
    recently_reverted,
    size,
    stop,
    talk_page,
)
from linterbot.guards.base import GuardInputs, Hold, Intent

Guard = Callable[[Intent, GuardInputs], Hold | None]
GUARDS: tuple[Guard, ...] = (
    stop.check,
    account_status.check,
    mail.check,
    pause.check,
    pending_write.check,
    moved_on.check,
    mode.check,
    namespace.check,
    draft.check,
    exclusion.check,
    in_use.check,
    opt_out.check,
    talk_page.check,
    protection.check,
    at_work.check,
    freshness.check,
    recently_reverted.check,
    previously_refused.check,
    cosmetic.check,
    size.check,
    budget.check,
)

# The guards that need not know what a fix would change; they are asked before the page is linted.
OF_THE_PAGE = (
    pause.check,
    pending_write.check,
    namespace.check,
    draft.check,
    exclusion.check,
    in_use.check,
    protection.check,
    freshness.check,
    budget.check,
)


def first_hold(intent: Intent, inputs: GuardInputs, guards: Iterable[Guard] = GUARDS) -> Hold | None:
    """Ask the guards in order; return the first hold, None if the action may be posted."""
    for guard in guards:
        if (hold := guard(intent, inputs)) is not None:
            return hold
    return None
