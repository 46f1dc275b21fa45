"""`linterbot learn`: proposes what rules should weigh on a wiki, by what people decided there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.config_option import config_option
from linterbot.cli.waiting import waiting
from linterbot.errors import TargetError
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.rulebook.rule import WHERE_LISTED
from linterbot.yaml_text import near

if TYPE_CHECKING:
    from linterbot.bot.context import BotContext
    from linterbot.config.sections import Config
    from linterbot.learn.lessons import Lesson
    from linterbot.learn.proposal import Proposal, TooFew
    from linterbot.rulebook.rule import Rule


@click.command("learn")
@click.argument("wiki", required=False)
@click.option("--rule", "only", help="Learn for this rule only.")
@click.option(
    "--history",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="EXPORT",
    help="Learn from a full-history export instead: what experienced editors took away, and what outlived many edits.",
)
@click.option("--write", is_flag=True, help="Write what is proposed into the configuration.")
@config_option
def command(wiki: str | None, only: str | None, history: Path | None, write: bool, config_path: Path) -> Status:
    """Propose thresholds and weights for WIKI, for the rules that weigh evidence (natter, zero-context-example).

    What people approved, rejected or let stay decides, and what they took back or put right. The figures come from
    pages that were not learned from. Nothing changes without --write. The exit status is 1 if there is too little to
    learn from.
    """
    from linterbot.bot.opening import open_bot
    from linterbot.config import reader as configuration
    from linterbot.learn.proposal import Proposal, propose, weighs

    _needed()
    config = configuration.load(config_path)
    _refuse_unknown(config, wiki, only)
    proposals: list[Proposal] = []
    with open_bot(config, wiki, dry_run=True) as context:
        rules = [rule for rule in context.rules if weighs(rule) and only in (None, rule.name)]
        if not rules:
            raise TargetError("--rule", f'"{only}" weighs no evidence', "natter and zero-context-example do")
        for rule in rules:
            with waiting(f"learning for {rule.name}"):
                lessons = _from_history(history, rule, context) if history else _from_verdicts(rule, context)
                outcome = propose(rule, lessons)
            _print(_lines(outcome, history))
            proposals += [outcome] if isinstance(outcome, Proposal) else []
        name = context.ledger.wiki
    if write and proposals:
        _write(config_path, name, proposals)
    return Status.CLEAN if proposals else Status.FINDINGS


def _needed() -> None:
    """Make sure that what learning needs is there; raises TargetError."""
    if find_spec("sklearn") is None:
        raise TargetError("learn", "scikit-learn is missing", 'install "linterbot[learn]"')


def _refuse_unknown(config: Config, wiki: str | None, only: str | None) -> None:
    """Raise TargetError for a rule that the wiki does not have."""
    from linterbot.config import reader, wiki_rules

    known = [rule.name for rule in wiki_rules.load(config, reader.wiki(config, wiki)[0])]
    if only is not None and only not in known:
        raise TargetError("--rule", f'unknown rule "{only}"', near(only, known, WHERE_LISTED))


def _from_verdicts(rule: Rule, context: BotContext) -> list[Lesson]:
    from linterbot.learn import verdicts

    return list(verdicts.lessons(context.wiki, context.ledger, rule))


def _from_history(export: Path, rule: Rule, context: BotContext) -> list[Lesson]:
    from linterbot.learn.history import lessons

    return list(lessons(export, rule, context.site.names))


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(terminal_escape(line))


def _lines(outcome: Proposal | TooFew, history: Path | None) -> Iterator[str]:
    from linterbot.learn import adjust
    from linterbot.learn.proposal import FEWEST, TooFew

    source = f"weak labels from {history.name}" if history else "verdicts"
    yield f"{outcome.rule}: {source}: {outcome.faults} say fault, {outcome.others} say none"
    if isinstance(outcome, TooFew):
        yield f"  too few: {FEWEST} of each kind are needed"
        return
    yield f"  now:      {outcome.before.in_words()}"
    yield f"  proposed: {outcome.after.in_words()} (each page by what others taught)"
    for words, before, after in outcome.strata:
        yield f"    {words}: now {before.in_words()}; proposed {after.in_words()}"
    yield "  under `adjust:` in the configuration, which --write does:"
    yield from (f"    {line}" for line in adjust.lines(outcome))


def _write(path: Path, wiki: str, proposals: Sequence[Proposal]) -> None:
    """Write proposals into the configuration, once it is known that they can be read back."""
    from linterbot.config import reader as configuration
    from linterbot.files import write_whole
    from linterbot.learn.adjust import with_adjustment
    from linterbot.rulebook import packs

    text = path.read_text(encoding="utf-8")
    for proposal in proposals:
        text = with_adjustment(text, str(path), wiki, proposal)
    after = configuration.parse(text, path)
    paths = [after.path(one) for one in after.rule_paths]
    packs.load(after.wikis[wiki].pack, paths, None, after.adjustments(wiki))
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise TargetError(str(path), f"cannot be written ({error.strerror})") from None
    click.echo(f"{terminal_escape(str(path))}: written; the daemon reads it when it starts again")
