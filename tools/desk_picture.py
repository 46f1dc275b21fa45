"""Draws the desk for docs/desk.md, on the demo's sandbox in a real Chromium: make desk-picture"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from linterbot.cli import run
from linterbot.config import reader
from linterbot.desk import sign_in
from linterbot.ledger.rights import Right
from linterbot.web.server import Server, open_server
from linterbot.web.wikis import now
from linterbot.wiki.sandbox.people import Person

HERE = Path(__file__).parents[1]
ASSETS = HERE / "docs" / "assets"
LOOKS = {
    "desk.png": {"viewport": {"width": 1_000, "height": 560}, "color_scheme": "light"},
    "desk-narrow.png": {"viewport": {"width": 360, "height": 560}, "color_scheme": "dark"},
}


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        run(["demo", "--folder", str(folder), "--all"])
        with open_server(reader.load(folder / "config.yaml"), "127.0.0.1", 0) as server:
            serving = threading.Thread(target=server.serve_until_stopped)
            serving.start()
            try:
                _draw(server, folder)
            finally:
                server.should_exit = True
                serving.join()


def _draw(server: Server, folder: Path) -> None:
    found = subprocess.run([sys.executable, HERE / "tools" / "chromium.py"], capture_output=True, text=True, check=True)
    chromium, libraries = found.stdout.split("\n")[:2]
    if libraries:
        os.environ["LD_LIBRARY_PATH"] = libraries
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for file, look in LOOKS.items():
            page = browser.new_page(**look)
            page.goto(_link(server, folder))
            page.click("main button")
            page.wait_for_url("**/sandbox/")
            page.goto(f"{server.desk.address}/sandbox/?rule=natter")
            page.screenshot(path=ASSETS / file)
        browser.close()


def _link(server: Server, folder: Path) -> str:
    Person(folder / "state" / "sandbox.sqlite", "Quill")
    with server.desk.wikis["sandbox"].asking() as context:
        secret = sign_in.invite(context, "Quill", Right.PAUSE, trusted=True, now=now())
    return f"{server.desk.address}/sandbox/enter/{secret}"


if __name__ == "__main__":
    main()
