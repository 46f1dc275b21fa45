"""What can go wrong between the bot and a real MediaWiki, and what the bot does then; docs/conduct.md lists it all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linterbot.bot.writing import settle
from linterbot.config import reader as config
from linterbot.daemon import work
from linterbot.errors import WikiError
from linterbot.ledger import action_queries, actions, cursor, open_ledger, pauses
from linterbot.wiki.mediawiki import connection, login
from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot.wiki.protocol import Refused, Save, Saved
from tests.conftest import ROOT
from tests.contract.bot import ONCE, TWICE, Bot, begin_now, configuration, fixed
from tests.contract.conftest import SECRET, Lab, SwitchedOn, log_out
from tests.contract.proxy import Proxy, Trouble, proxy

pytestmark = pytest.mark.mediawiki


@pytest.fixture
def lab(mediawiki_lab: Lab) -> Lab:
    return mediawiki_lab


@pytest.fixture
def line(lab: Lab) -> Iterator[Proxy]:
    with proxy(lab.api) as one:
        yield one


@pytest.fixture
def on_the_line(bot: Bot, line: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """A bot that reaches the wiki only through the proxy."""
    monkeypatch.setattr(connection, "_WAITS", (0.0,))
    monkeypatch.setattr(login, "_RETRY_WAIT", 0)
    monkeypatch.setattr(settle, "_SETTLING", timedelta())
    wiki = MediaWiki("line", line.api, "LinterBot", SECRET, "tests@localhost", tmp_path / "line")
    wiki.site()
    bot.context = replace(bot.context, wiki=wiki)
    bot.set(overlap_seconds=0)  # so that it ignores what earlier tests left on the wiki
    cursor.advance(bot.context.ledger, wiki.now())
    return bot


def states(bot: Bot, title: str) -> list[str]:
    """Return the states of the writes to a page, oldest first."""
    return [str(one.state) for one in actions.find(bot.context.ledger) if one.title == title]


def all_is_as_it_should_be(bot: Bot, title: str) -> None:
    """Assert that the bot fixed a page in one edit, and that the ledger has it."""
    bot.patrol()
    bot.patrol()
    pauses.resume(bot.context.ledger, "")
    bot.patrol()
    assert bot.text(title) == ONCE
    assert bot.edits_by_us(title) == 1
    assert len(action_queries.done_on(bot.context.ledger, title)) == 1
    assert actions.in_state(bot.context.ledger, (*actions.UNSETTLED, *actions.WAITING)) == []


LOST_AFTER = [
    Trouble(reaches=True),
    *(Trouble(status=status, reaches=True) for status in (500, 502, 503, 504)),
    Trouble(status=200, body=b"<html>It works!</html>", reaches=True),
    Trouble(status=200, body=b"", reaches=True),
    Trouble(status=200, body=b'{"edit": {"result": "Succ', reaches=True),
    Trouble(status=200, body=b'{"edit": {"result": "Success", "newrevid": "many"}}', reaches=True),
    Trouble(status=200, body=b"[]", reaches=True),
]
LOST_BEFORE = [replace(one, reaches=False) for one in LOST_AFTER]


@pytest.mark.parametrize("trouble", [*LOST_AFTER, *LOST_BEFORE], ids=lambda one: f"{one.status}-{one.reaches}")
def test_a_lost_answer_is_read_back_and_the_edit_is_done_once(on_the_line: Bot, line: Proxy, trouble: Trouble) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(replace(trouble, match=title.replace(" ", "+") + "&text"))
    bot.patrol()
    assert states(bot, title) == ["unknown"]
    token = actions.in_state(bot.context.ledger, actions.UNSETTLED)[0].token
    all_is_as_it_should_be(bot, title)
    assert action_queries.done_on(bot.context.ledger, title)[0].token == token


def test_a_lost_answer_on_a_talk_page_is_not_posted_twice(on_the_line: Bot, line: Proxy) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.set(talk=("duplicate-example",), rules={})
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(Trouble(match="title=Talk", status=504, reaches=True))
    for _ in range(3):
        bot.patrol()
    assert bot.text(f"Talk:{title}").count("A few things to look at") == 1
    assert bot.edits_by_us(f"Talk:{title}") == 1


def test_an_answer_that_is_always_lost_is_given_up_and_reported(on_the_line: Bot, line: Proxy) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(Trouble(match=f"title={title.replace(' ', '+')}&", status=502, times=50))
    rounds = []
    for _ in range(13):
        rounds.append(bot.patrol())
        pauses.resume(bot.context.ledger, "")
    assert states(bot, title) == ["refused"]
    assert "the wiki refused the edit" in bot.report
    refused = [reason for done in rounds for page, reason in done.refused if page == title]
    assert refused == ["sent 10 times without an answer that says anything"]
    assert bot.text(title) == TWICE


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 60), ({"Retry-After": "90"}, 90), ({"Retry-After": "999999"}, 3600), ({"Retry-After": "soon"}, 60)],
)
def test_too_many_requests_pauses_the_wiki_for_as_long_as_it_asks_up_to_a_cap(
    on_the_line: Bot, line: Proxy, headers: dict[str, str], seconds: int
) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(Trouble(status=429, headers=headers))
    bot.patrol()
    assert (states(bot, title), line.edits) == (["not sent"], 1)
    (pause,) = pauses.of_wiki(bot.context.ledger, bot.context.wiki.now())
    waits = datetime.fromisoformat(pause.until) - datetime.fromisoformat(pause.since)
    assert waits == timedelta(seconds=seconds)
    assert {hold.guard for _, hold in bot.patrol().held} == {"pause"}
    assert line.edits == 1
    pauses.resume(bot.context.ledger, "")
    bot.patrol()
    assert bot.text(title) == ONCE


def test_a_server_error_that_asks_for_time_gets_it(on_the_line: Bot, line: Proxy) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(Trouble(status=503, headers={"Retry-After": "300"}, reaches=True))
    bot.patrol()
    assert states(bot, title) == ["unknown"]
    (pause,) = pauses.of_wiki(bot.context.ledger, bot.context.wiki.now())
    assert datetime.fromisoformat(pause.until) - datetime.fromisoformat(pause.since) == timedelta(seconds=300)
    assert line.edits == 1
    all_is_as_it_should_be(bot, title)


@pytest.mark.parametrize(
    ("trouble", "value", "words"),
    [("maxlag", "30", "maxlag"), ("readonly", "moving house", "moving house"), ("ratelimit", "0", "ratelimited")],
)
def test_a_wiki_that_takes_no_edits_for_a_while_is_left_alone(
    on_the_line: Bot, line: Proxy, switched_on: SwitchedOn, trouble: str, value: str, words: str
) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    with switched_on(trouble, value):
        rounds = [bot.patrol() for _ in range(3)]
    assert line.edits <= 1
    assert any(words in hold.reason for done in rounds for _, hold in done.held)
    assert bot.text(title) == TWICE
    all_is_as_it_should_be(bot, title)


@pytest.mark.parametrize("words", ["lab-filter-warns", "lab-filter-disallows"])
def test_what_a_filter_refuses_or_warns_of_is_final_for_that_finding_and_reported(
    on_the_line: Bot, line: Proxy, words: str
) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.set(templates={"duplicate-example": f"Cleanup|{words}"}, rules={})
    bot.lab.actors.edit(title, TWICE)
    done = bot.patrol()
    assert states(bot, title) == ["refused"]
    bot.lab.actors.edit(title, f"{TWICE}\n* More.")
    again = bot.patrol()
    assert line.edits == 1 + done.report_saved + again.report_saved
    assert [hold.guard for held, hold in again.held if held == title] == ["previously-refused"]
    assert bot.text(title) == f"{TWICE}\n* More."


def test_blacklists_refuse_permanently(bot: Bot) -> None:
    title, actors = bot.lab.title(), bot.lab.actors
    actors.edit("MediaWiki:Spam-blacklist", r"spam-lab\.test")
    actors.edit("MediaWiki:Titleblacklist", ".*forbidden-in-the-lab.* <casesensitive>")
    base = actors.edit(title, "text")
    spam = bot.context.wiki.save(Save(title, "text https://www.spam-lab.test/ here", "s", base))
    assert isinstance(spam, Refused), spam
    assert "spamblacklist" in spam.code
    forbidden = bot.context.wiki.save(Save(f"{title} forbidden-in-the-lab", "text", "s", None))
    assert isinstance(forbidden, Refused), forbidden


def test_a_protected_page_is_not_tried(on_the_line: Bot, line: Proxy) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    bot.lab.actors.protect(title, "sysop")
    done = bot.patrol()
    assert [hold.guard for held, hold in done.held if held == title] == ["protection"]
    assert line.edits == done.report_saved


def test_a_bad_token_is_renewed_and_the_edit_done_once(on_the_line: Bot, line: Proxy) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(Trouble(status=200, body=b'{"error": {"code": "badtoken", "info": "Invalid CSRF token."}}'))
    assert title in fixed(bot.patrol())
    assert bot.edits_by_us(title) == 1


def test_a_wrong_password_is_tried_once_and_never_in_a_loop(
    lab: Lab, line: Proxy, here: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LINTERBOT_PASSWORD_LAB", "lint:ffffffffffffffffffffffffffffffff")
    parsed = config.parse(configuration(lab, line.api), here / "config.yaml")
    assert work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event()) is False
    assert line.logins == 1
    assert "not trying again until the daemon is restarted" in caplog.text


@pytest.mark.parametrize("match", ["action=query", "action=edit"])
def test_a_session_lost_before_a_read_or_a_write_is_renewed(on_the_line: Bot, line: Proxy, match: str) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    answer = b'{"error": {"code": "assertnameduserfailed", "info": "You are no longer logged in."}}'
    line.troubles.append(Trouble(match=match, status=200, body=answer, meanwhile=lambda: log_out(bot.context.wiki)))
    for _ in range(2):
        try:
            bot.patrol()
        except WikiError:
            continue  # a read that fails ends the round, and the next one does its work
    assert bot.text(title) == ONCE
    assert bot.edits_by_us(title) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        *(Trouble("action=query", status=status, times=1000) for status in (500, 502, 503, 504, 429)),
        Trouble("action=query", status=200, body=b"<html>", times=1000),
        Trouble("action=query", status=200, times=1000),
        Trouble("action=query", times=1000),
    ],
    ids=lambda one: f"{one.status}-{len(one.body)}",
)
def test_a_wiki_that_cannot_be_read_ends_the_round_and_loses_nothing(
    on_the_line: Bot, line: Proxy, trouble: Trouble
) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(replace(trouble))
    with pytest.raises(WikiError):
        bot.patrol()
    assert line.edits == 0
    line.troubles.clear()
    all_is_as_it_should_be(bot, title)


@pytest.mark.parametrize("match", ["Stop", "dbrepllag"])
def test_a_stop_page_that_cannot_be_read_stops(on_the_line: Bot, line: Proxy, match: str) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    line.troubles.append(Trouble(match, status=500, times=1000))
    done = bot.patrol()
    assert {hold.reason for _, hold in done.held} == {"the stop page cannot be read"}
    assert line.edits == 0


def test_another_host_is_never_followed(on_the_line: Bot, line: Proxy) -> None:
    bot, title = on_the_line, on_the_line.lab.title()
    bot.lab.actors.edit(title, TWICE)
    with proxy(bot.lab.api) as elsewhere:
        to = {"Location": elsewhere.api.replace("127.0.0.1", "localhost")}
        line.troubles.append(Trouble("action=query", status=302, headers=to, times=1000))
        with pytest.raises(WikiError):
            bot.patrol()
        line.troubles[:] = [Trouble("action=edit", status=307, headers=to)]
        bot.patrol()
        assert elsewhere.requests == 0
    assert states(bot, title) == ["unknown"]


def start(lab: Lab, folder: Path, minutes: int = 0, wrong_by: int = 0) -> subprocess.Popen[str]:
    """Start a round in a process of its own, as cron would; each folder stands for a machine."""
    if not (folder / "config.yaml").exists():
        (folder / "config.yaml").write_text(configuration(lab, minutes=minutes))
        begin_now(lab, folder)
    program = "tests.contract.wrong_clock" if wrong_by else "linterbot"
    command = [sys.executable, "-m", program, "patrol", "--once"]
    own = {**os.environ, "LINTERBOT_PASSWORD_LAB": SECRET, "PYTHONPATH": str(ROOT), "WRONG_BY": str(wrong_by)}
    return subprocess.Popen(command, cwd=folder, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ours(lab: Lab, title: str) -> int:
    return sum(one.user == "LinterBot" for one in lab.wiki.history(title, 0))


def test_two_daemons_at_once_write_everything_once(lab: Lab, tmp_path: Path) -> None:
    titles = [lab.title() for _ in range(3)]
    for title in titles:
        lab.actors.edit(title, TWICE)
    ended = [one.communicate(timeout=120)[0] for one in [start(lab, tmp_path) for _ in range(3)]]
    assert any("fixed (duplicate-example)" in output for output in ended), ended
    for output in ended:
        assert "changes, " in output or "another linterbot is writing to this wiki" in output, output
    assert [ours(lab, title) for title in titles] == [1, 1, 1]
    assert {page.text for page in lab.wiki.pages(titles)} == {ONCE}


@pytest.mark.parametrize("hours", [1, -1])
def test_a_machine_whose_clock_is_an_hour_wrong_does_the_same(lab: Lab, tmp_path: Path, hours: int) -> None:
    title = lab.title()
    lab.actors.edit(title, TWICE)
    for name, minutes, left in (("patient", 30, TWICE), ("hasty", 0, ONCE)):
        (tmp_path / name).mkdir()
        output, _ = start(lab, tmp_path / name, minutes, wrong_by=3600 * hours).communicate(timeout=120)
        assert ("edited less than 30 min ago" in output) is (minutes == 30), output
        assert lab.wiki.pages([title])[0].text == left, output
    ledger = open_ledger(f"sqlite:///{tmp_path / 'hasty' / 'state' / 'ledger.sqlite'}", "lab")
    (done,) = action_queries.done_on(ledger, title)
    ledger.close()
    off = datetime.fromisoformat(done.at) - datetime.fromisoformat(lab.wiki.now())
    assert abs(off) < timedelta(minutes=1)


def test_an_account_that_may_bypass_the_spam_blacklist_does_not(bot: Bot, tmp_path: Path) -> None:
    title, actors = bot.lab.title(), bot.lab.actors
    actors.edit("MediaWiki:Spam-blacklist", r"spam-lab\.test")
    base = actors.edit(title, "text")
    secret = SECRET.replace("lint:", "wide:")
    wiki = MediaWiki("wide", bot.lab.api, "LinterBot", secret, "tests@localhost", tmp_path / "wide")
    assert "sboverride" in wiki._session.token()[1]
    spam = wiki.save(Save(title, "text https://www.spam-lab.test/ here", "s", base))
    assert isinstance(spam, Refused), spam
    assert "spam-lab.test" in spam.reason
    fine = wiki.save(Save(title, "text https://www.fine-lab.test/ here", "s", base))
    assert isinstance(fine, Saved), fine
    actors.edit("MediaWiki:Spam-blacklist", r"fine-lab\.test")  # a link that was there before is no reason to refuse
    assert isinstance(wiki.save(Save(title, "other text https://www.fine-lab.test/", "s", fine.revision)), Saved)
    actors.edit("MediaWiki:Spam-blacklist", r"spam-lab\.test")
