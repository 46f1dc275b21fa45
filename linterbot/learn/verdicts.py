"""Lessons from a wiki's own ledger: what people approved, rejected, let stay, took back or put right themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from linterbot.learn.lessons import Lesson, lesson
from linterbot.ledger import Ledger, action_queries, decisions, findings, in_parts
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.selection import Selection
from linterbot.lint.linter import read_page
from linterbot.markup.document import Document, Example
from linterbot.model import NO_FACTS, Markup, Page
from linterbot.rulebook.rule import Rule
from linterbot.view.page_view import View
from linterbot.wiki.protocol import Wiki

_FAULT = {Verdict.APPROVED: True, Verdict.REJECTED: False, Verdict.IGNORED: False, Verdict.REVERTED: False}
_SAID = {*_FAULT, Verdict.REOPENED}  # who takes a verdict back has given none
_PUT_RIGHT = 0.5  # what it counts that a finding is gone after somebody else's edit: there may be other reasons
_AT_ONCE = 50  # old revisions that are read together


def lessons(wiki: Wiki, ledger: Ledger, rule: Rule) -> Iterator[Lesson]:
    """Yield what people decided about a rule's findings; of several decisions on one, only the last counts.

    Each page is read as it was when the finding was first seen there.
    """
    decided = list(_decided(ledger, rule.name))
    for part in in_parts(decided, _AT_ONCE):
        texts = {page.revision: page for page in wiki.texts({one.revision for one, _, _ in part if one.revision})}
        yield from _read(part, texts, rule, wiki)


def _decided(ledger: Ledger, rule: str) -> Iterator[tuple[RecordedFinding, bool, float]]:
    """Yield (finding, whether it is a fault, what that counts)."""
    for one in findings.each(ledger, Selection(tuple(State), rules=[rule])):
        said = [it for it in decisions.about(ledger, one.title, one.fingerprint) if it.verdict in _SAID]
        if said and said[-1].verdict in _FAULT:
            yield one, _FAULT[said[-1].verdict], 1.0
        elif one.state is State.RESOLVED and not action_queries.about(ledger, one.fingerprint, one.title):
            yield one, True, _PUT_RIGHT


def _read(
    decided: Sequence[tuple[RecordedFinding, bool, float]], texts: Mapping[int | None, Page], rule: Rule, wiki: Wiki
) -> Iterator[Lesson]:
    documents: dict[int, Document] = {}
    for one, fault, counts in decided:
        if one.revision not in texts:
            continue
        if one.revision not in documents:
            documents[one.revision] = read_page(texts[one.revision], Markup.MEDIAWIKI, wiki.site().names)
        document = documents[one.revision]
        example = next((it for it in document.examples if _begins(document, it, one.words)), None)
        if example is not None:
            view = View(document, NO_FACTS, rule.conventions)
            taught = lesson(rule.check, view, example, fault, counts, one.title)
            yield from [taught] if taught is not None else []


def _begins(document: Document, example: Example, words: str) -> bool:
    """Whether an example has these words, of which a ledger may have kept only the beginning."""
    return bool(words) and document.words_span(example).of(document.text).startswith(words)
