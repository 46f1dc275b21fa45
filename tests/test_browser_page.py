"""The page “Try linterbot” in a real Chromium: what a person does there, and what must never happen."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests

from linterbot.browser import bridge, gadget
from linterbot.browser.site_files import HEADERS
from tests.browser_page import findings, ready, served, visitor
from tests.conftest import ROOT, sample_texts
from tests.test_web_browser import AXE, LOOKS
from tests.web_desk import CONFIG, web_desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SITE = ROOT / "linterbot" / "browser" / "site"
SAMPLE_PAGE, RULE = (SITE / "sample.wiki").read_text(), (SITE / "sample-rule.yaml").read_text()
FOUND = ["natter", "lone-sub-example", "dash-for-colon", "duplicate-example"]
HANGS = RULE.replace("name: recent", "name: hangs") + "patterns: ['(a+)+b']\n"


@pytest.fixture(scope="module")
def address(try_page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(try_page, tmp_path_factory.mktemp("served")) as one:
        yield one


@pytest.fixture
def context(address: str, browser: Browser) -> Iterator[BrowserContext]:
    with visitor(browser, urlsplit(address).netloc) as one:
        yield one


def listed(page: Page, names: list[str]) -> None:
    """Wait until the page lists just what these rules find."""
    page.locator("#findings li").nth(len(names)).wait_for(state="detached")
    for at, name in enumerate(names):
        page.locator("#findings li").nth(at).locator(f"strong:text-is('{name}')").wait_for()
    assert findings(page) == names


def test_a_page_is_pasted_and_two_things_are_repaired(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    page.fill("#text", SAMPLE_PAGE)
    listed(page, FOUND)
    assert page.inner_text("#status") == "4 things found by the rules of tropedia; 3 can be repaired."
    page.get_by_role("button", name="Line 4: dash-for-colon").first.click()
    assert page.evaluate("getSelection().toString()").strip() == "-"
    page.get_by_role("button", name="Repair: Line 7, duplicate-example").click()
    listed(page, FOUND[:3])
    page.get_by_role("button", name="Repair: Line 4, dash-for-colon").click()
    listed(page, FOUND[:2])
    assert page.input_value("#text").count("Red Herring") == 1
    page.focus("#text")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.input_value("#text") == SAMPLE_PAGE
    listed(page, FOUND)
    page.get_by_role("button", name="Repair what needs no judgement").click()
    listed(page, FOUND[:2])


def test_the_same_is_found_as_everywhere(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    texts = sample_texts()[::5]
    for text in texts:
        right = json.loads(bridge.answer(json.dumps({"do": "check", "text": text}), lambda where: ""))
        page.fill("#text", "")
        page.locator("#status", has_text="There is no text yet.").wait_for()
        page.fill("#text", text)
        page.locator("#status", has_text="found by the rules of").wait_for()
        assert page.locator("#findings > li > p:nth-of-type(1)").all_inner_texts() == [
            " ".join(one["message"].split()) + (" Why?" if one["policy"] else "") for one in right["findings"]
        ]
    assert len(texts) > 5


def test_it_works_by_keys_alone(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    page.evaluate("text => { document.getElementById('text').value = text }", SAMPLE_PAGE)
    page.dispatch_event("#text", "input")
    listed(page, FOUND)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to what was found"
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first finding: its words are selected
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.evaluate("getSelection().toString()").startswith("To be fair")


def test_a_link_holds_the_text_and_no_server_sees_it(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = ready(context, address)
    text = SAMPLE_PAGE + "🎭 Über allem: «»\n"
    page.fill("#text", text)
    page.get_by_role("button", name="Copy a link to this text").click()
    page.locator("#status", has_text="The link is copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    other = ready(context, link)
    other.locator("#findings li").first.wait_for()
    assert other.input_value("#text") == text
    assert not any("#t=" in url or len(url) > 200 for url in asked)
    for broken in ("#t=%%%", "#t=AAAA", f"#t={'A' * 50}"):
        wrong = context.new_page()
        wrong.goto(address + broken)
        wrong.locator("#status.wrong", has_text="This link is damaged").wait_for()


def test_it_works_without_a_network_after_the_first_visit(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    page.locator("#offline", has_text="works without a network").wait_for()
    page.close()
    context.set_offline(True)
    page = ready(context, address)
    page.get_by_role("button", name="Show an example").click()
    listed(page, FOUND)


def test_a_rule_is_written_and_tried(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    page.fill("#text", SAMPLE_PAGE + "* [[Moss]]: The lodger has left recently, and nobody has seen him since.\n")
    page.click("#house summary")
    page.locator("#tried .right", has_text="recent: 2 examples, and it does right by all of them.").wait_for()
    listed(page, [*FOUND, "recent"])
    page.fill("#rule", RULE.replace("severity", "severty"))
    page.locator("#tried .wrong", has_text='your rule:4: unknown key "severty"').wait_for()
    page.fill("#rule", RULE.replace("«recently»", "«left»"))
    page.locator("#tried .wrong", has_text="underlines nothing, not 'left'").wait_for()
    page.fill("#rule", RULE)
    page.locator("#tried .right").wait_for()
    page.uncheck("#use-rule")
    listed(page, FOUND)


def test_a_rule_that_hangs_is_ended_and_named(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    page.fill("#text", SAMPLE_PAGE + f"* [[Moss]]: {'a' * 5000} é\n")
    page.click("#house summary")
    page.fill("#rule", HANGS)
    page.locator("#tried .wrong", has_text="The rule hangs takes more than 5 seconds").wait_for()
    assert not page.is_checked("#use-rule")
    page.locator("#findings strong", has_text="natter").wait_for()  # and the rest is found all the same


def test_a_page_of_two_megabytes_freezes_nothing(context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    texts = {
        "* [[A]]: b\n** c\n" * 130_000: "1 thing found",  # that it could not be read
        "{{" * 1_000_000: "found by the rules of tropedia",
        "x" * 2_500_000: "2,097,152 is the most that is checked here.",
    }
    for text, words in texts.items():
        page.evaluate("document.getElementById('status').textContent = ''")
        page.evaluate("text => { document.getElementById('text').value = text }", text)
        page.dispatch_event("#text", "input")
        began = page.evaluate("performance.now()")
        page.wait_for_timeout(600)
        assert page.evaluate("performance.now()") - began < 10_000  # it answers while the worker is at it
        page.locator("#status", has_text=words).wait_for()


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_use_it(browser: Browser, address: str, look: str) -> None:
    options: dict[str, Any] = LOOKS[look]
    with visitor(browser, urlsplit(address).netloc, bypass_csp=True, **options) as context:
        page = ready(context, address)
        page.fill("#text", SAMPLE_PAGE)
        listed(page, FOUND)
        page.click("#house summary")
        page.locator("#tried p").wait_for()
        page.click("#wiki summary")
        assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run().then(found => found.violations.map(one => one.id + ': ' + one.nodes[0].html))")
        assert found == []


def test_nothing_unsafe_is_allowed(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None
    policy = answer.header_value("content-security-policy") or ""
    inside = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    for one in (policy, inside):
        assert "unsafe-inline" not in one
        assert "'unsafe-eval'" not in one
        assert "default-src 'none'" in one
    assert answer.header_value("cross-origin-opener-policy") == "unsafe-none"  # else the tie would be cut
    assert policy == HEADERS["Content-Security-Policy"]


def test_the_bookmarklet_is_the_button(try_page: Path, tmp_path: Path) -> None:
    with served(try_page, tmp_path) as address:
        words = (tmp_path / "page" / gadget.BOOKMARKLET).read_text()
        assert words.startswith("javascript:")
        assert address in words
        assert "\n" not in words.strip()


def test_the_desk_serves_it_too(browser: Browser, try_page: Path, tmp_path: Path) -> None:
    with web_desk(tmp_path, config=f"{CONFIG}desk: {{try-page: {try_page}}}\n") as desk:
        with visitor(browser, urlsplit(desk.address).netloc) as context:
            page = ready(context, f"{desk.address}/-/try/")
            page.get_by_role("button", name="Show an example").click()
            listed(page, FOUND)
        for path in ("../../config.yaml", "%2e%2e/%2e%2e/config.yaml", "/etc/passwd", "no-such"):
            assert requests.get(f"{desk.address}/-/try/{path}", timeout=30).status_code == 404
    (tmp_path / "other").mkdir()
    with web_desk(tmp_path / "other") as desk:
        assert requests.get(f"{desk.address}/-/try/", timeout=30).status_code == 404


def test_one_command_builds_and_serves_it(browser: Browser, try_page: Path) -> None:
    command = [sys.executable, "-m", "linterbot", "browser", "serve", "--bind", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Building the page …\n"
        address = process.stdout.readline().strip().removeprefix("Try linterbot at ")
        with visitor(browser, urlsplit(address).netloc) as context:
            page = ready(context, address)
            assert address in requests.get(address + gadget.SCRIPT, timeout=30).text
            assert page.title() == "Try linterbot"
        process.terminate()
        assert process.wait(30) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "."], ".: does not hold the page; name a new folder, or run: linterbot browser build"),
        (["serve", "nowhere"], "nowhere: does not hold the page"),
        (["serve", "--bind", "here"], '--bind: "here" is not where anybody could listen'),
        (["build", "out", "--pyodide", "no.tgz"], "no.tgz: cannot be read"),
        (["build", "out", "--address", "javascript:x"], '--address: "javascript:x" is no address of a page'),
    ],
)
def test_what_is_wrong_is_said(here: Path, arguments: list[str], words: str) -> None:
    (here / "thesis.txt").write_text("all of it")
    done = subprocess.run([sys.executable, "-m", "linterbot", "browser", *arguments], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert [path.name for path in here.iterdir()] == ["thesis.txt"]
