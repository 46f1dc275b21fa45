"""A check that crashes or hangs the process that runs it, for the tests of what happens then."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

from linterbot.checks.base import Check
from linterbot.model import Hit
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.view.page_view import View

PATIENCE = 3  # seconds that a page may take in tests: enough for every page that ends, even on a busy machine


class CrashingCheck(Check):
    """Kills the process, hangs or fails on a page that contains DIE, HANG or FAIL."""

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield nothing, if it ever ends."""
        text = view.document.text
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        while "HANG" in text:
            signal.pause()
        if "FAIL" in text:
            raise KeyError("no such thing")
        yield from ()


def with_crashing_rule(pack: str = "tropedia") -> tuple[Rule, ...]:
    """Return the rules of a pack with a crashing one among them."""
    rules = packs.load(pack)
    crashing = replace(
        rules[0], code="EX199", name="crashing", check=CrashingCheck(), namespaces=None, kinds=None, examples=()
    )
    return (*rules, crashing)
