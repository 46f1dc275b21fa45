"""Finds rule files and loads the pack of a wiki: those in `common`, with the pack's own rules over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from linterbot.errors import RuleError
from linterbot.rulebook.kept_yaml import KeptYaml
from linterbot.rulebook.lists import FIX_TEXTS, Lists
from linterbot.rulebook.rule import NAMING_RULES, WHERE_LISTED, Rule, adjusted, parse_rule
from linterbot.yaml_text import YamlText, near
from linterbot.yaml_text import load as load_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

COMMON = "common"
LISTS = "lists.yaml"  # in a folder of rules: the lists and tables that the rules share
LANGUAGE = "language.yaml"  # likewise: the words of a language, as more such lists
PAGE_KINDS = "page-kinds.yaml"  # likewise: how the kind of a page is recognised
TEXTS = "texts.yaml"  # likewise: what the bot says to people
NO_RULES = (LISTS, LANGUAGE, PAGE_KINDS, TEXTS)
NOTHING: Mapping[str, YamlText] = MappingProxyType({})
SetAside = Callable[[RuleError], None]
Read = Callable[["Traversable"], YamlText]


def root() -> Traversable:
    """Return the folder of packaged rules: the checkout's if there is one, since an installed copy goes stale."""
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    from importlib.resources import files  # here, because it is slower to load than a pack

    return files("linterbot") / "_rules"


def names() -> list[str]:
    """Return the names of the packs that a wiki can have."""
    return sorted(one.name for one in root().iterdir() if one.is_dir() and one.name != COMMON)


def load(
    pack: str,
    extra: Sequence[Path] = (),
    set_aside: SetAside | None = None,
    adjust: Mapping[str, YamlText] = NOTHING,
) -> tuple[Rule, ...]:
    """Load a pack: `common`, then the pack's own rules, then those in the `extra` folders, each replacing by name.

    `adjust` has the changes that a configuration makes, by the rules' names. A broken rule file raises RuleError; with
    `set_aside`, it is reported there instead, and the other rules are loaded.
    """
    if pack != COMMON and pack not in names():
        raise RuleError("pack", f'unknown pack "{pack}"', near(pack, names()))
    if not extra and not adjust:
        with suppress(*(() if set_aside is None else (RuleError,))):  # then it is reported below
            return _packaged(pack)
    return _load(pack, extra, set_aside, adjust)


@cache
def _packaged(pack: str) -> tuple[Rule, ...]:
    return _load(pack, (), None, NOTHING)


def _load(
    pack: str, extra: Sequence[Path], set_aside: SetAside | None, adjust: Mapping[str, YamlText]
) -> tuple[Rule, ...]:
    parents: dict[str, Rule] = {}
    rules: dict[str, Rule] = {}
    folders = [(COMMON, root() / COMMON)]
    if pack != COMMON:
        folders.append((pack, root() / pack))
    folders += [(folder.name, folder) for folder in extra]
    kept = KeptYaml(pack)

    def read(path: Traversable) -> YamlText:
        return kept.load(_text(path), shown(path))

    lists = shared_lists((folder for _, folder in folders), read)
    for name, folder in folders:
        for one in _rules_in(folder, parents, lists, set_aside, read):
            parents[f"{name}/{one.name}"] = one
            rules[one.name] = one
    for house in (one for folder in extra for one in rules.values() if Path(one.where).parent == Path(shown(folder))):
        with _reporting(set_aside):
            refuse_unknown_rules(read(Path(house.where)), rules)
    kept.keep()
    for name, changes in adjust.items():
        with _reporting(set_aside):
            if name not in rules:
                raise RuleError(changes.at(()), f'unknown rule "{name}"', near(name, rules, WHERE_LISTED))
            rules[name] = adjusted(rules[name], changes, lists)
            refuse_unknown_rules(changes, rules)
    loaded = sorted(_unlike(rules.values(), set_aside), key=lambda one: one.code)
    known = frozenset(name.lower() for one in loaded for name in (one.name, one.code))
    return tuple(replace(one, pack_names=known) for one in loaded)


def read_file(path: Traversable) -> YamlText:
    """Return what is written in a rule file; raises RuleError if it is no YAML or cannot be read."""
    return load_yaml(_text(path), shown(path), RuleError)


def shared_lists(folders: Iterable[Traversable], read: Read = read_file) -> Lists:
    """Return the lists and tables that the rules of some folders share; `name+` adds to one of an earlier folder."""
    folders = list(folders)
    lists = Lists({FIX_TEXTS: _fix_texts(_texts_in(folders, read))})
    for path in (folder / name for folder in folders for name in (LISTS, LANGUAGE, PAGE_KINDS)):
        if not path.is_file():
            continue
        source = read(path)
        for key, items in source.content.items() if isinstance(source.content, dict) else ():
            name = key.removesuffix("+")
            if key.endswith("+") and name not in lists:
                raise RuleError(
                    source.at((key,)), f'there is no list "{name}"', near(name, lists, "see rules/README.md")
                )
            before = lists.get(name, type(items)()) if key.endswith("+") else type(items)()
            if not isinstance(items, list | dict) or type(before) is not type(items):
                raise RuleError(source.at((key,)), f'"{key}" must be a list, or pairs of names', "see rules/README.md")
            lists[name] = _together(before, items)
            _refuse_no_lists(source, key, items)
    return lists


def _refuse_no_lists(source: YamlText, key: str, items: Any) -> None:
    """Raise RuleError for a row of a table of kinds that is no list of texts."""
    if not key.startswith("kind-") or not isinstance(items, dict):
        return
    for row, names in items.items():
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            raise RuleError(source.at((key, row)), f'"{row}" must be a list of texts', "see rules/README.md")


def _together(before: Any, items: Any) -> Any:
    """Return a list with more items, or a table with more rows; a row that is a list itself gets longer."""
    if isinstance(items, list):
        return [*before, *items]
    rows = {key: _together(before[key], row) for key, row in items.items() if isinstance(row, list) and key in before}
    return {**before, **items, **rows}


def texts(pack: str, extra: Iterable[Path] = ()) -> list[YamlText]:
    """Return the files with the texts for a pack, that of `common` first."""
    return list(_texts_in([root() / COMMON, root() / pack, *extra], read_file))


def _texts_in(folders: Iterable[Traversable], read: Read) -> Iterator[YamlText]:
    for path in (folder / TEXTS for folder in folders):
        if path.is_file():
            yield read(path)


def _fix_texts(sources: Iterable[YamlText]) -> dict[str, str]:
    """Return what fixes do, in words, by the names of the texts; the bot checks the files when it starts."""
    pairs = (pair for source in sources if isinstance(source.content, dict) for pair in source.content.items())
    return {name: text for name, text in pairs if name.startswith("fix-") and isinstance(text, str)}


def _rules_in(
    folder: Traversable, parents: dict[str, Rule], lists: Lists, set_aside: SetAside | None, read: Read
) -> Iterator[Rule]:
    if not folder.is_dir():
        raise RuleError(str(folder), "there is no such folder", "check rule-paths in the configuration")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith((".yaml", ".yml")) and path.name not in NO_RULES:
            with _reporting(set_aside):
                yield parse_rule(read(path), parents, lists)


def refuse_unknown_rules(source: YamlText, rules: Iterable[str]) -> None:
    """Raise RuleError if a rule is to stand back behind one that is neither among some rules nor in any pack."""
    folders = (one for one in root().iterdir() if one.is_dir())
    known = {*rules, *(path.name.removesuffix(".yaml") for folder in folders for path in folder.iterdir())}
    for key in NAMING_RULES:
        for number, name in enumerate(source.content.get(key, ())):
            if name not in known:
                raise RuleError(source.at((key, number)), f'unknown rule "{name}"', near(name, known, WHERE_LISTED))


@contextmanager
def _reporting(set_aside: SetAside | None) -> Iterator[None]:
    """Report a broken rule to `set_aside`, if there is one, and continue without the rule."""
    try:
        yield
    except RuleError as error:
        if set_aside is None:
            raise
        set_aside(error)


def load_file(path: Traversable, parents: dict[str, Rule], lists: Lists) -> Rule:
    """Load one rule file; raises RuleError if it is invalid or cannot be read."""
    return parse_rule(read_file(path), parents, lists)


def _text(path: Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RuleError(f"{shown(path)}:{line}", "is not UTF-8 text", "save the rule file as UTF-8") from None
    except IsADirectoryError:
        raise RuleError(shown(path), "is a folder, not a rule file", "give it a name without .yaml") from None
    except OSError as error:
        raise RuleError(shown(path), f"cannot be read ({error.strerror})", "check who may read it") from None


def shown(path: Traversable) -> str:
    """Return a path as people would type it: relative to the current folder if it is in there."""
    full = Path(str(path))
    try:
        return str(full.relative_to(Path.cwd()))
    except ValueError:
        return str(full)


def _unlike(rules: Iterable[Rule], set_aside: SetAside | None) -> Iterator[Rule]:
    """Refuse a second rule with the same code: a code belongs to one rule for ever."""
    seen: dict[str, Rule] = {}
    for one in rules:
        if (other := seen.get(one.code)) is not None:
            error = RuleError(one.where, f'code {one.code} already belongs to "{other.name}"', "choose a free one")
            if set_aside is None:
                raise error
            set_aside(error)
            continue
        seen[one.code] = one
        yield one
