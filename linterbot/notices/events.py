"""Finds out what has happened to the bot on a wiki that somebody has to hear of, and puts it into the outbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass

from linterbot.bot.opening import places
from linterbot.config.reader import wiki as wiki_of
from linterbot.config.sections import Config
from linterbot.desk.status import WikiStatus, wiki_status
from linterbot.ledger import key_values, notices, open_ledger
from linterbot.ledger.pauses import LINTERBOT
from linterbot.posts import texts as bot_texts

_FAILURES = 3  # rounds in a row without success before anybody is told; one may be a hiccup


@dataclass(frozen=True)
class Noticed:
    """What was known when the last round ended."""

    number: int = 0  # of the changes seen so far; makes each notice's key its own
    stopped: str = ""  # why nothing is written, "" if something is
    failed: str = ""  # why no round succeeds, "" if they do
    failures: int = 0  # rounds in a row without success
    rules: tuple[str, ...] = ()  # the rules that the bot stopped by itself


def note(config: Config, wiki: str, refused: bool, now: str) -> None:
    """Compare how the bot is doing with what was known, and put what is new into the outbox.

    `refused` says that the wiki does not accept the account, which is told at once.
    """
    if not config.notify:
        return
    name, settings = wiki_of(config, wiki)
    texts = bot_texts.load(settings.pack, [config.path(path) for path in config.rule_paths], places(settings))
    with closing(open_ledger(config.ledger_url, name)) as ledger:
        before = _read(key_values.get(ledger, key_values.NOTICED))
        status = wiki_status(ledger, settings, now)
        after = _after(before, status, refused)
        happened = list(_happened(before, after, status))
        for at, (event, rule, reason) in enumerate(happened):
            words = texts.plain(f"notice-{event}", wiki=name, rule=rule, reason=reason)
            notices.add(ledger, f"{before.number + at}", event, config.notify, words, now)
        value = asdict(after) | {"number": before.number + len(happened)}
        key_values.put(ledger, key_values.NOTICED, json.dumps(value))


def _read(value: str) -> Noticed:
    if not value:
        return Noticed()
    raw = json.loads(value)
    return Noticed(**raw | {"rules": tuple(raw["rules"])})


def _after(before: Noticed, status: WikiStatus, refused: bool) -> Noticed:
    paused = next((one.reason for one in status.pauses if not one.rule and not one.until), "")
    failures = before.failures + 1 if status.failed_by else 0
    failed = status.failed_by if refused or failures >= _FAILURES else ""
    rules = tuple(sorted(one.rule for one in status.pauses if one.rule and not one.until and one.who == LINTERBOT))
    return Noticed(stopped=status.stopped_by or paused, failed=failed, failures=failures, rules=rules)


def _happened(before: Noticed, after: Noticed, status: WikiStatus) -> Iterator[tuple[str, str, str]]:
    """Yield (event, rule, reason) for what somebody has to hear of."""
    if after.stopped and not before.stopped:
        yield "stopped", "", after.stopped
    if after.failed and not before.failed:
        yield "failed", "", after.failed
    for one in status.pauses:
        if one.rule in after.rules and one.rule not in before.rules:
            yield "rule-stopped", one.rule, one.reason
    was_ill = before.stopped or before.failed
    if was_ill and not (after.stopped or after.failed or after.failures):
        yield "well-again", "", before.stopped or before.failed
