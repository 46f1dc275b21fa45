"""The whole round stops if the bot is blocked, or if the wiki accepts no edits.

A block from single pages or namespaces keeps the bot off them, and stops nothing else.
"""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold while the bot is blocked, here or everywhere, or the wiki is read-only."""
    status = inputs.account_status
    if status.blocked:
        words = inputs.say("held-blocked", reason=status.blocked)
        return Hold(GuardName.ACCOUNT_STATUS, words, stops_round=True, needs_person=True)
    if status.read_only:
        return Hold(GuardName.ACCOUNT_STATUS, inputs.say("held-read-only", reason=status.read_only), stops_round=True)
    namespace = intent.page.namespace if intent.page else ""
    if intent.title in status.kept_off or (intent.page is not None and namespace in status.kept_out_of):
        return Hold(GuardName.ACCOUNT_STATUS, inputs.say("held-kept-off"))
    return None
