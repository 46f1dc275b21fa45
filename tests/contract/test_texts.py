"""Everything that the bot says on a wiki comes from texts.yaml, so that a pack can say it in another language."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from linterbot.model import Mode
from linterbot.rulebook import packs
from tests.conftest import ROOT
from tests.contexts import InProcess, linter, texts_of
from tests.contract.bot import REPLY, TWICE, Bot

_TEXTS = yaml.safe_load((ROOT / "rules" / "common" / "texts.yaml").read_text(encoding="utf-8"))
# What is not said to anybody: the wiki's own signature, addresses, marks for machines and the names of rules.
_MACHINES = re.compile(
    "|".join(
        (
            r"\[\[User:LinterBot\|.*?\(UTC\)|~~~~",
            r"https?://\S+|\[\[[^]|]*\|?|\{\{[^}]*\}\}",
            r"<!--.*?-->|</?\w+[^>]*>|\[linterbot \w+\]|__NOTOC__",
            r"\b[0-9a-f]{8}\b",  # the name of a round
            r"\b(?:linterbot|natter|duplicate-example)\b",
        )
    )
)


@pytest.fixture
def wordless(bot: Bot, tmp_path: Path) -> Bot:
    """A bot whose texts are all “§”, and so are the messages of its rules."""
    (tmp_path / "texts.yaml").write_text(yaml.safe_dump(dict.fromkeys(_TEXTS, "§")), encoding="utf-8")
    rules = tuple(replace(one, message="§") for one in packs.load("tropedia", [tmp_path]))
    pool = InProcess(linter(bot.lab.wiki, rules))
    bot.set(
        mode=Mode.SUGGEST,
        talk=("natter",),
        templates={"natter": "Natter"},
        message_authors=("natter",),
        newcomer_edits=0,
    )
    bot.context = replace(bot.context, texts=texts_of(bot.context.settings, tmp_path), pool=pool)
    return bot


def words_said(bot: Bot, title: str) -> set[str]:
    """Return the words that the bot's newest edit of a page says to people; the names of rules are no words."""
    history = bot.lab.wiki.history(title, 0)
    newest = max((one for one in history if one.user == bot.context.settings.user), key=lambda one: one.revision)
    new = bot.lab.wiki.texts([newest.revision, newest.parent] if newest.parent else [newest.revision])
    texts = {page.revision: page.text for page in new}
    added = texts[newest.revision].replace(texts.get(newest.parent, ""), "")
    assert "§" in f"{added}{newest.comment}", title
    return set(re.findall(r"[^\W\d]+", _MACHINES.sub(" ", f"{added}\n{newest.comment}")))


def test_without_texts_the_bot_says_nothing_in_any_language(wordless: Bot) -> None:
    bot, title, fixed = wordless, wordless.lab.title(), wordless.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.lab.actors.edit(fixed, TWICE)
    bot.patrol()
    author = bot.lab.wiki.history(title, 0)[0].user
    for page in (bot.context.settings.report_page, f"Talk:{title}", f"User talk:{author}", title):
        assert words_said(bot, page) == set(), page
    assert words_said(bot, fixed) - set(re.findall(r"\w+", TWICE)) == set()
