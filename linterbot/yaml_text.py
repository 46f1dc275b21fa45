"""Reads YAML the way people mean it: values are the text that was typed, keys know their lines, and none repeats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from linterbot.errors import LinterbotError

_DEEPEST = 12  # nested levels; no file of ours needs more than five
_OUTSIDE = 3  # levels of events outside the values: the stream, the document, and what an item is in
_MOST = 100_000  # values in a file, references counted as what they refer to; our largest has 2,000
_READABLE = 12  # words in a list that anybody reads
_LONGEST_WORD = 100  # characters of a word that are compared with others
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SIGN = re.compile(r"(?:[:\[,-]\s*|^\s*)([*&@`%!|>])")  # a sign that means something to YAML, where a text begins
_ONE_KEY = re.compile(r"\s+[^\s:]+:(?: [^:]*)?")

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
    """Read YAML; raises `error` with file and line if it is not well-formed, too deep or large, or repeats a key."""
    content = _plain_json(text)
    return YamlText(where, text, _read(text, where, error)[0] if content is None else content)


def _plain_json(text: str) -> dict[str, Any] | None:
    """Return what a text holds if it is JSON of texts, lists and objects, which YAML reads the same but slowly."""
    if not text.startswith("{") or text.count(",") > _MOST or _CONTROL.search(text):
        return None
    try:
        content = json.loads(text, object_pairs_hook=_once)
        return content if isinstance(content, dict) and _is_plain(content, 0) else None
    except (ValueError, RecursionError):
        return None  # whatever is wrong is told in YAML's words


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key is here twice")
    return content


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return depth < _DEEPEST and all(_is_plain(one, depth + 1) for one in inside)
    return isinstance(value, str)


def _read(text: str, where: str, error: type[LinterbotError]) -> tuple[Any, Lines]:
    import yaml  # here, because it is slow to load and most texts have been read before

    lines: Lines = {}
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _refuse_depth(yaml.parse(text, Loader=loader), where, error)  # composing it would use up the stack
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as fault:
        line, cause, remedy = _in_words(text, fault)
        raise error(f"{where}:{line}", cause, remedy) from None
    except yaml.YAMLError:
        found = _CONTROL.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise error(f"{where}:{line}", "holds a control character", "remove it") from None
    return _value(root, (), where, lines, error), lines


def _refuse_depth(events: Iterable[Any], where: str, error: type[LinterbotError]) -> None:
    depth = 0
    for event in events:
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth > _DEEPEST + _OUTSIDE:
            raise error(f"{where}:{event.start_mark.line + 1}", "nested too deeply", "use fewer levels")


def _in_words(text: str, fault: Any) -> tuple[int, str, str]:
    """Return the line of what is not well-formed, and what is wrong there, as cause and remedy."""
    rows = text.rstrip().split("\n")
    at = min(fault.problem_mark.line if fault.problem_mark else 0, len(rows) - 1)
    begun = min(fault.context_mark.line if fault.context_mark else at, at)
    problem, context = str(fault.problem), str(fault.context)
    if "quoted scalar" in context:
        return begun + 1, "a quotation mark is not closed", "close it, or leave both out"
    for mark, closing in (("[", "]"), ("{", "}")):
        open_here = "node content" in problem and rows[at].count(mark) > rows[at].count(closing)
        if open_here or f"or '{closing}'" in problem:
            return begun + 1, f"a {mark} is not closed", f"close it with a {closing}"
    if "simple key" in context:
        return begun + 1, "has no colon", 'write it as "key: value"'
    return at + 1, *_on_line(rows[at], problem)


def _on_line(row: str, problem: str) -> tuple[str, str]:
    """Return what is wrong on one line, as cause and remedy."""
    if "mapping values" in problem:
        if _ONE_KEY.fullmatch(row):
            return "is indented too far", "line it up with the lines above"
        return "there is one colon too many", "put the text in quotes"
    if "cannot start any token" in problem and "\t" in row[: len(row) - len(row.lstrip())]:
        return "begins with a tab", "indent with spaces"
    if "expected key" in problem or "'-' indicator" in problem:
        return "is not indented as the lines above", "line it up with them"
    if found := _SIGN.search(row):
        return f"a text that begins with {found[1]} needs quotes", "put it in quotes"
    if "another document" in problem:
        return "a second configuration begins here", "keep one"
    return f"is not well-formed YAML ({problem})", "put texts in quotes, and indent with spaces"


def _value(node: Any, path: Path, where: str, lines: Lines, error: type[LinterbotError]) -> Any:
    """Return what a node holds, and note its lines."""
    if node is None:
        return {}
    lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > _DEEPEST:
        raise error(f"{where}:{lines[path]}", "nested too deeply", "use fewer levels")
    if len(lines) > _MOST:
        raise error(f"{where}:{lines[path]}", f"holds more than {_MOST:,} values", "keep what is needed")
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


def near(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return “did you mean …?” for a misspelt word, or the known words if none is close.

    Where those are too many to read, `otherwise` says where to look for them.
    """
    import difflib  # here, because it is slow to load and misspellings are rare

    choices = sorted(known)
    if not choices:
        return "there is none to choose"
    close = difflib.get_close_matches(word[:_LONGEST_WORD], choices, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    return otherwise if otherwise and len(choices) > _READABLE else f"choose from: {', '.join(choices)}"
