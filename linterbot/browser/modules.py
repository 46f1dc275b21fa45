"""Which modules of linterbot go into the bundle: the bridge, and whatever those that go there import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files

BRIDGE = "linterbot.browser.bridge"
# What some of these modules load when they are asked for something that a browser never asks of them.
LEFT_OUT = ("linterbot.config.reader", "linterbot.config.wiki_rules", "linterbot.wiki.connect")
NAMED_RE2 = "linterbot.browser.re2_stand_in"  # what the bundle has under the name `re2`
_OURS = "linterbot"


def ours() -> dict[str, str]:
    """Return the source of each module of linterbot that goes into the bundle, by its name."""
    found: dict[str, str] = {}
    waiting = [_OURS, BRIDGE, NAMED_RE2]
    while waiting:
        name = waiting.pop()
        if name in found or name in LEFT_OUT or name.partition(".")[0] != _OURS or not _path(name):
            continue
        found[name] = _source(name)
        waiting += [name.rpartition(".")[0] or _OURS, *_imported(found[name])]
    return found


def others(sources: dict[str, str]) -> set[str]:
    """Return what these modules import that is not linterbot's, by the names of modules."""
    names = {one for source in sources.values() for one in _imported(source)}
    return {one.partition(".")[0] for one in names if not one.startswith(_OURS)}


def is_package(name: str) -> bool:
    """Whether a module of linterbot is a folder of others."""
    return _path(name).endswith("/__init__.py")


def _path(name: str) -> str:
    """Return where a module is, from the package on, "" if there is no such module."""
    inside = "/".join(name.split(".")[1:])
    for path in (f"{inside}/__init__.py" if inside else "__init__.py", f"{inside}.py"):
        if (files(_OURS) / path).is_file():
            return f"{_OURS}/{path}"
    return ""


def _source(name: str) -> str:
    return (files(_OURS) / _path(name).removeprefix(f"{_OURS}/")).read_text(encoding="utf-8")


def _imported(source: str) -> Iterator[str]:
    """Yield the names of what a module imports, those of functions and classes among them."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (str(node.module), *(f"{node.module}.{one.name}" for one in node.names))
        elif not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            waiting += ast.iter_child_nodes(node)
