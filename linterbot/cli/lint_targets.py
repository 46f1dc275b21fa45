"""Lints what a person asked `check` to look at: finds the text, reads it, applies the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from os.path import normpath
from pathlib import Path

from linterbot.cli.checked import Checked
from linterbot.cli.parse_targets import NAMESPACES, Asked, Target, expand, resolve
from linterbot.cli.wiki_pages import NO_PAGES, PageList, WikiPages
from linterbot.config.file_rules import FileRules, only
from linterbot.config.lint_options import LintOptions
from linterbot.errors import LinterbotError
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.linter import lint_page, read_page
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS, Markup, Page
from linterbot.rulebook.rule import Rule


class Targets:
    """What a person typed after `check`, as pages to lint."""

    def __init__(
        self,
        names: tuple[str, ...],
        asked: Asked,
        options: LintOptions,
        markup: Markup | None,
        listed: PageList = NO_PAGES,
    ) -> None:
        self.names, self._asked, self._listed = names, asked, listed
        self.files = FileRules(options, markup)
        self.wiki = WikiPages(options, certain=asked.kind == "page" or options.wiki is not None)

    def checked(self) -> Iterator[Checked | LinterbotError]:
        """Yield for each target the linted page, or the error that kept it from being linted."""
        if self._listed:
            yield from self._on_list()
        for on_wiki, targets in groupby(self._targets(), key=_is_title):
            if on_wiki:
                yield from self.wiki.checked([one.name for one in targets if isinstance(one, Target)])
            else:
                yield from map(self._of_text, targets)

    def _on_list(self) -> Iterator[Checked | LinterbotError]:
        try:
            titles = self.wiki.listed(self._listed)
        except LinterbotError as error:
            yield error
            return
        yield from self.wiki.checked(titles)

    def remarks(self) -> Iterator[str]:
        """Yield what has to be said of the configuration: that nothing says which of its wikis counts for files."""
        wikis = self.files.config.undecided
        if len(wikis) > 1 and self.files.asked:
            names = ", ".join(sorted(wikis))
            where = self.files.options.config.path
            yield f"{where}: none of its wikis ({names}) counts for files; name one with --wiki"

    def _targets(self) -> Iterator[Target | LinterbotError]:
        seen: set[str] = set()  # files that were named already, by themselves or by a folder
        for name in self.names:
            try:
                for one in expand(name, self._asked, self.files.config):
                    if (key := normpath(one)) not in seen:
                        seen.add(key)
                        yield self._resolved(one)
            except LinterbotError as error:
                yield error

    def _resolved(self, name: str) -> Target | LinterbotError:
        try:
            return resolve(name, self._asked)
        except LinterbotError as error:
            return error

    def _of_text(self, target: Target | LinterbotError) -> Checked | LinterbotError:
        if isinstance(target, LinterbotError):
            return target
        assert target.page is not None
        try:
            return self._linted(target, target.page)
        except LinterbotError as error:
            return error

    def _linted(self, target: Target, page: Page) -> Checked:
        named = target.path or (Path(self._asked.stdin_title) if self._asked.stdin_title else None)
        applied = self.files.applied(named, page.text)
        page = replace(page, namespace=_namespace_of(page.title, applied.rules))
        document = read_page(page, applied.markup, MEDIAWIKI_NAMES)
        lint_result = only(lint_page(document, applied.rules, NO_FACTS), applied.selection)
        return Checked(
            checked=CheckedPage(document, lint_result, applied.pack, filename=target.name),
            page=page,
            rules=applied.rules,
            facts=NO_FACTS,
            names=MEDIAWIKI_NAMES,
            path=target.path,
            selection=applied.selection,
            guessed=applied.guessed,
        )


def _is_title(target: Target | LinterbotError) -> bool:
    return isinstance(target, Target) and target.page is None


def _namespace_of(title: str, rules: tuple[Rule, ...]) -> str:
    """Return the namespace of a title that is not from a wiki: one of MediaWiki's own, or one that a rule names."""
    head, colon, _ = title.partition(":")
    known = {name for rule in rules for name in rule.namespaces or ()} | set(NAMESPACES)
    return head if colon and head in known else ""
