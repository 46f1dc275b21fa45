"""Wikis that have a file each: the folder of these files, read over what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from linterbot.config.sections import Config
from linterbot.errors import ConfigError
from linterbot.yaml_text import Path as Keys
from linterbot.yaml_text import YamlText

ENDING = ".yaml"
_DEFAULTS = ("wiki-defaults",)
_APART = ("jobs", "files", "wiki-folder", "wiki-defaults")  # what may name wikis of other files


class WithWikis(YamlText):
    """A configuration as if what is in the files of wikis were written in it; each key knows the file that it is in."""

    def __init__(self, main: YamlText, files: Mapping[str, YamlText], kept: Mapping[str, Any]) -> None:
        defaults = main.content.get(_DEFAULTS[0], {})
        wikis = {name: _merged(defaults, one.content) for name, one in files.items()}
        super().__init__(main.where, "", {**kept, "wikis": {**kept.get("wikis", {}), **wikis}})
        self.files = files  # by the wikis' names
        self._main = main

    def at(self, path: Iterable[str | int]) -> str:
        """Return `file:line` for a path of keys, or for the nearest key above it that is in a file."""
        source, keys = self._place(tuple(path))
        return source.at(keys)

    def part(self, path: Keys) -> YamlText:
        """Return the part under a path of keys."""
        source, keys = self._place(path)
        return source.part(keys)

    def _place(self, path: Keys) -> tuple[YamlText, Keys]:
        own = self.files.get(str(path[1])) if path[:1] == ("wikis",) and len(path) > 1 else None
        if own is None:
            return self._main, path
        keys = path[2:]
        shared = (*_DEFAULTS, *keys)
        return (self._main, shared) if keys and keys not in own.lines and shared in self._main.lines else (own, keys)


def files_of(config: Config) -> dict[str, Path]:
    """Return the files of the wikis that have one, by the wikis' names; raises ConfigError if there is no folder."""
    if config.wiki_folder is None:
        return {}
    folder = config.path(config.wiki_folder)
    try:
        return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix == ENDING and path.stem[:1] != "."}
    except OSError as error:
        where = config.source.at(("wiki-folder",))
        raise ConfigError(where, f"{folder} cannot be read ({error.strerror})", "make it, or name another") from None


def file_of(config: Config, name: str) -> Path:
    """Return where the file of a wiki is or would be."""
    return config.path(config.wiki_folder or Path()) / f"{name}{ENDING}"


def of_one(main: YamlText, name: str, own: YamlText) -> WithWikis:
    """Return the configuration of one wiki alone; raises ConfigError if its file is none."""
    _refuse_other(main.content.get(_DEFAULTS[0], {}), main.at(_DEFAULTS))
    _refuse_other(own.content, own.at(()))
    kept = {key: value for key, value in main.content.items() if key not in (*_APART, "wikis")}
    return WithWikis(main, {name: own}, kept)


def together(config: Config, found: Mapping[str, Config]) -> Config:
    """Return a configuration with the wikis of others, each of which has one."""
    files = {name: one.source.files[name] for name, one in found.items()}
    wikis = {**config.wikis, **{name: one.wikis[name] for name, one in found.items()}}
    source = WithWikis(config.source, files, config.source.content)
    return config.model_copy(update={"wikis": wikis, "source": source})


def _merged(defaults: Any, own: Any) -> Any:
    """Return what a wiki says over what all have in common: key by key, also in the sections."""
    if not (isinstance(defaults, dict) and isinstance(own, dict)):
        return own
    return {**defaults, **{key: _merged(defaults.get(key), value) for key, value in own.items()}}


def _refuse_other(content: Any, where: str) -> None:
    if not isinstance(content, dict):
        raise ConfigError(where, 'must be "key: value" lines, as under a wiki\'s name', "see docs/fleet.md")
