"""The configuration of each wiki, read again whenever its file changes; a broken one sets only its wiki aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from linterbot.config import reader, wiki_folder
from linterbot.config.sections import Config


@dataclass
class WikiFiles:
    """The configuration file and those of the wikis in its folder."""

    path: Path
    _main: tuple[str, Config] | None = None
    _wikis: dict[str, tuple[str, Config]] = field(default_factory=dict)

    @property
    def main(self) -> Config:
        """The configuration without the wikis that have a file of their own; raises ConfigError."""
        stamp = _stamp(self.path)
        if self._main is None or self._main[0] != stamp:
            self._main = stamp, reader.load_main(self.path)
        return self._main[1]

    def stamps(self) -> dict[str, str]:
        """Return which version of its configuration each wiki has; raises ConfigError."""
        main = self.main
        here = _stamp(self.path)
        return {
            **dict.fromkeys(main.wikis, here),
            **{name: f"{here} {_stamp(path)}" for name, path in wiki_folder.files_of(main).items()},
        }

    def of(self, name: str) -> Config:
        """Return the configuration of a wiki as it is now; raises ConfigError if it is broken or gone."""
        main = self.main
        if name in main.wikis:
            return main
        path = wiki_folder.file_of(main, name)
        stamp = f"{_stamp(self.path)} {_stamp(path)}"
        known = self._wikis.get(name)
        if known is None or known[0] != stamp:
            known = self._wikis[name] = stamp, reader.load_wiki(main, name)
        return known[1]


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "gone"
    return f"{found.st_mtime_ns} {found.st_size}"
