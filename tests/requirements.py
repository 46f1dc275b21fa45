"""What a machine may be without, unless a run requires it."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(thing: str, words: str) -> NoReturn:
    """Skip the test for want of a thing, or fail if LINTERBOT_REQUIRE_thing is 1, as .ci/run sets it."""
    if required(thing):
        pytest.fail(words)
    pytest.skip(words)  # no Debian, or no network: .ci/run, which has both, requires everything


def required(thing: str) -> bool:
    """Say whether this run requires a thing."""
    return os.environ.get(f"LINTERBOT_REQUIRE_{thing}") == "1"
