"""A real MediaWiki on 127.0.0.1 for the tests: no root, no Apache, no MySQL, nothing installed on the machine.

    python3 tools/mediawiki.py up [--port 8790]      prints the address of its API; a running one keeps its port
    python3 tools/mediawiki.py stop | wipe
    python3 tools/mediawiki.py php SCRIPT ARGS...    runs a maintenance script

Debian's packages of PHP and MediaWiki are downloaded and unpacked into a cache folder, where PHP's own server runs them
on SQLite. Uses only the standard library, apt-get and dpkg-deb.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from debian import Apt

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / "mediawiki"
PACKAGES = ["php-cli", "php-sqlite3", "php-mbstring", "php-xml", "php-intl", "php-common"]
WIKI_PACKAGES = ["mediawiki", "mediawiki-classes"]
EXTENSIONS = "ctype fileinfo iconv mbstring pdo posix tokenizer sqlite3 pdo_sqlite xml dom simplexml xmlreader"
EXTENSIONS += " xmlwriter intl calendar"
ADMIN_PASSWORD = "admin-lab-passphrase-1"
HUMAN_PASSWORD = "human-lab-passphrase-1"
BOT_PASSWORD = "0123456789abcdef0123456789abcdef"  # createBotPassword demands 32 characters
GRANTS = "basic,highvolume,editpage,createeditmovepage,uploadfile"  # those that docs/operating.md asks for
WIDE_GRANTS = (
    f"{GRANTS},editprotected"  # more than the bot should have: they carry the right to pass the spam blacklist
)
SETTINGS = """
$wgServer = 'http://127.0.0.1:' . ( getenv( 'LAB_PORT' ) ?: '8790' );
$wgMainCacheType = $wgMessageCacheType = $wgParserCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;
$wgEnableEmail = false;
$wgEnableUploads = true;
$wgRateLimits = [];
$wgJobRunRate = 0;
$wgDiff3 = is_executable( '/usr/bin/diff3' ) ? '/usr/bin/diff3' : '';
$wgBotPasswordsDatabase = false;
$wgCaptchaTriggers = [];
$wgExtraNamespaces[3000] = 'Trope_Workshop';
$wgExtraNamespaces[3001] = 'Trope_Workshop_talk';
$wgNamespaceAliases['TW'] = 3000;
$wgShowExceptionDetails = true;
$wgCacheDirectory = getenv( 'LAB_FOLDER' ) . '/cache';
$wgLocalisationCacheConf['store'] = 'array';
$wgSpamBlacklistFiles = [];
$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ] ];
$wgGroupPermissions['bot']['sboverride'] = true; // as newer versions have it by themselves
$wgTitleBlacklistSources = [ [ 'type' => 'localpage', 'src' => 'MediaWiki:Titleblacklist' ] ];
// Troubles that a test may switch on: a file each, read at every request.
$labTrouble = static function ( $name ) {
	$file = getenv( 'LAB_FOLDER' ) . "/trouble/$name";
	clearstatcache( true, $file );
	return is_file( $file ) ? trim( file_get_contents( $file ) ) : null;
};
if ( PHP_SAPI !== 'cli' ) {
	if ( $labTrouble( 'readonly' ) !== null ) {
		$wgReadOnly = $labTrouble( 'readonly' );
	}
	if ( $labTrouble( 'ratelimit' ) !== null ) {
		$wgRateLimits['edit']['user'] = [ (int)$labTrouble( 'ratelimit' ), 60 ];
		$wgGroupPermissions['bot']['noratelimit'] = $wgGroupPermissions['sysop']['noratelimit'] = false;
		$wgMainCacheType = CACHE_DB;
	}
	$wgHooks['ApiMaxLagInfo'][] = static function ( &$info ) use ( $labTrouble ) {
		if ( $labTrouble( 'maxlag' ) !== null ) {
			$info = [ 'host' => 'lab', 'lag' => (float)$labTrouble( 'maxlag' ), 'type' => 'db' ];
		}
	};
}
"""
# What the filter of the lab does to an edit that adds these words.
FILTERS = {"lab-filter-warns": "warn", "lab-filter-disallows": "disallow"}
LAB_EXTENSIONS = "AbuseFilter,SpamBlacklist,TitleBlacklist"


class Lab:
    """One MediaWiki under one folder, on one port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.unpacked, self.www, self.data = folder / "unpacked", folder / "www", folder / "data"
        self.pid_file, self.port_file = folder / "server.pid", folder / "server.port"

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api.php"

    def up(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._fetch()
        self._docroot()
        self._install()
        self._serve()

    def stop(self) -> None:
        if not self._alive():
            return
        pid = int(self.pid_file.read_text())
        os.killpg(pid, signal.SIGTERM)
        for _ in range(100):
            if not self._alive():
                break
            time.sleep(0.05)  # a killed group gives no sign to a program that is not its parent
        self.pid_file.unlink(missing_ok=True)

    def wipe(self) -> None:
        self.stop()
        for part in (self.www, self.data):
            shutil.rmtree(part, ignore_errors=True)

    def php(self, *arguments: str) -> str:
        done = subprocess.run([self._binary(), *arguments], env=self._environment(), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def maintenance(self, script: str, *arguments: str) -> str:
        return self.php(str(self.www / "maintenance" / f"{script}.php"), *arguments)

    def _fetch(self) -> None:
        if (self.unpacked / "done").exists():
            return
        say("downloading Debian's PHP and MediaWiki")
        shutil.rmtree(self.unpacked, ignore_errors=True)
        apt = Apt(self.folder / "apt", "mediawiki")
        # Those that the machine has already are not missing, but needed here all the same.
        real = {name for package in PACKAGES for name in apt.depends(package) if name.startswith("php8")}
        version = min(name.partition("-")[0] for name in real)
        names = {*apt.missing(PACKAGES), *real, f"{version}-cli", f"{version}-common", *WIKI_PACKAGES}
        apt.unpack(sorted(names), self.folder / "debs", self.unpacked)
        (self.unpacked / "done").touch()

    def _binary(self) -> str:
        return str(sorted((self.unpacked / "usr" / "bin").glob("php8.?"))[0])

    def _environment(self) -> dict[str, str]:
        libraries = [str(path) for path in sorted(self.unpacked.glob("usr/lib/*-linux-gnu"))]
        libraries += [str(path) for path in sorted(self.unpacked.glob("lib/*-linux-gnu"))]
        own = {
            "PHPRC": str(self.folder),
            "PHP_INI_SCAN_DIR": "",
            "LAB_PORT": str(self.port),
            "LAB_FOLDER": str(self.folder),
        }
        return {**os.environ, **own, "LD_LIBRARY_PATH": ":".join(libraries), "PHP_CLI_SERVER_WORKERS": "4"}

    def _docroot(self) -> None:
        extension_folder = next(iter(self.unpacked.glob("usr/lib/php/20*")))
        found = [name for name in EXTENSIONS.split() if (extension_folder / f"{name}.so").exists()]
        ini = [f"extension_dir={extension_folder}", *(f"extension={name}" for name in found)]
        if (extension_folder / "opcache.so").exists():
            ini += ["zend_extension=opcache", "opcache.memory_consumption=128"]
        ini += ["memory_limit=512M", "post_max_size=64M", "date.timezone=UTC", "display_errors=stderr"]
        (self.folder / "php.ini").write_text("\n".join(ini) + "\n")
        if (self.www / "api.php").exists():
            return
        shutil.rmtree(self.www, ignore_errors=True)
        source = self.unpacked / "usr" / "share" / "mediawiki"
        shutil.copytree(source, self.www, symlinks=True, copy_function=os.link)
        for name in ("LocalSettings.php", "config", "extensions", "images"):
            path = self.www / name
            if path.is_symlink() or path.is_file():
                path.unlink()
        if (self.www / "extensions-core").exists():
            (self.www / "extensions-core").rename(self.www / "extensions")
        (self.www / "images").mkdir(exist_ok=True)

    def _install(self) -> None:
        local = self.www / "LocalSettings.php"
        done, made_from = self.data / "done", hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        if done.exists() and done.read_text() == made_from:
            return
        self.stop()
        say("installing the wiki")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True)
        (self.folder / "cache").mkdir(exist_ok=True)
        local.unlink(missing_ok=True)
        place = ["--dbtype", "sqlite", "--dbpath", str(self.data), "--dbname", "wiki", "--scriptpath", ""]
        server = ["--server", f"http://127.0.0.1:{self.port}", "--lang", "en", "--pass", ADMIN_PASSWORD]
        place += ["--extensions", LAB_EXTENSIONS]
        self.maintenance("install", *place, *server, "--confpath", str(self.www), "Tropes Lab", "LabAdmin")
        local.write_text(local.read_text() + SETTINGS)
        self.maintenance("update", "--quick")
        self.maintenance("createAndPromote", "--force", "--bot", "LinterBot", "unused-main-passphrase-9")
        for app, grants in (("lint", GRANTS), ("wide", WIDE_GRANTS)):
            self.maintenance("createBotPassword", "--appid", app, "--grants", grants, "LinterBot", BOT_PASSWORD)
        self.maintenance("createAndPromote", "--force", "LabHuman", HUMAN_PASSWORD)
        self._filters()
        wal = "foreach (glob($argv[1].'/*.sqlite') as $f) { (new SQLite3($f))->exec('PRAGMA journal_mode=WAL'); }"
        self.php("-r", wal, str(self.data))
        done.write_text(made_from)

    def _filters(self) -> None:
        """Make the filters straight in the database: MediaWiki has no other way that needs no browser."""
        now = time.strftime("%Y%m%d%H%M%S", time.gmtime())
        with contextlib.closing(sqlite3.connect(self.data / "wiki.sqlite")) as db, db:
            columns_there = {column[1] for column in db.execute("PRAGMA table_info(abuse_filter)")}
            # MediaWiki 1.43 names the author of a filter otherwise than 1.39 did.
            author = {"af_actor": 1} if "af_actor" in columns_there else {"af_user": 1, "af_user_text": "LabAdmin"}
            for number, (words, action) in enumerate(FILTERS.items(), 1):
                row = {
                    **author,
                    "af_id": number,
                    "af_pattern": f'added_lines contains "{words}"',
                    "af_timestamp": now,
                    "af_enabled": 1,
                    "af_comments": "",
                    "af_public_comments": f"The lab's filter that {action}s",
                    "af_actions": action,
                    "af_group": "default",
                }
                columns, places = ", ".join(row), ", ".join("?" * len(row))
                db.execute(f"INSERT INTO abuse_filter ({columns}) VALUES ({places})", tuple(row.values()))
                message = "abusefilter-warning" if action == "warn" else "abusefilter-disallowed"
                db.execute("INSERT INTO abuse_filter_action VALUES (?, ?, ?)", (number, action, message))

    def _serve(self) -> None:
        if self._alive():
            self.port = int(self.port_file.read_text())
        else:
            log = (self.folder / "server.log").open("ab")
            command = [self._binary(), "-S", f"127.0.0.1:{self.port}", "-t", str(self.www)]
            server = subprocess.Popen(
                command,
                cwd=self.www,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            self.pid_file.write_text(str(server.pid))
            self.port_file.write_text(str(self.port))
        question = f"{self.api}?action=query&meta=siteinfo&format=json"
        for _ in range(300):
            try:
                with urllib.request.urlopen(question, timeout=30) as answer:
                    json.load(answer)
                    return
            except (OSError, ValueError):
                time.sleep(0.1)  # PHP's server gives no sign when it listens; 30 s at most
        sys.exit(f"MediaWiki does not answer at {self.api}; see {self.folder / 'server.log'}")

    def _alive(self) -> bool:
        """Whether our server runs: a number left from before a restart may be another program's by now."""
        try:
            command = Path(f"/proc/{int(self.pid_file.read_text())}/cmdline").read_bytes()
        except (OSError, ValueError):
            return False
        return str(self.www).encode() in command


def say(words: str) -> None:
    print(f"mediawiki: {words}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["up", "stop", "wipe", "php"])
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--folder", type=Path, default=CACHE)
    asked = parser.parse_args()
    lab = Lab(asked.folder.resolve(), asked.port)
    if asked.action == "php":
        print(lab.maintenance(asked.arguments[0], *asked.arguments[1:]), end="")
        return
    getattr(lab, asked.action)()
    if asked.action == "up":
        print(lab.api)


if __name__ == "__main__":
    main()
