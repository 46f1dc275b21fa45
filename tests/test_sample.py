"""Every rule of its pack finds something on the sample wiki, so that a person can see each at work."""

from __future__ import annotations

from pathlib import Path

import pytest

import linterbot
from linterbot.lint.linter import licence_categories, lint_page, read_page, wanted_facts
from linterbot.model import Markup
from linterbot.rulebook import packs
from linterbot.wiki.facts import fetch
from linterbot.wiki.sandbox.people import Person
from linterbot.wiki.sandbox.wiki import Sandbox

SAMPLE = Path(linterbot.__file__).parent / "sample" / "wiki.xml"
RULES = packs.load("tropedia")
ELSEWHERE = {"missing-folder-control"}  # needs TV Tropes markup, which MediaWiki does not have


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    path = tmp_path_factory.mktemp("sample") / "sandbox.sqlite"
    person = Person(path, "PassingReader")
    person.load(SAMPLE)
    person.edit("Straight From the Press", "{{trope}}\nA newspaper knows it before the people in it do.")
    wiki = Sandbox(path, "sample", "LinterBot")
    titles = {change.title for change in wiki.changes("2000-01-01T00:00:00Z").changes}
    names: set[str] = set()
    for page in wiki.pages(titles):
        document = read_page(page, Markup.MEDIAWIKI, wiki.site().names)
        facts = fetch(wiki, [wanted_facts(document, RULES)], licence_categories(RULES))
        names |= {one.name for one in lint_page(document, RULES, facts).findings}
    return names


@pytest.mark.parametrize("rule", sorted({rule.name for rule in RULES} - ELSEWHERE))
def test_every_rule_finds_something_on_the_sample_wiki(found: set[str], rule: str) -> None:
    assert rule in found
