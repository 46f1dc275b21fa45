"""The page where anybody can say that the bot is wrong: its first text, and the sections that the bot opens there."""

from __future__ import annotations

from collections.abc import Sequence

from linterbot.ledger.findings import RecordedFinding
from linterbot.posts.boxes import Box, boxes
from linterbot.posts.finding_line import finding_lines
from linterbot.posts.texts import Texts
from linterbot.wiki_escape import Wikitext


def complaints_page(texts: Texts) -> str:
    """Return the page's first text, with a link that opens a new section."""
    label = texts.say("complaints-new")
    link = f'<span class="plainlinks">[{{{{fullurl:{{{{FULLPAGENAME}}}}|action=edit&section=new}}}} {label}]</span>'
    return f"__NEWSECTIONLINK__\n{texts.say('complaints-intro', edit=Wikitext(link))}"


def with_complaint(
    current: str, found: Sequence[RecordedFinding], box: Box, who: str, groups: Sequence[str], texts: Texts
) -> str:
    """Return the page with a section about the findings on one line, for those who may decide to answer by a tick."""
    first = found[0]
    lines = [
        f"== {texts.say('complaint-heading', page=first.title, rule=first.rule)} ==",
        *finding_lines(found, texts, boxes=boxes(texts)),
        f"{texts.say(f'complaint-{box}', user=who)} {texts.say('complaint-answer', groups=', '.join(groups))} ~~~~",
    ]
    return "\n".join([*([current.rstrip(), ""] if current.strip() else []), *lines])
