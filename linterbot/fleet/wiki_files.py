"""The configuration of each wiki, read again whenever its file changes; a broken one sets only its wiki aside."""

from __future__ import annotations

import hashlib
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
    _seen: dict[Path, tuple[tuple[int, int], str]] = field(default_factory=dict)

    @property
    def main(self) -> Config:
        """The configuration without the wikis that have a file of their own; raises ConfigError."""
        version = self._version(self.path)
        if self._main is None or self._main[0] != version:
            self._main = version, reader.load_main(self.path)
        return self._main[1]

    def versions(self) -> dict[str, str]:
        """Return which version of its configuration each wiki has; raises ConfigError."""
        main = self.main
        here = self._version(self.path)
        return {
            **dict.fromkeys(main.wikis, here),
            **{name: f"{here} {self._version(path)}" for name, path in wiki_folder.files_of(main).items()},
        }

    def of(self, name: str) -> Config:
        """Return the configuration of a wiki as it is now; raises ConfigError if it is broken or gone."""
        main = self.main
        if name in main.wikis:
            return main
        path = wiki_folder.file_of(main, name)
        version = f"{self._version(self.path)} {self._version(path)}"
        known = self._wikis.get(name)
        if known is None or known[0] != version:
            known = self._wikis[name] = version, reader.load_wiki(main, name)
        return known[1]

    def _version(self, path: Path) -> str:
        """Return what identifies the content of a file, which is the same on every machine."""
        try:
            found = path.stat()
            seen = (found.st_mtime_ns, found.st_size)
            if self._seen.get(path, ((0, 0), ""))[0] != seen:
                self._seen[path] = seen, hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            return self._seen[path][1]
        except OSError:
            return "gone"
