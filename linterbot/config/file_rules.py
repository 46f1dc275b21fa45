"""Which rules apply to a file, by what the configuration says and what a person asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from linterbot.config import for_files
from linterbot.config.lint_options import LintOptions
from linterbot.errors import ConfigError, RuleError, TargetError, together
from linterbot.file_faults import is_folder, is_there
from linterbot.lint.linter import LintResult
from linterbot.lint.own_findings import OWN_RULES, PAGE_NOT_READ
from linterbot.lint.selection import Named, Selection
from linterbot.markup import guess
from linterbot.model import Markup
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.second_reader import asking
from linterbot.yaml_text import near

_PACK_OF = {Markup.TVTROPES: "tvtropes", Markup.MEDIAWIKI: "tropedia"}
_TVTROPES_BUTTON = "open/close all folders"  # distinguishes a rendered page of TV Tropes from one of a MediaWiki


class Applied(NamedTuple):
    """How one text is read, and by which rules."""

    markup: Markup
    pack: str
    rules: tuple[Rule, ...]  # those that were chosen
    selection: Selection  # which of the findings to report
    guessed: bool = False  # whether the text had to tell


class FileRules:
    """The rules for files, loaded when a file first needs them."""

    def __init__(self, options: LintOptions, markup: Markup | None) -> None:
        _refuse_impossible(options)
        self.options = options
        self.config = for_files.read(options.config.path, options.wiki)
        self._markup = markup
        self.asked = False  # whether there was any file

    def applied(self, path: Path | None, text: str) -> Applied:
        """Return how a text is to be read and linted; raises TargetError, ConfigError or RuleError."""
        self.asked = True
        own = self.config.for_path(path)
        pack = self.options.pack or own.pack
        markup = self._markup or own.markup or self.config.markup
        usual = pack or self.config.pack
        guessed = usual is None or (self.options.pack is not None and markup is None)
        markup = markup or guess(text) or (Markup.TVTROPES if usual == "tvtropes" else Markup.MEDIAWIKI)
        pack = pack or self._usual_pack(markup, text)
        rules = self._loaded(pack)
        selection = self._selection(own, [*rules, *OWN_RULES])
        return Applied(markup, pack, asking(chosen(rules, selection)), selection, guessed)

    def usual(self) -> tuple[str, tuple[Rule, ...]]:
        """Return the pack that counts without a text to go by, and its rules; raises RuleError."""
        pack = self.options.pack or self.config.pack or _PACK_OF[Markup.MEDIAWIKI]
        return pack, self._loaded(pack)

    def selected(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """Return those of some rules that a person or the configuration selects; raises TargetError."""
        return chosen(rules, self._selection(self.config.for_path(None), [*rules, *OWN_RULES]))

    def _usual_pack(self, markup: Markup, text: str) -> str:
        """Return the pack for a text if nobody named one: the configured one, unless the markup is of another wiki."""
        usual = self.config.pack
        if usual is not None and (markup is Markup.RENDERED or (markup is Markup.TVTROPES) == (usual == "tvtropes")):
            return usual
        return _PACK_OF.get(markup) or ("tvtropes" if _TVTROPES_BUTTON in text else "tropedia")

    def _loaded(self, pack: str) -> tuple[Rule, ...]:
        adjust = {**(self.config.adjust if pack == self.config.pack else packs.NOTHING), **self.options.adjust}
        paths = (*self.config.rule_paths, *self.options.rule_paths)
        if not paths and not adjust:
            return packs.load(pack)
        broken: list[RuleError] = []
        loaded = packs.load(pack, paths, broken.append, adjust)
        if broken:
            raise together(broken)
        return loaded

    def _selection(self, own: for_files.PerFile, rules: Sequence[Named]) -> Selection:
        asked, config = self.options.selection, self.config
        ignore = (*(() if asked.select else config.ignore), *own.ignore)
        return self.options.selected(rules, own.select or config.select, ignore)


def _refuse_impossible(options: LintOptions) -> None:
    """Raise ConfigError or TargetError for a wiki, a pack or a folder that there is not."""
    if options.wiki is not None and options.config.path is None:
        raise ConfigError("--wiki", f'no wiki "{options.wiki}" is configured', options.config.remedy)
    if options.pack is not None and options.pack not in packs.names():
        raise TargetError("--pack", f'unknown pack "{options.pack}"', near(options.pack, packs.names()))
    for path in options.rule_paths:
        if not is_there(path):
            raise TargetError("--rules", f'there is no folder "{path}"', "check the path")
        if not is_folder(path):
            raise TargetError("--rules", f'"{path}" is a file', "name the folder it is in")
        if not any(one.suffix in (".yaml", ".yml") for one in path.iterdir()):
            raise TargetError("--rules", f'the folder "{path}" contains no rule files', "rule files end in .yaml")


def of_rules(pack: str, rules: tuple[Rule, ...], selection: Selection, markup: Markup | None, text: str) -> Applied:
    """Return how a text is to be read and linted by some rules that have been loaded; raises TargetError."""
    selection.refuse_unknown([*rules, *OWN_RULES])
    usual = Markup.TVTROPES if pack == "tvtropes" else Markup.MEDIAWIKI
    return Applied(markup or guess(text) or usual, pack, asking(chosen(rules, selection)), selection, markup is None)


def chosen(rules: tuple[Rule, ...], selection: Selection) -> tuple[Rule, ...]:
    """Return the rules to apply: those chosen, or all if what linterbot itself finds was chosen by name."""
    if selection.select and any(selection.wants(own) for own in OWN_RULES):
        return rules
    return tuple(rule for rule in rules if selection.wants(rule))


def only(lint_result: LintResult, selection: Selection) -> LintResult:
    """Return a result with only the findings that were chosen; that a page could not be read is always one."""
    kept = (one for one in lint_result.findings if selection.wants(one) or one.name == PAGE_NOT_READ.name)
    return lint_result._replace(findings=tuple(kept))
