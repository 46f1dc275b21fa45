"""linterbot: checks tropes pages against a wiki's editorial rules, and keeps watch over a wiki.

What may be used from Python is in `linterbot.api`, and can be imported from here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from linterbot.version import __version__ as __version__

if TYPE_CHECKING:
    from linterbot.api import *  # noqa: F403  # for type checkers; the one list is api.__all__


def __getattr__(name: str) -> Any:
    """Load the API when something of it is first used, since most of linterbot needs only the version from here."""
    api = import_module("linterbot.api") if not name.startswith("_") else None
    if api is None or name not in api.__all__:
        raise AttributeError(f"module 'linterbot' has no attribute {name!r}")
    return getattr(api, name)


def __dir__() -> list[str]:
    return [*import_module("linterbot.api").__all__, "__version__"]
