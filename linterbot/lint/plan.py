"""A pack made ready for one kind of page: which rules are asked, what each has to see first, what they listen for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from linterbot.markup.document import Document
from linterbot.model import Markup, Skipped
from linterbot.rulebook.rule import Rule
from linterbot.view.page_view import View
from linterbot.view.phrase_index import PhraseIndex, phrase_index

_MOST_PACKS = 64  # sets of rules that plans are kept for
_Key = tuple[Markup, str, str]  # markup, namespace, kind of page


class Ready(NamedTuple):
    """A rule, ready to be asked."""

    rule: Rule
    needs: int  # what a page has to have before the rule could find something, from `Wake`
    asks: bool  # whether it may lack facts that only a wiki has


class Plan(NamedTuple):
    """The rules for one kind of page."""

    ready: tuple[Ready, ...]
    skipped: tuple[Skipped, ...]  # the rules that cannot read the markup
    phrases: PhraseIndex  # what the rules listen for
    yields: Mapping[str, frozenset[str]]  # the rules that each rule yields to
    leaves_repair: Mapping[str, frozenset[str]]  # the rules to which each rule leaves the repair
    names: frozenset[str]  # the rules' names and codes
    known: frozenset[str]  # names and codes of all rules of the pack, in lower case


class _Plans:
    """The plans for one set of rules, each made when a page first needs it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._plans: dict[_Key, Plan] = {}

    def of(self, view: View) -> Plan:
        """Return the plan for the kind of a page."""
        document = view.document
        key = document.markup, document.namespace, view.kind.name
        if key not in self._plans:
            self._plans[key] = self._plan(document, view.kind.name)
        return self._plans[key]

    def _plan(self, document: Document, kind: str) -> Plan:
        chosen = [rule for rule in self._rules if applies(rule, document) and (not rule.kinds or kind in rule.kinds)]
        readable = [rule for rule in chosen if document.markup in rule.check.reads]
        skipped = [rule for rule in chosen if rule not in readable and document.markup is Markup.RENDERED]
        announced = [rule.conventions.announcements for rule in self._rules[:1]]
        return Plan(
            ready=tuple(Ready(rule, int(rule.check.wakes), rule.check.needs_wiki) for rule in readable),
            skipped=tuple(Skipped(rule.name, "needs the page's markup, which rendered text lacks") for rule in skipped),
            phrases=phrase_index((*announced, *(phrases for rule in readable for phrases in rule.check.listens()))),
            yields={rule.name: rule.yields_to for rule in readable if rule.yields_to},
            leaves_repair={rule.name: rule.leaves_repair_to for rule in readable if rule.leaves_repair_to},
            names=frozenset(name for rule in readable for name in (rule.name, rule.code)),
            known=_known(self._rules),
        )


_kept: dict[tuple[int, ...], _Plans] = {}


def plan_for(view: View, rules: Sequence[Rule]) -> Plan:
    """Return the plan of some rules for the kind of a page; the same rules share one."""
    key = tuple(map(id, rules))  # the plans keep the rules alive, so that no other rule gets such a number
    plans = _kept.get(key)
    if plans is None:
        if len(_kept) >= _MOST_PACKS:
            _kept.clear()
        plans = _kept[key] = _Plans(rules)
    return plans.of(view)


def applies(rule: Rule, document: Document) -> bool:
    """Whether a rule looks at the document's namespace."""
    return rule.namespaces is None or document.namespace in rule.namespaces


def _known(rules: Sequence[Rule]) -> frozenset[str]:
    """Return the names and codes of all rules of a pack, those included that were not chosen."""
    names = rules[0].pack_names if rules else frozenset()
    return names | {name.lower() for rule in rules for name in (rule.name, rule.code)}
