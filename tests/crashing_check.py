"""A check that no page of ours should ever meet: it kills or hangs the process that runs it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace

from linterbot.checks.base import Check
from linterbot.markup.document import Document
from linterbot.model import Facts, Hit
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.view.phrase_index import Heard

PATIENCE = 3  # seconds that one page may take in tests: long enough for every page that does end, however busy we are


@dataclass(frozen=True)
class CrashingCheck(Check):
    """Obeys a page that says DIE, HANG or FAIL."""

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield nothing, if at all."""
        if "DIE" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        while "HANG" in document.text:
            signal.pause()
        if "FAIL" in document.text:
            raise KeyError("no such thing")
        yield from ()


def with_crashing_rule(pack: str = "tropedia") -> tuple[Rule, ...]:
    """Return the rules of a pack with a crashing one among them."""
    rules = packs.load(pack)
    crashing = replace(rules[0], code="EX199", name="crashing", check=CrashingCheck(), namespaces=None, examples=())
    return (*rules, crashing)
