"""The packages that only a fleet needs."""

from __future__ import annotations

from importlib.util import find_spec

from linterbot.errors import TargetError


def need_packages() -> None:
    """Raise TargetError if they are not installed."""
    if find_spec("procrastinate") is None or find_spec("psycopg") is None:
        raise TargetError("fleet", "what a fleet needs is not installed", 'run: pip install "linterbot[fleet]"')
