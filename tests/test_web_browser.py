"""The desk on the web in a real browser: by keys, without scripts, narrow, dark, for screen readers, with any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linterbot.desk.changed_lines import Kind, Line, Part
from linterbot.desk.look import Look
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.findings import State
from linterbot.wiki.sandbox.people import Person
from tests.browser_page import is_complaint
from tests.web_desk import ONCE, REPLY, TWICE, WebDesk, desk_with_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = files("axe_playwright_python") / "axe.min.js"
PAGES = (
    *("", "?rule=natter&sure=50", "mine", "rules", "rule/natter", "trends", "pauses", "log", "help", "proof"),
    *("settings", "settings?show=1&mode.natter=shadow&alone.main=1"),
    *(
        "bulk?rule=natter",
        "bulk/done?rule=natter&word=no-fault&n=1",
        "page?title=Candles",
        "no-such-page",
        "finding/99999",
    ),
)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WebDesk]:
    with desk_with_faults(tmp_path) as one:
        yield one


@contextmanager
def at(desk: WebDesk, browser: Browser, who: str = "Quill", **options: Any) -> Iterator[Page]:
    """Yield a page of somebody who has come in; anything that the browser complains of fails the test."""
    Person(desk.folder / "sandbox.sqlite", who)
    context = browser.new_context(**options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    page.goto(desk.link(who))
    page.click("main button")
    page.wait_for_url(desk.url())
    yield page
    context.close()
    assert complaints == []


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, once the page takes keys, and wait for that."""
    page.wait_for_timeout(max(0, 310 - page.evaluate("performance.now()")))
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def test_a_hundred_findings_are_judged_by_keys_alone(desk: WebDesk, browser: Browser) -> None:
    for number in range(51):
        desk.page(f"Lantern {number:02}", REPLY)
    desk.patrol()
    waiting = len(desk.found())
    assert waiting > 100
    with at(desk, browser) as page:
        for number in range(100):
            press(page, "rris"[number % 4])
        press(page, "z")
    counts = [len(desk.found(state=state)) for state in (State.REJECTED, State.IGNORED)]
    assert counts == [50, 25]
    assert len(desk.found()) == waiting - 75


def test_a_repair_by_key_is_followed_until_it_is_done_and_taken_back(desk: WebDesk, browser: Browser) -> None:
    (one,) = desk.found("duplicate-example")
    with at(desk, browser) as page:
        page.goto(desk.url("?rule=duplicate-example"))
        press(page, "a")
        assert "being sent" in page.inner_text(".outcome")
        desk.send()
        until(page, "document.querySelector('.outcome').textContent === 'done'")
        assert desk.text("Candles") == ONCE
        press(page, "z")
        desk.send()
        assert desk.text("Candles") == TWICE
        page.goto(desk.url(f"finding/{one.id}"))
        assert page.is_enabled("button:has-text('Repair it')")


def until(page: Page, condition: str) -> None:
    """Wait until something is true in the page; its policy forbids what playwright would use."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def test_keys_stay_out_of_fields_and_leave_other_keys_alone(desk: WebDesk, browser: Browser) -> None:
    waiting = len(desk.found())
    with at(desk, browser) as page:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "page"
        page.keyboard.type("rise")
        assert page.input_value("input[name=page]") == "rise"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement === document.body")
        for chord in ("Control+r", "Alt+r", "Meta+r", "Shift+R", "x"):
            page.evaluate(f"window.stays = '{chord}'")
            if chord != "Control+r":  # which is the browser's own
                page.keyboard.press(chord)
            assert page.evaluate("window.stays") == chord
        page.keyboard.press("w")
        page.keyboard.type("ris zaj")
        assert page.input_value("input[name=why]") == "ris zaj"
        assert len(desk.found()) == waiting
        page.keyboard.press("Escape")
        press(page, "?")
        assert page.url == desk.url("help")
        page.click("text=Switch the keys off")
        page.goto(desk.url())
        page.keyboard.press("r")
        page.wait_for_timeout(300)
        assert page.url == desk.url()
        assert page.query_selector_all("kbd") == []
    assert len(desk.found()) == waiting


def test_j_and_k_go_through_the_queue_and_say_nothing(desk: WebDesk, browser: Browser) -> None:
    waiting = desk.found()
    with at(desk, browser) as page:
        for one in waiting[1:]:
            press(page, "j")
            assert page.url.startswith(desk.url(f"finding/{one.id}"))
        press(page, "k")
        assert page.url.startswith(desk.url(f"finding/{waiting[-2].id}"))
        press(page, "o")
        assert "/rule/" in page.url
    assert desk.found() == waiting


def test_the_next_finding_has_the_focus_and_the_first_page_has_none(desk: WebDesk, browser: Browser) -> None:
    with at(desk, browser) as page:
        page.goto(desk.url())
        assert page.evaluate("document.activeElement === document.body")
        press(page, "s")
        assert page.evaluate("document.activeElement.id") == "finding"
        assert page.get_attribute(".said [role=status]", "role") == "status"
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('article').contains(document.activeElement)")


def test_a_form_is_sent_once_however_often_it_is_pressed(desk: WebDesk, browser: Browser) -> None:
    waiting = len(desk.found())
    with at(desk, browser) as page, page.expect_navigation(wait_until="load"):
        page.evaluate("for (let n = 0; n < 5; n++) document.querySelector('button[value=\"no-fault\"]').click()")
    assert len(desk.found()) == waiting - 1


def test_a_second_press_decides_on_nothing_that_nobody_has_seen(desk: WebDesk, browser: Browser) -> None:
    waiting = len(desk.found())
    with at(desk, browser) as page:
        press(page, "r")
        page.evaluate("performance.now = () => 150")
        page.keyboard.press("r")
        page.wait_for_timeout(300)
    assert len(desk.found()) == waiting - 1


def test_enter_after_a_reason_decides_nothing(desk: WebDesk, browser: Browser) -> None:
    (one,) = desk.found("duplicate-example")
    with at(desk, browser) as page:
        for path, field in ((f"finding/{one.id}", "w"), ("bulk?rule=natter", "")):
            page.goto(desk.url(path))
            page.keyboard.press(field) if field else page.focus("input[name=why]")
            page.keyboard.type("a reason")
            page.keyboard.press("Enter")
            page.wait_for_timeout(200)
            assert page.url == desk.url(path)
    assert desk.again(one).state is State.OPEN
    assert len(desk.found("natter")) == 1


def test_everything_works_without_scripts(desk: WebDesk, browser: Browser) -> None:
    (one,) = desk.found("natter")
    with at(desk, browser, java_script_enabled=False) as page:
        page.goto(desk.url(f"finding/{one.id}"))
        page.click("summary:has-text('Give a reason')")
        page.fill("input[name=why]", "it is fair")
        page.click("button:has-text('No fault')")
        assert desk.again(one).state is State.REJECTED
        page.click("button:has-text('Undo')")
        assert desk.again(one).state is State.OPEN
        page.goto(desk.url("?rule=duplicate-example"))
        page.click("button:has-text('Repair it')")
        assert desk.send() == 1
        page.goto(desk.url("bulk?rule=natter"))
        page.click("button:has-text('All of these may stay')")
        assert desk.again(one).state is State.IGNORED
        page.click("button:has-text('Undo all')")
        assert desk.again(one).state is State.OPEN
        page.goto(desk.url())
        page.fill("input[name=page]", "lantern")
        page.click("button:has-text('Search')")
        assert "page=lantern" in page.url
        page.goto(desk.url("help"))
        page.click("button:has-text('Sign out')")
        assert "signed out" in page.inner_text("h1")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_for_everybody(desk: WebDesk, browser: Browser, look: str) -> None:
    """No sideways scrolling, nothing that axe-core finds fault with, nothing that the policy had to stop."""
    axe = AXE.read_text()
    with at(desk, browser, **LOOKS[look]) as page:
        press(page, "s")
        for path in (*PAGES, f"finding/{desk.found('lone-sub-example')[0].id}"):
            page.goto(desk.url(path))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            page.evaluate(axe)
            found = page.evaluate("axe.run(document)")["violations"]
            assert [(one["id"], [it["html"] for it in one["nodes"]]) for one in found] == [], path
            small = page.evaluate(SMALL_TARGETS)
            assert small == [], path


# Whatever is pressed to decide has to be large enough for a thumb.
SMALL_TARGETS = """[...document.querySelectorAll("main button, input, select, nav a")]
    .filter((one) => one.offsetParent && one.type !== "hidden" && !one.closest("label.tick"))
    .filter((one) => one.getBoundingClientRect().height < 40).map((one) => one.outerHTML)"""


def test_four_verdicts_stay_in_reach_on_a_phone(desk: WebDesk, browser: Browser) -> None:
    desk.page("Long", REPLY.replace("for four days", "for four days " * 150))
    desk.patrol()
    (one,) = [it for it in desk.found("natter") if it.title == "Long"]
    with at(desk, browser, **LOOKS["narrow"]) as page:
        page.goto(desk.url(f"finding/{one.id}"))
        boxes = [button.bounding_box() for button in page.query_selector_all(".verdicts .buttons button")]
        assert len(boxes) == 4
        assert all(box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 640 for box in boxes)
        assert len({round(box["y"]) for box in boxes if box is not None}) == 1


def test_nothing_moves_for_who_wants_no_motion(desk: WebDesk, browser: Browser) -> None:
    moves = "getComputedStyle(document.querySelector('main button')).transitionDuration"
    with at(desk, browser, reduced_motion="reduce") as page:
        assert page.evaluate(moves) == "0s"


def test_the_language_is_the_browsers(desk: WebDesk, browser: Browser) -> None:
    with at(desk, browser, locale="de-AT") as page:
        assert page.get_attribute("html", "lang") == "de"
        assert "Kein Fehler" in page.inner_text("main")
        assert page.get_attribute(".why span", "lang") == "en"
    with at(desk, browser, who="Wren", locale="fr-FR") as page:
        assert page.get_attribute("html", "lang") == "en"


def test_any_text_comes_through_as_text(desk: WebDesk, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = desk.found("natter")
    shown: list[str] = []
    monkeypatch.setattr(type(desk.wiki), "look", lambda *_: Look(1, lines_of(shown[-1]), "x"))
    with at(desk, browser) as page:

        @given(st.text(max_size=120) | st.sampled_from(HOSTILE))
        @settings(max_examples=60, deadline=None)
        def comes_through(text: str) -> None:
            shown.append(text)
            page.goto(desk.url(f"finding/{one.id}"))
            seen = page.evaluate("[...document.querySelectorAll('.line code')].map((one) => one.textContent)")
            expected = [terminal_escape(it) for it in text.split("\n")]
            assert seen == expected
            marked = page.evaluate("[...document.querySelectorAll('.line mark')].map((one) => one.textContent)")
            assert marked == [it for it in expected if it]
            assert page.evaluate("document.querySelectorAll('.lines *').length") == 4 * len(expected) + len(marked)

        comes_through()


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</code></div><a href='javascript:alert(1)'>x</a>",
    "&lt;b&gt; &amp;amp; {{ 7*7 }} {% raw %}",
    "\u202eevil\u2066\x00\x1b[31m",
    "]]><!--",
    "\U0001f600 \U0001f409 \u0301",
)


def lines_of(text: str) -> list[Line]:
    """Return a text as lines of a page, all of it marked."""
    rows = text.split("\n")
    return [Line(Kind.HIT, number, (Part(row, marked=True),) if row else ()) for number, row in enumerate(rows, 1)]


def test_a_hostile_page_does_nothing_to_who_looks_at_it(desk: WebDesk, browser: Browser) -> None:
    title = "Candles onmouseover=alert(1) 'x' \"y\" &amp;"
    desk.page(title, REPLY.replace("good candles", " ".join(HOSTILE)), by='"><script>alert(2)</script>'[:40])
    desk.patrol()
    found = [one for one in desk.found() if one.title == title]
    assert found
    with at(desk, browser) as page:
        dialogs: list[str] = []

        def opened(dialog: Any) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", opened)
        for one in found:
            page.goto(desk.url(f"finding/{one.id}"))
            assert page.inner_text("h1 bdi") == title
        for path in ("log", f"page?title={title}", "?page=onmouseover"):
            page.goto(desk.url(path))
        assert dialogs == []
        assert page.evaluate("document.querySelectorAll('script').length") == 1


def test_the_script_is_small() -> None:
    static = files("linterbot.web") / "static" / "desk.js"
    assert len(static.read_bytes()) < 5_000
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|eval\(|document\.write|https?://", static.read_text())
