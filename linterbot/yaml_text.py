"""Reads YAML the way people mean it: values are the text that was typed, keys know their lines, and none repeats."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from linterbot.errors import LinterbotError

_DEEPEST = 12  # nested levels; no file of ours needs more than five

Path = tuple[str | int, ...]
Lines = dict[Path, int]  # the line of each key and item


class YamlText:
    """A YAML file, or a part of one."""

    def __init__(self, where: str, text: str, content: Any, above: Path = ()) -> None:
        self.where = where  # the file, as error messages name it
        self.content = content  # strings, lists and dictionaries
        self._text, self._above = text, above  # the whole file, and the keys above this part

    @cached_property
    def lines(self) -> Lines:
        """The line of each key and item; the text is read again for them, since only faults have to be placed."""
        _, lines = _read(self._text, self.where, LinterbotError)
        depth = len(self._above)
        return {path[depth:]: line for path, line in lines.items() if path[:depth] == self._above}

    def at(self, path: Iterable[str | int]) -> str:
        """Return `file:line` for a path of keys, or for the nearest key above it that is in the file."""
        path = tuple(path)
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.where}:{self.lines.get(path, 1)}"

    def part(self, path: Path) -> YamlText:
        """Return the part under a path of keys."""
        content: Any = self.content
        for key in path:
            content = content[key]
        return YamlText(self.where, self._text, content, (*self._above, *path))


def load(text: str, where: str, error: type[LinterbotError]) -> YamlText:
    """Read YAML; raises `error` with file and line if it is not well-formed, repeats a key or refers to itself."""
    return YamlText(where, text, _read(text, where, error)[0])


def _read(text: str, where: str, error: type[LinterbotError]) -> tuple[Any, Lines]:
    import yaml  # here, because it is slow to load and most texts have been read before

    lines: Lines = {}
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise error(f"{where}:{line}", f"not well-formed YAML ({fault.problem or 'unreadable'})") from None
    except yaml.YAMLError as fault:
        raise error(f"{where}:1", f"not well-formed YAML ({str(fault).splitlines()[0]})") from None
    return _value(root, (), where, lines, error), lines


def _value(node: Any, path: Path, where: str, lines: Lines, error: type[LinterbotError]) -> Any:
    """Return what a node holds, and note its lines."""
    if node is None:
        return {}
    lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > _DEEPEST:
        raise error(f"{where}:{lines[path]}", "nested too deeply", "use fewer levels")
    if node.id == "sequence":
        return [_value(item, (*path, number), where, lines, error) for number, item in enumerate(node.value)]
    if node.id != "mapping":
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
