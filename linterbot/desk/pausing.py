"""Pauses a wiki, or one rule on it, and ends pauses; keeps who did so, when and why."""

from __future__ import annotations

from linterbot.bot.context import BotContext
from linterbot.bot.writing.guard_inputs import talk_is_read
from linterbot.ledger import Ledger, decisions, pauses
from linterbot.ledger.decisions import Decision, Verdict


def pause(ledger: Ledger, rule: str, who: str, why: str, now: str) -> None:
    """Pause a rule, or the wiki (""), until somebody resumes it."""
    pauses.until_resumed(ledger, rule, why, who, now)
    decisions.keep(ledger, Decision(who, Verdict.PAUSED, now, rule, why=why))


def resume(ledger: Ledger, rule: str, who: str, why: str, now: str) -> bool:
    """End the pause of a rule, or of the wiki (""); False if there was none."""
    ended = pauses.resume(ledger, rule)
    if ended:
        decisions.keep(ledger, Decision(who, Verdict.RESUMED, now, rule, why=why))
    return ended


def resume_wiki(context: BotContext, who: str, why: str) -> bool:
    """End the pause of a wiki, with everything on the bot's talk page counted as read; False if there was none.

    If the talk page cannot be read, it raises WikiError and ends nothing.
    """
    context = context.new_round()
    talk_is_read(context)
    return resume(context.ledger, "", who, why, context.now)
