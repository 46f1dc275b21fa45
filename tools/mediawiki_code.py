"""The code of MediaWiki and the PHP that runs it, in a cache folder: unpacked once, and shared by this user's wikis.

Debian's packages are downloaded and unpacked; nothing is installed on the machine. LINTERBOT_MEDIAWIKI can name another
folder with MediaWiki's code. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from debian import Apt, alone, libraries

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / "mediawiki"
PACKAGES = ["php-cli", "php-sqlite3", "php-mbstring", "php-xml", "php-intl", "php-common"]
WIKI_PACKAGES = ["mediawiki", "mediawiki-classes"]
PHP_EXTENSIONS = "ctype fileinfo iconv mbstring pdo posix tokenizer sqlite3 pdo_sqlite xml dom simplexml xmlreader"
PHP_EXTENSIONS += " xmlwriter intl calendar"


class Code:
    """MediaWiki and PHP, ready to run; `folder` contains what is prepared from them once."""

    def __init__(self) -> None:
        self.unpacked = CACHE / "unpacked"
        other = os.environ.get("LINTERBOT_MEDIAWIKI")
        self.source = Path(other).resolve() if other else self.unpacked / "usr" / "share" / "mediawiki"
        self.folder = CACHE / f"lab-{self._made_from()}"
        self.www = self.folder / "www"

    def alone(self) -> AbstractContextManager[None]:
        """Lock the cache folder while the context lasts."""
        return alone(CACHE)

    def fetch(self) -> None:
        """Download what is missing, and lay the code out the way PHP's own server needs it."""
        if not (self.unpacked / "done").exists():
            self._unpack()
        (self.folder / "cache").mkdir(parents=True, exist_ok=True)
        self._write_ini()
        if not (self.www / "api.php").exists():
            self._lay_out()

    def php(self, environment: dict[str, str], *arguments: str) -> str:
        """Run PHP and return its output; if it fails, end the program with that output."""
        command = [self.binary(), *arguments]
        done = subprocess.run(command, env=self.environment(environment), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def binary(self) -> str:
        """Return the path of PHP."""
        return str(sorted((self.unpacked / "usr" / "bin").glob("php8.?"))[0])

    def environment(self, more: dict[str, str]) -> dict[str, str]:
        """Return the environment that PHP runs in."""
        own = {"PHPRC": str(self.folder), "PHP_INI_SCAN_DIR": "", "LD_LIBRARY_PATH": ":".join(libraries(self.unpacked))}
        return {**os.environ, **own, "LAB_CODE": str(self.folder), **more}

    def _made_from(self) -> str:
        """Return what identifies this version of the tools and of MediaWiki, since each has its own folder."""
        tools = sorted(Path(__file__).parent.glob("mediawiki*"))
        parts = [str(self.source).encode(), *(path.read_bytes() for path in tools if path.is_file())]
        return hashlib.sha256(b"".join(parts)).hexdigest()[:12]

    def _unpack(self) -> None:
        say("downloading Debian's PHP and MediaWiki")
        shutil.rmtree(self.unpacked, ignore_errors=True)
        apt = Apt(CACHE / "apt", "mediawiki")
        # Packages that the machine has are not missing, but are needed here all the same.
        real = {name for package in PACKAGES for name in apt.depends(package) if name.startswith("php8")}
        version = min(name.partition("-")[0] for name in real)
        names = {*apt.missing(PACKAGES), *real, f"{version}-cli", f"{version}-common", *WIKI_PACKAGES}
        apt.unpack(sorted(names), CACHE / "debs", self.unpacked)
        (self.unpacked / "done").touch()

    def _write_ini(self) -> None:
        extensions = next(iter(self.unpacked.glob("usr/lib/php/20*")))
        found = [name for name in PHP_EXTENSIONS.split() if (extensions / f"{name}.so").exists()]
        ini = [f"extension_dir={extensions}", *(f"extension={name}" for name in found)]
        if (extensions / "opcache.so").exists():
            ini += ["zend_extension=opcache", "opcache.memory_consumption=128", "opcache.revalidate_freq=0"]
        ini += ["memory_limit=512M", "post_max_size=64M", "date.timezone=UTC", "display_errors=stderr"]
        (self.folder / "php.ini").write_text("\n".join(ini) + "\n")

    def _lay_out(self) -> None:
        """Copy the code, by hard links if the file system allows them, without what Debian links to /etc."""
        shutil.rmtree(self.www, ignore_errors=True)
        shutil.copytree(self.source, self.www, symlinks=True, copy_function=_link)
        for name in ("LocalSettings.php", "config", "extensions", "images"):
            path = self.www / name
            if path.is_symlink() or (path.is_file() and name == "LocalSettings.php"):
                path.unlink()
        if (self.www / "extensions-core").exists():
            (self.www / "extensions-core").rename(self.www / "extensions")
        (self.www / "images").mkdir(exist_ok=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def say(words: str) -> None:
    """Print a message to standard error."""
    print(f"mediawiki: {words}", file=sys.stderr, flush=True)
