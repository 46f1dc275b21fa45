"""The button on the edit form of a real MediaWiki: an anonymous editor, a real browser, and no server behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from linterbot.browser import gadget
from linterbot.browser.asked_wiki import SETTINGS_PAGE
from linterbot.errors import RuleError
from linterbot.yaml_text import load
from tests.browser_page import PATIENCE, findings, ready, served, visitor
from tests.conftest import ROOT
from tests.contract.conftest import Lab, SwitchedOn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.mediawiki
ROPEWALK = "* Ropewalk: Mother Ansel counts the candles twice before she sleeps.\n"
OLD = f"{{{{work}}}}\n{{{{tropelist}}}}\n{ROPEWALK}{{{{reflist}}}}\n[[Category:Theatre]]\n"
NATTER = "** To be fair, they were good candles, though.\n"
DASH = "* [[Locked Room]] - The clockmaker lies dead behind a bolted door.\n"
NEW = OLD.replace("{{reflist}}", f"{NATTER}{DASH}{{{{reflist}}}}")
COMMON = "MediaWiki:Common.js"
BOX = "$('#wpTextbox1')"
RULE = (ROOT / "linterbot" / "browser" / "site" / "sample-rule.yaml").read_text()


@pytest.fixture
def address(mediawiki_lab: Lab, try_page: Path, tmp_path: Path) -> Iterator[str]:
    """The page at work, with its button on the edit forms of the wiki."""
    with served(try_page, tmp_path) as one:
        script = (tmp_path / "page" / gadget.SCRIPT).read_text()
        mediawiki_lab.actors.edit(COMMON, script)
        yield one
        mediawiki_lab.actors.edit(COMMON, "// nothing")


@pytest.fixture
def context(mediawiki_lab: Lab, address: str, browser: Browser) -> Iterator[BrowserContext]:
    with visitor(browser, urlsplit(address).netloc, urlsplit(mediawiki_lab.api).netloc) as one:
        yield one


def edit_form(lab: Lab, context: BrowserContext, title: str) -> Page:
    form = context.new_page()
    form.goto(f"{lab.api.removesuffix('api.php')}index.php?title={title.replace(' ', '_')}&action=edit")
    form.wait_for_selector("#linterbot")
    return form


def pressed(context: BrowserContext, form: Page) -> Page:
    """Press the button, and return the page that it opens."""
    with context.expect_page() as opened:
        form.click("#linterbot")
    return opened.value


def listed(form: Page, name: str) -> Locator:
    """Return the finding beside the edit box that a rule made."""
    return form.locator("#linterbot + [role=status] li", has_text=name)


def test_an_anonymous_editor_checks_repairs_and_saves(mediawiki_lab: Lab, context: BrowserContext) -> None:
    title = mediawiki_lab.title()
    mediawiki_lab.actors.edit(title, OLD)
    form = edit_form(mediawiki_lab, context, title)
    form.fill("#wpTextbox1", NEW)
    tab = pressed(context, form)
    listed(form, "dash-for-colon").wait_for()
    assert listed(form, "natter").count() == 1
    assert tab.locator("#from-wiki").is_visible()
    listed(form, "dash-for-colon").get_by_role("button", name="Line 5").click()
    begin, end = form.evaluate("[wpTextbox1.selectionStart, wpTextbox1.selectionEnd]")
    assert NEW[begin:end].strip() == "-"
    listed(form, "dash-for-colon").get_by_role("button", name="Repair").click()
    listed(form, "dash-for-colon").wait_for(state="detached")
    repaired = NEW.replace("]] - ", "]]: ")
    assert form.input_value("#wpTextbox1") == repaired
    form.focus("#wpTextbox1")
    form.keyboard.press("Control+z")
    assert form.input_value("#wpTextbox1") == NEW
    form.click("#linterbot")  # the tab is used again: nothing is loaded, and nobody has to come back
    listed(form, "dash-for-colon").wait_for()
    assert len(context.pages) == 2
    listed(form, "dash-for-colon").get_by_role("button", name="Repair").click()
    listed(form, "dash-for-colon").wait_for(state="detached")
    form.click("#wpSave")
    form.wait_for_selector("#firstHeading")
    (page,) = mediawiki_lab.wiki.pages([title])
    assert page.text == repaired.rstrip()


def test_what_was_there_before_is_folded_and_a_preview_changes_nothing(
    mediawiki_lab: Lab, context: BrowserContext
) -> None:
    title = mediawiki_lab.title()
    mediawiki_lab.actors.edit(title, OLD.replace("{{reflist}}", f"{NATTER}{{{{reflist}}}}"))
    form = edit_form(mediawiki_lab, context, title)
    form.fill("#wpTextbox1", NEW)
    pressed(context, form)
    listed(form, "dash-for-colon").wait_for()
    assert not listed(form, "natter").is_visible()
    form.get_by_text("On older lines").click()
    assert listed(form, "natter").is_visible()
    form.click("#wpPreview")
    form.wait_for_selector("#wikiPreview :text('Locked Room')")
    form.wait_for_selector("#linterbot")
    form.click("#linterbot")
    listed(form, "dash-for-colon").wait_for()
    assert not listed(form, "natter").is_visible()
    assert len(context.pages) == 2


def test_everything_is_new_on_a_new_page_after_a_preview_too(mediawiki_lab: Lab, context: BrowserContext) -> None:
    form = edit_form(mediawiki_lab, context, mediawiki_lab.title())
    form.fill("#wpTextbox1", NEW)
    form.click("#wpPreview")
    form.wait_for_selector("#wikiPreview :text('Locked Room')")
    form.wait_for_selector("#linterbot")
    pressed(context, form)
    listed(form, "natter").wait_for()
    assert listed(form, "dash-for-colon").is_visible()
    assert form.get_by_text("On older lines").count() == 0


def test_an_editor_that_hides_the_text_area(mediawiki_lab: Lab, context: BrowserContext) -> None:
    """CodeMirror and its like answer for the text area through jquery.textSelection, and so does this one."""
    form = edit_form(mediawiki_lab, context, mediawiki_lab.title())
    form.evaluate(
        """text => { const shown = { text, start: 0, end: 0 }; window.shown = shown;
        $('#wpTextbox1').hide().textSelection('register', {
          getContents: () => shown.text, setSelection: ({start, end}) => Object.assign(shown, {start, end}),
          scrollToCaretPosition() {}, replaceSelection(words) {
            shown.text = shown.text.slice(0, shown.start) + words + shown.text.slice(shown.end); } }); }""",
        NEW,
    )
    pressed(context, form)
    listed(form, "dash-for-colon").get_by_role("button", name="Repair").click()
    listed(form, "dash-for-colon").wait_for(state="detached")
    assert form.evaluate("shown.text") == NEW.replace("]] - ", "]]: ")


def test_the_source_mode_of_visual_editor(mediawiki_lab: Lab, context: BrowserContext, switched_on: SwitchedOn) -> None:
    title = mediawiki_lab.title()
    old = OLD.replace("{{reflist}}", "** 🎭 q\N{COMBINING TILDE} To be fair, though.\n{{reflist}}")
    new = old.replace("{{reflist}}", f"{DASH}{{{{reflist}}}}")
    mediawiki_lab.actors.edit(title, old)
    with switched_on("visual-editor", ""):
        form = context.new_page()
        form.goto(f"{mediawiki_lab.api.removesuffix('api.php')}index.php?title={title}&veaction=editsource")
        form.get_by_role("button", name="Start editing").click()
        form.wait_for_selector("#linterbot")
        form.evaluate(f"text => {{ {BOX}.textSelection('setContents', text); }}", new)
        pressed(context, form)
        listed(form, "dash-for-colon").wait_for()
        assert listed(form, "natter").count() == 1
        assert not listed(form, "natter").is_visible()
        listed(form, "dash-for-colon").get_by_role("button", name="Line 5").click()
        form.wait_for_function("getSelection().toString().trim() === '-'")
        listed(form, "dash-for-colon").get_by_role("button", name="Repair").click()
        listed(form, "dash-for-colon").wait_for(state="detached")
        form.wait_for_function(f"{BOX}.textSelection('getContents').includes('[[Locked Room]]: The')")
        form.keyboard.press("Control+z")
        form.wait_for_function(f"{BOX}.textSelection('getContents').includes('[[Locked Room]] - The')")
        form.keyboard.press("Control+y")
        form.get_by_role("button", name="Save changes…").click()
        form.get_by_role("button", name="Save changes", exact=True).click()
        form.wait_for_selector("#linterbot", state="detached")
    (page,) = mediawiki_lab.wiki.pages([title])
    assert page.text == new.replace("]] - ", "]]: ").rstrip()


def test_a_blocked_window_and_a_cut_tie_are_told(mediawiki_lab: Lab, context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    form = edit_form(mediawiki_lab, context, mediawiki_lab.title())
    form.fill("#wpTextbox1", NEW)
    form.evaluate("window.open = () => null")
    form.click("#linterbot")
    told = form.locator("#linterbot + [role=status]")
    assert "The browser blocked it." in told.inner_text()
    assert told.get_by_role("link", name="Open it").get_attribute("href") == address
    told.get_by_role("button", name="Copy the text").click()
    assert form.evaluate("navigator.clipboard.readText()") == NEW
    form.clock.install()
    form.evaluate("window.open = () => ({ closed: false, postMessage() {} })")  # as if the tie were cut
    form.click("#linterbot")
    form.clock.fast_forward(PATIENCE)
    assert "It does not answer." in told.inner_text()


def test_nobody_but_the_page_and_the_form_is_heard(mediawiki_lab: Lab, context: BrowserContext, address: str) -> None:
    form = edit_form(mediawiki_lab, context, mediawiki_lab.title())
    form.fill("#wpTextbox1", NEW)
    tab = pressed(context, form)
    listed(form, "dash-for-colon").wait_for()
    form.evaluate(
        "postMessage({ linterbot: 1, was: wpTextbox1.value, edit: { start: 0, end: 9, words: 'gone' } }, '*')"
    )
    other = context.new_page()
    other.goto(address)
    other.evaluate("postMessage({ linterbot: 1, do: 'check', text: 'not asked for' }, '*')")
    tab.evaluate("postMessage({ linterbot: 1, do: 'check', text: 'not asked for' }, '*')")
    form.click("#linterbot")
    listed(form, "dash-for-colon").wait_for()
    assert form.input_value("#wpTextbox1") == NEW
    assert tab.input_value("#text") == NEW
    assert other.input_value("#text") == ""


def test_a_wiki_brings_its_own_rules(mediawiki_lab: Lab, context: BrowserContext) -> None:
    rule = load(RULE, "a rule", RuleError).content
    own = {"pack": "tropedia", "adjust": {"dash-for-colon": {"severity": "error"}}, "rules": {"recent": rule}}
    mediawiki_lab.actors.edit(SETTINGS_PAGE, json.dumps(own))
    form = edit_form(mediawiki_lab, context, mediawiki_lab.title())
    form.fill("#wpTextbox1", NEW.replace("candles twice", "candles twice, recently,"))
    tab = pressed(context, form)
    listed(form, "recent").wait_for()
    assert tab.locator(".of-error", has_text="dash-for-colon").count() == 1
    hanging = {**rule, "name": "hangs", "code": "WD591", "patterns": ["(a+)+b"]}
    mediawiki_lab.actors.edit(SETTINGS_PAGE, json.dumps({"rules": {"hangs": hanging, "recent": rule}}))
    tab.close()
    form.reload()
    form.fill("#wpTextbox1", NEW.replace("candles twice", f"candles twice, recently, {'a' * 5000} é,"))
    tab = pressed(context, form)
    tab.locator("#asked .wrong", has_text=f"{SETTINGS_PAGE} (hangs): takes more than 5 seconds").wait_for()
    listed(form, "recent").wait_for()  # and the wiki's other rules apply
    mediawiki_lab.actors.edit(SETTINGS_PAGE, json.dumps({"adjust": {"nater": {}}}))
    tab.close()
    form.reload()
    form.fill("#wpTextbox1", NEW)
    tab = pressed(context, form)
    tab.locator("#asked .wrong", has_text='unknown rule "nater"; did you mean "natter"?').wait_for()
    mediawiki_lab.actors.edit(SETTINGS_PAGE, "{}")


def test_files_are_looked_up_on_the_wiki(mediawiki_lab: Lab, context: BrowserContext, address: str) -> None:
    page = ready(context, address)
    page.fill("#text", NEW.replace("* Ropewalk", "[[File:No such picture.png|thumb]]\n* Ropewalk"))
    page.locator("#skipped", has_text="rules not checked").wait_for()
    assert "missing-file" not in findings(page)
    page.click("#wiki summary")
    page.fill("#api", "not an address")
    page.click("#ask")
    assert "This is not the address" in page.inner_text("#asked")
    page.fill("#api", mediawiki_lab.api)
    page.click("#ask")
    page.locator("#findings", has_text="missing-file").wait_for()
    page.fill("#api", mediawiki_lab.api.replace("api.php", "index.php"))
    page.click("#ask")
    page.locator("#asked", has_text="gives no usable answer").wait_for()


def test_the_button_is_small_and_old_browsers_could_read_it() -> None:
    script = (ROOT / "linterbot" / "browser" / "site" / gadget.SCRIPT).read_text()
    assert len(script.encode()) < 3000
    assert not re.search(r"=>|`|\b(?:let|const|class|async|await)\b|\.\.\.", script)
