"""Finds rule files and loads the pack of a wiki: its own rules over those in `common`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from linterbot.errors import RuleError
from linterbot.rule import Rule, read
from linterbot.yaml_text import near

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

COMMON = "common"


def root() -> Traversable:
    """Return the folder of packaged rules: the checkout's where there is one, since an installed copy goes stale."""
    checkout = Path(__file__).resolve().parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    from importlib.resources import files  # here, because it takes longer to load than a pack

    return files("linterbot") / "_rules"


def names() -> list[str]:
    """Return the names of the packs a wiki can have."""
    return sorted(one.name for one in root().iterdir() if one.is_dir() and one.name != COMMON)


def load(
    pack: str, extra: Sequence[Path] = (), set_aside: Callable[[RuleError], None] | None = None
) -> tuple[Rule, ...]:
    """Load a pack: `common`, the pack's own rules over it by name, then those in the `extra` folders.

    A broken rule file raises RuleError; with `set_aside` it is told there instead and the other rules go on.
    """
    if pack != COMMON and pack not in names():
        raise RuleError("pack", f'unknown pack "{pack}"', near(pack, names()))
    if not extra and set_aside is None:
        return _packaged(pack)
    return _load(pack, extra, set_aside)


@cache
def _packaged(pack: str) -> tuple[Rule, ...]:
    return _load(pack, (), None)


def _load(pack: str, extra: Sequence[Path], set_aside: Callable[[RuleError], None] | None) -> tuple[Rule, ...]:
    parents: dict[str, Rule] = {}
    rules: dict[str, Rule] = {}
    folders = [(COMMON, root() / COMMON)]
    if pack != COMMON:
        folders.append((pack, root() / pack))
    folders += [(folder.name, folder) for folder in extra]
    for name, folder in folders:
        for one in _rules_in(folder, parents, set_aside):
            parents[f"{name}/{one.name}"] = one
            rules[one.name] = one
    return tuple(sorted(_unlike(rules.values(), set_aside), key=lambda one: one.code))


def _rules_in(
    folder: Traversable, parents: dict[str, Rule], set_aside: Callable[[RuleError], None] | None
) -> Iterator[Rule]:
    if not folder.is_dir():
        raise RuleError(str(folder), "there is no such folder", "see rule-paths in the configuration")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if not path.name.endswith((".yaml", ".yml")):
            continue
        try:
            yield load_file(path, parents)
        except RuleError as error:
            if set_aside is None:
                raise
            set_aside(error)


def load_file(path: Traversable, parents: dict[str, Rule]) -> Rule:
    """Load one rule file; raises RuleError also where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RuleError(shown(path), "is not UTF-8 text", "save the rule file as UTF-8") from None
    except OSError as error:
        raise RuleError(shown(path), f"cannot be read ({error.strerror})") from None
    return read(text, shown(path), parents)


def shown(path: Traversable) -> str:
    """Return a path as people would type it: from the current folder where that is shorter."""
    full = Path(str(path))
    try:
        return str(full.relative_to(Path.cwd()))
    except ValueError:
        return str(full)


def _unlike(rules: Iterable[Rule], set_aside: Callable[[RuleError], None] | None) -> Iterator[Rule]:
    """Refuse two rules with one code: a code names one rule for ever."""
    seen: dict[str, Rule] = {}
    for one in rules:
        if (other := seen.get(one.code)) is not None:
            error = RuleError(one.where, f'code {one.code} belongs to "{other.name}" already', "take a free one")
            if set_aside is None:
                raise error
            set_aside(error)
            continue
        seen[one.code] = one
        yield one
