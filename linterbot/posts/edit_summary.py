"""The summary line of each edit, with the token by which the bot finds its own edit again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linterbot.posts.finding_line import policy_link

_LONGEST = 400  # of the 500 characters that a wiki keeps; the rest is for the token


def fix_summary(fixes: Iterable[tuple[str, str, str]], token: str) -> str:
    """Return the summary of a fix: each (rule, what was done, policy) only once, and the action's token."""
    parts: list[str] = []
    for rule, done, policy in dict.fromkeys(fixes):
        words = re.sub(r"[\[\]{}|<>]", "", done)
        part = f"{policy_link(policy, rule)}: {words[:1].lower()}{words[1:]}"
        if len("; ".join([*parts, part])) > _LONGEST:
            parts.append("…")
            break
        parts.append(part)
    return with_token("; ".join(parts), token)


def with_token(summary: str, token: str) -> str:
    """Return an edit summary with an action's token at its end."""
    return f"{summary} [linterbot {token}]"


def has_token(summary: str, token: str) -> bool:
    """Whether an edit summary contains the token of an action."""
    return f"[linterbot {token}]" in summary
