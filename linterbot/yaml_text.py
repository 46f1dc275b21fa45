"""Reads YAML the way people mean it: values are the text that was typed, keys know their lines, and none repeats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import yaml

from linterbot.errors import LinterbotError

_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 12  # nested levels; no file of ours needs more than five

Path = tuple[str | int, ...]


class YamlText(NamedTuple):
    """A YAML file, or a part of one."""

    where: str  # the file, as error messages name it
    content: Any  # strings, lists and dictionaries
    lines: dict[Path, int]  # the line of each key and item

    def at(self, path: Iterable[str | int]) -> str:
        """Return `file:line` for a path of keys, or for the nearest key above it that is in the file."""
        path = tuple(path)
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.where}:{self.lines.get(path, 1)}"

    def part(self, path: Path) -> YamlText:
        """Return the part under a path of keys, with its lines."""
        content: Any = self.content
        for key in path:
            content = content[key]
        depth = len(path)
        lines = {full[depth:]: line for full, line in self.lines.items() if full[:depth] == path}
        return YamlText(self.where, content, lines)


def load(text: str, where: str, error: type[LinterbotError]) -> YamlText:
    """Read YAML; raises `error` with file and line if it is not well-formed, repeats a key or refers to itself."""
    lines: dict[Path, int] = {}
    try:
        root = yaml.compose(text, Loader=_BASE)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise error(f"{where}:{line}", f"not well-formed YAML ({fault.problem or 'unreadable'})") from None
    except yaml.YAMLError as fault:
        raise error(f"{where}:1", f"not well-formed YAML ({str(fault).splitlines()[0]})") from None
    return YamlText(where, _value(root, (), where, lines, error), lines)


def _value(node: Any, path: Path, where: str, lines: dict[Path, int], error: type[LinterbotError]) -> Any:
    if node is None:
        return {}
    lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > _DEEPEST:
        raise error(f"{where}:{lines[path]}", "nested too deeply", "use fewer levels")
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, number), where, lines, error) for number, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in out:
            first = lines[(*path, key)]
            raise error(f"{where}:{line}", f'"{key}" is here twice', f"the first is on line {first}; keep one")
        lines[(*path, key)] = line
        out[key] = _value(value_node, (*path, key), where, lines, error)
    return out


def near(word: str, known: Iterable[str]) -> str:
    """Return “did you mean …?” for a misspelt word, or the list of known words if none is close."""
    import difflib  # here, because it is slow to load and misspellings are rare

    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1)
    return f'did you mean "{close[0]}"?' if close else f"choose from: {', '.join(choices)}"
