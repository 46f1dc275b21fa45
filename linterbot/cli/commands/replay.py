"""`linterbot replay`: what the rules would have said of a wiki's past, and what people did about it by themselves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Whole
from linterbot.cli.waiting import waiting
from linterbot.errors import TargetError
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted
from linterbot.rulebook.rule import WHERE_LISTED
from linterbot.yaml_text import near

if TYPE_CHECKING:
    from linterbot.ledger.replays import Weak
    from linterbot.replay.fates import Story

_SECONDS = 600.0  # that one page's whole history may take


@click.command("replay")
@click.argument("export", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--history", is_flag=True, help="Also tell what became of each finding.")
@click.option("--rule", "only", help="Only this rule.")
@click.option("--years", type=Whole(1, 30), default=2, show_default=True, help="How far back from its last edit.")
@click.option("--jobs", type=Whole(1, 64), help="How many processes; by default as many as the machine has cores.")
@of_wiki
def command(
    export: Path, history: bool, only: str | None, years: int, jobs: int | None, name: str | None, config_path: Path
) -> Status:
    """Show what the wiki's rules would have said of the edits in EXPORT, which has to have the full history.

    A finding that somebody else than its author took away within thirty days counts as agreed (as confirmed if they
    made the very change that the bot proposes), one that outlived ten later edits of its section as tolerated. That is
    weaker evidence than what moderators decided: it is kept beside each rule's record, where `linterbot status` and the
    desk show it, and never added to it. Rules that need to know more than the page are left out.
    """
    from linterbot.config import reader as configuration
    from linterbot.config import wiki_rules
    from linterbot.desk.opening import open_desk
    from linterbot.ledger import replays
    from linterbot.lint.page_linter import PageLinter
    from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
    from linterbot.replay import replay
    from linterbot.worker_pool import WorkerPool

    config = configuration.load(config_path)
    with open_desk(config, name) as desk:
        rules = wiki_rules.load(config, desk.name)
        if only is not None and only not in {one.name for one in rules}:
            raise TargetError("--rule", f'unknown rule "{only}"', near(only, [one.name for one in rules], WHERE_LISTED))
        wanted = tuple(one for one in rules if only in (None, one.name))
        spaces = frozenset("" if one == "main" else one for one in desk.settings.namespaces)
        linter = PageLinter(wanted, MEDIAWIKI_NAMES)
        stories: list[Story] = []
        failed: list[str] = []
        pages = 0
        with waiting(f"replaying {terminal_escape(export.name)}"):
            since = replay.since(export, years)
            with WorkerPool(lambda: linter, jobs or os.cpu_count() or 1, _SECONDS) as pool:
                for told in replay.replay(export, pool, since, spaces):
                    pages += told.pages
                    stories += told.stories
                    failed += told.failed
        found = replay.counts(stories)
        if only is None and not failed:
            replays.keep(desk.ledger, found, desk_options.now())
    _print(_lines(found, pages, since))
    if history:
        _print(_stories(stories))
    for title in failed:
        click.echo(terminal_escape(f"{title}: could not be read, so nothing was kept"), err=True)
    return Status.FINDINGS if failed else Status.CLEAN


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(terminal_escape(line))


def _lines(found: Mapping[str, Weak], pages: int, since: str) -> Iterator[str]:
    yield f"{counted(pages, 'page')} with edits since {since[:10]}"
    if not found:
        yield "of no finding can it be told what people did about it"
        return
    width = max(len(rule) for rule in found)
    yield f"{'':{width}}  confirmed  agreed  tolerated  people agreed, 95 %"
    for rule, one in sorted(found.items(), key=lambda pair: (-pair[1].interval[0], pair[0])):
        low, high = one.interval
        yield f"{rule:{width}}  {one.confirmed:9,}  {one.agreed:6,}  {one.tolerated:9,}  {low:.0%} to {high:.0%}"


def _stories(stories: Iterable[Story]) -> Iterator[str]:
    from linterbot.replay.fates import in_order

    for one in in_order(stories):
        who = f" by {one.by}" if one.by else ""
        yield f"{one.rule}: {one.fate}{who} on {one.at[:10]}: {one.title}: {' '.join(one.words.split())}"
