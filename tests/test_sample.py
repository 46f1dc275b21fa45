"""Every rule of the sample wiki's pack fires on the sample wiki, so that a person can see each at work."""

from __future__ import annotations

from pathlib import Path

import pytest

import linterbot
from linterbot import packs
from linterbot.lint.linter import licence_categories, lint_page, read_page, wants
from linterbot.model import Markup
from linterbot.wiki.facts import fetch
from linterbot.wiki.sandbox import Sandbox
from linterbot.wiki.sandbox_people import Person

SAMPLE = Path(linterbot.__file__).parent / "sample" / "wiki.xml"
RULES = packs.load("tropedia")
ELSEWHERE = {"missing-folder-control"}  # a matter of TV Tropes' markup, which a MediaWiki does not have


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    path = tmp_path_factory.mktemp("sample") / "sandbox.sqlite"
    people = Person(path, "PassingReader")
    people.load(SAMPLE)
    people.edit("Straight From the Press", "{{trope}}\nA newspaper knows it before the people in it do.")
    wiki = Sandbox(path, "sample", "LinterBot")
    titles = {change.title for change in wiki.changes("2000-01-01T00:00:00Z").changes}
    names: set[str] = set()
    for page in wiki.pages(titles):
        document = read_page(page, Markup.MEDIAWIKI, wiki.site().names)
        facts = fetch(wiki, [wants(document, RULES)], licence_categories(RULES))
        names |= {one.name for one in lint_page(document, RULES, facts).findings}
    return names


@pytest.mark.parametrize("rule", sorted({rule.name for rule in RULES} - ELSEWHERE))
def test_the_rule_fires_on_the_sample_wiki(found: set[str], rule: str) -> None:
    assert rule in found
