"""Reads the page on which moderators make the bot more careful, and keeps what it last said."""

from __future__ import annotations

from linterbot.config import wiki_page
from linterbot.config.sections import WikiConfig
from linterbot.config.wiki_page import Careful
from linterbot.errors import ConfigError
from linterbot.ledger import Ledger, key_values
from linterbot.model import Page
from linterbot.rulebook.rule import Rule
from linterbot.wiki.protocol import Site, Wiki

_MEDIAWIKI, _USER = 8, 2  # MediaWiki's numbers of the namespaces whose JSON pages it protects by itself


def apply(wiki: Wiki, ledger: Ledger, settings: WikiConfig, rules: tuple[Rule, ...]) -> Careful:
    """Return the settings as the wiki's page changes them; raises WikiError if it cannot be read.

    A page that cannot be used counts as what it last said: a slip must not let the bot do more. A page that is gone or
    empty says nothing.
    """
    title = settings.settings_page
    if title is None:
        return Careful(settings, rules)
    page = wiki.stored_page(title)
    text = page.text.strip() if page is not None else ""
    fault = _unusable(page, wiki.site(), title, text) if page is not None and text else ""
    if not fault:
        key_values.put(ledger, key_values.SETTINGS, text)
    careful = apply_last(ledger, settings, rules)
    return Careful(careful.settings, careful.rules, [*([fault] if fault else []), *careful.faults])


def apply_last(ledger: Ledger, settings: WikiConfig, rules: tuple[Rule, ...]) -> Careful:
    """Return the settings as the page last changed them, without asking the wiki."""
    text = key_values.get(ledger, key_values.SETTINGS) if settings.settings_page is not None else ""
    if not text or settings.settings_page is None:
        return Careful(settings, rules)
    return wiki_page.more_careful(settings, rules, wiki_page.check_text(text, settings.settings_page))


def _unusable(page: Page, site: Site, title: str, text: str) -> str:
    """Return why a page cannot be used, "" if it can."""
    if not (page.edit_level or _protected_by_itself(site, title)):
        return f"{title}: anybody could edit this page, so it is not used; protect it, or name one that is protected"
    try:
        wiki_page.check_text(text, title)
    except ConfigError as error:
        return f"{error}; until then, what the page said before applies"
    return ""


def _protected_by_itself(site: Site, title: str) -> bool:
    """Whether only administrators, or the owner of a user page, may edit a page of this name."""
    namespace = site.namespace_of(title)
    own = {site.numbers.get(_MEDIAWIKI, "MediaWiki"), site.numbers.get(_USER, "User")}
    return namespace in own and (title.endswith(".json") or namespace == site.numbers.get(_MEDIAWIKI, "MediaWiki"))
