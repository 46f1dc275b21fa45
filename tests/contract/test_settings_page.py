"""The page of settings on a wiki: read before each round, whatever it is written in, and told of when it is wrong."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from linterbot.ledger import findings, key_values
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from tests.contract.actors import MediaWikiActors
from tests.contract.bot import REPLY
from tests.contract.conftest import Lab
from tests.contract.test_web_desk import House


def save_json(lab: Lab, title: str, text: str) -> None:
    """Have an administrator save a page of JSON, which MediaWiki keeps as such."""
    if isinstance(lab.actors, MediaWikiActors):
        lab.actors.edit_as(title, text, "json")
    else:
        lab.actors.edit(title, text)


def test_a_page_of_json_is_read_as_it_is_stored(lab: Lab) -> None:
    title = f"{lab.title('Settings', 'User')}.json"
    assert lab.wiki.stored_page(title) is None
    save_json(lab, title, '{"mode": "shadow"}')
    page = lab.wiki.stored_page(title)
    assert page is not None
    assert json.loads(page.text) == {"mode": "shadow"}
    assert lab.wiki.stored_page("a|b") is None


def test_moderators_keep_a_rule_silent_without_a_shell(lab: Lab, tmp_path: Path) -> None:
    settings = f"{lab.title('Settings', 'User')}.json"
    house = House(tmp_path, lab)
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text().replace("    pack:", f'    settings-page: "{settings}"\n    pack:'))
    save_json(lab, settings, '{"rules": {"natter": "off"}, "thresholds": {"nater": 0.9}}')
    title = lab.title()
    house.human.edit(title, REPLY)
    house.run("patrol", password=True)
    report = next(line for line in config.read_text().splitlines() if "report-page" in line) if lab.api else ""
    page = report.partition('"')[2].partition('"')[0] or "User:LinterBot/Report"
    said = lab.wiki.pages([page])[0].text
    section = said.partition(f"== [[:{title}]] ==")[2].partition("\n== ")[0]
    assert "lone-sub-example" in section
    assert "(natter" not in section
    told = rf'{re.escape(settings)}:\d: unknown rule "nater"; did you mean "natter"\?'  # MediaWiki lays JSON out anew
    assert re.search(told, html.unescape(said))
    assert 'unknown rule "nater"' in house.run("doctor", password=True)
    with house.ledger() as ledger:
        assert "natter" in key_values.get(ledger, key_values.SETTINGS)
        assert {one.rule for one in findings.on_pages(ledger, Selection([State.OPEN]), [title])} >= {"natter"}
