"""A real MediaWiki on 127.0.0.1 for the tests, without root, Apache or MySQL; nothing is installed on the machine.

    python3 tools/mediawiki.py up [--folder F] [--port P]      prints the address of its API
    python3 tools/mediawiki.py stop | wipe [--folder F]
    python3 tools/mediawiki.py php [--folder F] SCRIPT ARGS...  runs a maintenance script

Each folder is a separate wiki on its own port; any number of them can run, and each keeps its port while it runs. The
code is Debian's, or that in the folder that LINTERBOT_MEDIAWIKI names; PHP's own server runs it on SQLite. A new wiki
is a copy of one that was installed once. Uses only the standard library, apt-get and dpkg-deb.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from mediawiki_code import CACHE, Code, say
from ports import free_port

HERE = Path(__file__).parent
ADMIN_PASSWORD = "admin-lab-passphrase-1"
HUMAN_PASSWORD = "human-lab-passphrase-1"
BOT_PASSWORD = "0123456789abcdef0123456789abcdef"  # createBotPassword requires 32 characters
GRANTS = "basic,highvolume,editpage,createeditmovepage"  # those that docs/operating.md asks for
WIDE_GRANTS = f"{GRANTS},editprotected"  # more than the bot should have: it could bypass the spam blacklist
# What the lab's filters do to an edit that adds these words.
FILTERS = {"lab-filter-warns": "warn", "lab-filter-disallows": "disallow"}
EXTENSIONS = ("AbuseFilter", "SpamBlacklist", "TitleBlacklist")


class Template:
    """A wiki that is installed once; all others are copies of it."""

    def __init__(self, code: Code) -> None:
        self._code, self.data = code, code.folder / "template"
        self._settings = code.www / "LocalSettings.php"

    def make(self) -> None:
        """Install the wiki, unless that has been done before."""
        done = self.data / "done"
        if done.exists():
            return
        say("installing the wiki")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True)
        self._settings.unlink(missing_ok=True)
        self._install()
        self._accounts()
        self._filters()
        for path in self.data.glob("*.sqlite"):
            with contextlib.closing(sqlite3.connect(path)) as db:
                db.execute("PRAGMA journal_mode=WAL")
        done.touch()

    def _install(self) -> None:
        there = [name for name in EXTENSIONS if (self._code.www / "extensions" / name / "extension.json").exists()]
        place = ["--dbtype", "sqlite", "--dbpath", str(self.data), "--dbname", "wiki", "--scriptpath", ""]
        server = ["--server", "http://127.0.0.1", "--lang", "en", "--pass", ADMIN_PASSWORD]
        place += ["--extensions", ",".join(there), "--confpath", str(self._code.www)]
        self._run("install", *place, *server, "Tropes Lab", "LabAdmin")
        written = self._settings.read_text()
        # Each wiki has its own data folder, which the installer's settings mention in more than one place.
        own = re.sub(r"(?m)^\$wgSQLiteDataDir = .*$", "$wgSQLiteDataDir = getenv( 'LAB_FOLDER' ) . '/data';", written)
        more = shutil.copy2(HERE / "mediawiki_settings.php", self._code.folder)
        self._settings.write_text(f"{own}\nrequire '{more}';\n")
        self._run("update", "--quick")

    def _accounts(self) -> None:
        self._run("createAndPromote", "--force", "--bot", "LinterBot", "unused-main-passphrase-9")
        for app, grants in (("lint", GRANTS), ("wide", WIDE_GRANTS)):
            self._run("createBotPassword", "--appid", app, "--grants", grants, "LinterBot", BOT_PASSWORD)
        self._run("createAndPromote", "--force", "LabHuman", HUMAN_PASSWORD)

    def _filters(self) -> None:
        """Create the filters directly in the database: without a browser, MediaWiki offers no other way."""
        now = time.strftime("%Y%m%d%H%M%S", time.gmtime())
        with contextlib.closing(sqlite3.connect(self.data / "wiki.sqlite")) as db, db:
            there = {column[1] for column in db.execute("PRAGMA table_info(abuse_filter)")}
            # MediaWiki 1.43 and 1.39 name the author of a filter differently.
            author = {"af_actor": 1} if "af_actor" in there else {"af_user": 1, "af_user_text": "LabAdmin"}
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

    def _run(self, script: str, *arguments: str) -> None:
        folder = self.data.parent
        (folder / "data").unlink(missing_ok=True)
        (folder / "data").symlink_to(self.data)  # the settings look for it under this name
        self._code.php({"LAB_FOLDER": str(folder)}, str(self._code.www / "maintenance" / f"{script}.php"), *arguments)


class Lab:
    """One MediaWiki: its data in a folder, and a server on a port."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.code = Code()
        self.folder, self.port = folder, port
        self.data = folder / "data"
        self.pid_file, self.port_file = folder / "server.pid", folder / "server.port"

    @property
    def api(self) -> str:
        """The address of the wiki's API."""
        return f"http://127.0.0.1:{self.port}/api.php"

    def up(self) -> None:
        """Create the wiki if there is none, and start its server."""
        template = Template(self.code)
        with self.code.alone():
            self.code.fetch()
            template.make()
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self.data.exists():
                shutil.copytree(template.data, self.data)
        for name in ("images", "trouble"):
            (self.folder / name).mkdir(exist_ok=True)
        self._serve()

    def stop(self) -> None:
        """End the server, if it runs."""
        if not self._alive():
            return
        os.killpg(int(self.pid_file.read_text()), signal.SIGTERM)
        for _ in range(100):
            if not self._alive():
                break
            time.sleep(0.05)  # a process is not notified when one that is not its child ends
        self.pid_file.unlink(missing_ok=True)

    def wipe(self) -> None:
        """Stop the server and remove the wiki's data, but not the code."""
        self.stop()
        for part in (self.data, self.folder / "images"):
            shutil.rmtree(part, ignore_errors=True)

    def maintenance(self, script: str, *arguments: str) -> str:
        """Run a maintenance script on this wiki and return its output."""
        return self.code.php(self._own(), str(self.code.www / "maintenance" / f"{script}.php"), *arguments)

    def _own(self) -> dict[str, str]:
        return {"LAB_PORT": str(self.port), "LAB_FOLDER": str(self.folder), "PHP_CLI_SERVER_WORKERS": "4"}

    def _serve(self) -> None:
        if self._alive():
            self.port = int(self.port_file.read_text())
        else:
            self.port = self.port or free_port()
            command = [self.code.binary(), "-S", f"127.0.0.1:{self.port}", "-t", str(self.code.www)]
            with (self.folder / "server.log").open("ab") as log:
                server = subprocess.Popen(
                    command,
                    cwd=self.code.www,
                    env=self.code.environment(self._own()),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self.pid_file.write_text(str(server.pid))
            self.port_file.write_text(str(self.port))
        question = f"{self.api}?action=query&meta=siteinfo&format=json"
        for _ in range(600):
            try:
                with urllib.request.urlopen(question, timeout=60) as answer:
                    json.load(answer)
                    return
            except (OSError, ValueError):
                time.sleep(0.1)  # PHP's server gives no sign when it is ready
        sys.exit(f"MediaWiki does not answer at {self.api}; see {self.folder / 'server.log'}")

    def _alive(self) -> bool:
        """Whether our server runs: after a restart, the number in the file may belong to another program."""
        try:
            environment = Path(f"/proc/{int(self.pid_file.read_text())}/environ").read_bytes()
        except (OSError, ValueError):
            return False
        return f"LAB_FOLDER={self.folder}\0".encode() in environment


def main() -> None:
    """Run the action named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["up", "stop", "wipe", "php"])
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=CACHE / "wiki")
    options = parser.parse_args()
    lab = Lab(options.folder.resolve(), options.port)
    if options.action == "php":
        print(lab.maintenance(options.arguments[0], *options.arguments[1:]), end="")
        return
    getattr(lab, options.action)()
    if options.action == "up":
        print(lab.api)


if __name__ == "__main__":
    main()
