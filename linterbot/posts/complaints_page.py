"""The page where anybody can say that the bot is wrong, as it is when nobody has written there yet."""

from __future__ import annotations

from linterbot.posts.texts import Texts
from linterbot.posts.wiki_escape import Wikitext


def complaints_page(texts: Texts) -> str:
    """Return the page's first text, with a link that opens a new section."""
    label = texts.say("complaints-new")
    link = f'<span class="plainlinks">[{{{{fullurl:{{{{FULLPAGENAME}}}}|action=edit&section=new}}}} {label}]</span>'
    return f"__NEWSECTIONLINK__\n{texts.say('complaints-intro', edit=Wikitext(link))}"
