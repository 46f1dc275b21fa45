"""One finding as one item of a wiki list."""

from __future__ import annotations

import re

from linterbot.ledger.findings import RecordedFinding, State
from linterbot.posts.texts import Texts
from linterbot.posts.wiki_escape import Wikitext, wiki_escape

_MESSAGE_LENGTH = 300  # characters; few rules have longer messages
_WIKI_PAGE = re.compile(r"https?://[^/\s]+/wiki/([^?#\s]+)$")


def finding_line(one: RecordedFinding, texts: Texts) -> str:
    """Return a finding as one item of a list, struck through if it is no longer open."""
    words = texts.say(
        "finding",
        rule=Wikitext(policy_link(one.policy, one.rule)),
        code=one.code,
        severity=Wikitext(texts.say(f"severity-{one.severity}")),
        line=str(one.row),
        message=Wikitext(wiki_escape(one.message, _MESSAGE_LENGTH)),
        words=one.words,
    )
    if one.state != State.OPEN:
        outcome = texts.say("finding-resolved" if one.state == State.RESOLVED else "finding-settled")
        return f"* <s>{words}</s> {outcome}"
    suggested = f" {texts.say('finding-suggested', words=one.suggestion)}" if one.suggestion else ""
    return f"* {words}{suggested} {texts.say('finding-number', number=str(one.id))}"


def policy_link(policy: str, label: str) -> str:
    """Return a link to a policy: a wiki link if the address is that of a wiki page, otherwise an external link.

    If the address cannot safely be linked, only the label is returned.
    """
    found = _WIKI_PAGE.match(policy)
    if found and not re.search(r"[\[\]{}|<>%]", found[1]):
        return f"[[{found[1].replace('_', ' ')}|{label}]]"
    return f"[{policy} {label}]" if re.fullmatch(r"https?://[^\s\[\]<>\"{}|]+", policy) else label
