"""What the configuration says about files that `check` reads, without the time it takes to read all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from linterbot.errors import ConfigError
from linterbot.model import Markup
from linterbot.rulebook.kept_yaml import KeptYaml
from linterbot.version import __version__
from linterbot.yaml_text import YamlText, near

PAGES = ("*.wiki", "*.wikitext", "*.mediawiki", "*.tvtropes", "*.txt", "*.md")  # the files of a folder that are pages


class PerFile(NamedTuple):
    """What is different for the files whose paths match a pattern."""

    pattern: str
    pack: str | None = None
    markup: Markup | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class FileConfig(NamedTuple):
    """What counts for files."""

    folder: Path = Path()  # what its patterns and paths start from
    wiki: str = ""  # the configured wiki whose rules apply, "" if none does
    pack: str | None = None  # whose rules apply; None to go by the text
    markup: Markup | None = None  # how files are read; None to go by the text
    rule_paths: tuple[Path, ...] = ()  # folders with rules of the house
    adjust: Mapping[str, YamlText] = {}  # what its rules do differently, by their names
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = PAGES
    exclude: tuple[str, ...] = ()
    baseline: Path | None = None  # the findings that are known already
    per_file: tuple[PerFile, ...] = ()
    undecided: tuple[str, ...] = ()  # the wikis that are configured, if nothing says which one counts

    def for_path(self, path: Path | None) -> PerFile:
        """Return what is different for a file; where several patterns match, each setting comes from the last one."""
        matching = [one for one in self.per_file if path is not None and self.matches(path, one.pattern)]
        return PerFile(
            pattern=", ".join(one.pattern for one in matching),
            pack=next((one.pack for one in reversed(matching) if one.pack), None),
            markup=next((one.markup for one in reversed(matching) if one.markup), None),
            select=next((one.select for one in reversed(matching) if one.select), ()),
            ignore=tuple(word for one in matching for word in one.ignore),
        )

    def matches(self, path: Path, pattern: str) -> bool:
        """Whether a pattern means a file: its name, its path from the configuration's folder, or a folder above it."""
        return matches(path, pattern, self.folder)


def matches(path: Path, pattern: str, folder: Path) -> bool:
    """Whether a pattern means a file: its name, its path from a folder, or a folder above it; `*` matches “/” too."""
    full, base = Path(path).absolute(), folder.absolute()
    inside = PurePath(full.relative_to(base)) if full.is_relative_to(base) else PurePath(full)
    pattern = pattern.removeprefix("./").rstrip("/")
    forms = [inside.as_posix(), inside.name, *(one.as_posix() for one in inside.parents), *inside.parent.parts]
    return any(fnmatchcase(form, pattern) for form in forms)


def read(path: Path | None, wiki: str | None = None) -> FileConfig:
    """Return what a configuration says about files, or, without one, what counts then; raises ConfigError.

    A file that was found valid before is not validated again: that takes as long as checking some pages.
    """
    if path is None:
        return FileConfig()
    source = _valid(path)
    content: dict[str, Any] = source.content
    wikis = content.get("wikis", {})
    ours = content.get("files", {})
    if wiki is not None and wiki not in wikis:
        raise ConfigError("--wiki", f'no wiki "{wiki}" is configured', near(wiki, wikis))
    name = wiki or ours.get("wiki") or (next(iter(wikis)) if len(wikis) == 1 else "")
    adjust = wikis[name].get("adjust", {}) if name else {}
    return FileConfig(
        folder=path.parent,
        wiki=name,
        pack=ours.get("pack") or (wikis[name]["pack"] if name else None),
        markup=_markup(ours),
        rule_paths=tuple(path.parent / one for one in content.get("rule-paths", ())),
        adjust={rule: source.part(("wikis", name, "adjust", rule)) for rule in adjust},
        select=tuple(ours.get("select", ())),
        ignore=tuple(ours.get("ignore", ())),
        include=tuple(ours.get("include", PAGES)),
        exclude=tuple(ours.get("exclude", ())),
        baseline=path.parent / ours["baseline"] if "baseline" in ours else None,
        per_file=tuple(_per_file(ours.get("per-file", {}).items())),
        undecided=() if name or ours.get("pack") else tuple(wikis),
    )


def _per_file(pairs: Iterable[tuple[str, dict[str, Any]]]) -> Iterable[PerFile]:
    for pattern, one in pairs:
        words = (tuple(one.get(key, ())) for key in ("select", "ignore"))
        yield PerFile(pattern, one.get("pack"), _markup(one), *words)


def _markup(section: Mapping[str, Any]) -> Markup | None:
    return Markup(section["markup"]) if "markup" in section else None


def _valid(path: Path) -> YamlText:
    """Return what a configuration holds, once it has been found valid, now or before; raises ConfigError."""
    text = _text(path)
    kept = KeptYaml(f"config-{__version__}")
    if not kept.has(text):
        from linterbot.config import reader  # here, because it is slow to load

        reader.load(path)
    source = kept.load(text, str(path))
    kept.keep()
    return source


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        from linterbot.config import reader  # here, because it is slow to load

        return reader.text_of(path)
