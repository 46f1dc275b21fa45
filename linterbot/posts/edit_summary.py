"""The summary line of each edit, with the token by which the bot finds its own edit again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linterbot.posts.finding_line import policy_link
from linterbot.posts.texts import Texts
from linterbot.version import __version__

_LONGEST = 340  # of the 500 characters that a wiki keeps; the rest is for what every summary ends with


def fix_summary(fixes: Iterable[tuple[str, str, str]]) -> str:
    """Return what a fix did: each (rule, what was done, policy) only once."""
    parts: list[str] = []
    for rule, done, policy in dict.fromkeys(fixes):
        words = re.sub(r"[\[\]{}|<>]", "", done)
        part = f"{policy_link(policy, rule)}: {words[:1].lower()}{words[1:]}"
        if len("; ".join([*parts, part])) > _LONGEST:
            parts.append("…")
            break
        parts.append(part)
    return "; ".join(parts)


def signed(summary: str, run: str, token: str, complaints: str, texts: Texts) -> str:
    """Return a summary with what every one ends with: where to complain, the round, the version, and the token."""
    complain = f"[[{complaints}|{texts.say('summary-complain')}]]"
    return f"{summary} ({complain}; {texts.say('summary-run', number=run)}, {__version__}) [linterbot {token}]"


def has_token(summary: str, token: str) -> bool:
    """Whether an edit summary contains the token of an action."""
    return f"[linterbot {token}]" in summary
