"""Reads pages of a configured wiki and lints them, as many in one request as the wiki allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from linterbot.cli.checked import Checked
from linterbot.cli.parse_targets import not_found
from linterbot.config.file_rules import chosen, only
from linterbot.config.lint_options import LintOptions
from linterbot.errors import ConfigError, LinterbotError, TargetError
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.linter import licence_categories, lint_page, read_page, wanted_facts
from linterbot.lint.own_findings import OWN_RULES
from linterbot.lint.selection import Selection
from linterbot.markup.document import Document
from linterbot.model import Facts, Markup, Page
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.second_reader import asking

if TYPE_CHECKING:
    from linterbot.config.sections import Config, WikiConfig
    from linterbot.wiki.protocol import Wiki

_LOOK_BACK = 30  # days in which edits are looked for; wikis forget recent changes after 30 to 90


class PageList(NamedTuple):
    """Pages of a wiki that a person wants without naming them."""

    category: str = ""  # those in it
    user: str = ""  # those that this person edited of late
    recent: int | None = None  # how many of those edited last; None means all

    def __bool__(self) -> bool:
        return self != PageList()


NO_PAGES = PageList()


class WikiPages:
    """The pages of the configured wiki that a person means; it is asked when the first page is needed."""

    def __init__(self, options: LintOptions, certain: bool) -> None:
        self._options = options
        self._certain = certain  # whether a title must be one, and no misspelt file
        self._selection = Selection()  # of the rules, once they are loaded

    def checked(self, titles: Sequence[str]) -> Iterator[Checked | LinterbotError]:
        """Yield each page, linted, or the error that kept it from being linted."""
        try:
            size = self._wiki.site().batch
            for at in range(0, len(titles), size):
                yield from self._batch(titles[at : at + size])
        except LinterbotError as error:
            yield from [error] if self._certain else map(not_found, titles)

    def listed(self, wanted: PageList) -> list[str]:
        """Return the titles of the pages that a person wants without naming them; raises TargetError or WikiError."""
        from linterbot.ledger import timestamps

        wiki = self._wiki
        if wanted.category:
            titles = wiki.in_category(wanted.category.removeprefix("Category:"))
            return _some(titles, f'there is no page in the category "{wanted.category}"')
        here = {"" if name == "main" else name for name in self._chosen[2].namespaces}
        since = timestamps.before(wiki.now(), days=_LOOK_BACK)
        changes = wiki.changes(since).changes
        newest = sorted(changes, key=lambda one: (one.timestamp, one.revision), reverse=True)
        user = wanted.user.replace("_", " ").strip()
        edits = (one for one in newest if one.namespace in here and one.kind != "log" and user in ("", one.user))
        titles = list(dict.fromkeys(one.title for one in edits))
        return _some(titles[: wanted.recent], f"nothing was edited there in the last {_LOOK_BACK} days")

    @cached_property
    def name(self) -> str:
        """The wiki's name in the configuration; raises ConfigError."""
        return self._chosen[1]

    @cached_property
    def wiki(self) -> Wiki:
        """The wiki, ready to be asked; raises ConfigError or WikiError."""
        return self._wiki

    @cached_property
    def _chosen(self) -> tuple[Config, str, WikiConfig]:
        from linterbot.config import reader

        path = self._options.config.path
        if path is None:
            raise ConfigError("the configuration", f"there is none; {self._options.config.remedy}")
        config = reader.load(path)
        self._certain = True  # whoever has a configuration means its wiki
        return config, *reader.wiki(config, self._options.wiki)

    @cached_property
    def _wiki(self) -> Wiki:
        from linterbot.wiki.connect import connect

        assert self.rules  # a broken rule is reported before the wiki is asked for anything
        config, name, settings = self._chosen
        return connect(config, name, settings, only_to_read=True)

    @cached_property
    def pack(self) -> str:
        """The name of the pack whose rules apply."""
        return self._options.pack or self._chosen[2].pack

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that a person chose; raises TargetError, ConfigError or RuleError."""
        config, name, settings = self._chosen
        paths = [*map(config.path, config.rule_paths), *self._options.rule_paths]
        adjust = config.adjustments(name) if self.pack == settings.pack else packs.NOTHING
        every = packs.load(self.pack, paths, adjust=adjust)
        self._selection = self._options.selected([*every, *OWN_RULES])
        return asking(chosen(every, self._selection))

    def _batch(self, titles: Sequence[str]) -> Iterator[Checked | LinterbotError]:
        from linterbot.wiki.facts import fetch
        from linterbot.wiki.titles import normal_title

        site = self._wiki.site()
        found = {page.title: page for page in self._wiki.pages(titles)}
        named = {title: found.get(normal_title(title, site.namespaces)[0]) or found.get(title) for title in titles}
        read = {page.title: read_page(page, Markup.MEDIAWIKI, site.names) for page in named.values() if page}
        wanted = [wanted_facts(document, self.rules) for document in read.values()]
        facts = fetch(self._wiki, wanted, licence_categories(self.rules)) if read else Facts()
        for title, page in named.items():
            if page is None:
                cause = f'there is no such file, and no such page on "{self.name}"'
                yield TargetError(title, cause, "check the spelling")
            else:
                yield self._linted(page, read[page.title], facts)

    def _linted(self, page: Page, document: Document, facts: Facts) -> Checked:
        selection = self._selection
        lint_result = only(lint_page(document, self.rules, facts), selection)
        checked = CheckedPage(document, lint_result, self.pack, wiki=self.name, revision=page.revision)
        return Checked(checked, page, self.rules, facts, self._wiki.site().names, None, selection)


def _some(titles: list[str], cause: str) -> list[str]:
    if not titles:
        raise TargetError("the wiki", cause, "check the spelling")
    return titles
