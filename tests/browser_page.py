"""The page “Try linterbot”, served for a test, and what a browser complains of or asks elsewhere."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from linterbot.browser import gadget
from linterbot.browser.serve import open_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PATIENCE = 120_000  # milliseconds in which the linter is loaded, however busy the machine is


@contextmanager
def served(site: Path, folder: Path) -> Iterator[str]:
    """Yield the address at which a copy of the page is served; the button in it opens just that."""
    copy = shutil.copytree(site, folder / "page")
    with open_server(copy, "127.0.0.1", 0) as server:
        gadget.write(copy, server.address)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.address
        server.shutdown()
        thread.join()


@contextmanager
def visitor(browser: Browser, *expected: str, **options: Any) -> Iterator[BrowserContext]:
    """Yield a browser that nobody used before; it may ask no hosts but the expected ones, nor complain of anything."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    hosts: set[str] = set()
    complaints: list[str] = []
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    context.on("page", lambda page: page.on("pageerror", lambda error: complaints.append(str(error))))
    context.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    yield context
    context.close()
    assert hosts - {""} <= set(expected), hosts
    assert complaints == [], complaints


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether a line on the console is about more than the status of an answer that a test wanted."""
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text


def ready(context: BrowserContext, address: str) -> Page:
    """Return the page once the linter in it is loaded."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def findings(page: Page) -> list[str]:
    """Return the names of the rules that the page lists."""
    return page.locator("#findings strong").all_inner_texts()
