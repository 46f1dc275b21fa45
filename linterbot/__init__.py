"""linterbot: checks tropes pages against a wiki's editorial rules, and keeps watch over a wiki.

What may be used from Python is in `linterbot.api`, and can be imported from here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from linterbot.version import __version__ as __version__

if TYPE_CHECKING:
    from linterbot.api import Edit as Edit
    from linterbot.api import Finding as Finding
    from linterbot.api import Fix as Fix
    from linterbot.api import FixedText as FixedText
    from linterbot.api import LinterbotError as LinterbotError
    from linterbot.api import Markup as Markup
    from linterbot.api import Pack as Pack
    from linterbot.api import Position as Position
    from linterbot.api import Report as Report
    from linterbot.api import RuleInfo as RuleInfo
    from linterbot.api import Safety as Safety
    from linterbot.api import Severity as Severity
    from linterbot.api import Skipped as Skipped
    from linterbot.api import Span as Span
    from linterbot.api import apply_fixes as apply_fixes
    from linterbot.api import check_page as check_page
    from linterbot.api import check_text as check_text
    from linterbot.api import load_pack as load_pack

_PUBLIC = (
    "Edit",
    "Finding",
    "Fix",
    "FixedText",
    "LinterbotError",
    "Markup",
    "Pack",
    "Position",
    "Report",
    "RuleInfo",
    "Safety",
    "Severity",
    "Skipped",
    "Span",
    "apply_fixes",
    "check_page",
    "check_text",
    "load_pack",
)


def __getattr__(name: str) -> Any:
    """Load the API when something of it is first used, since most of linterbot needs only the version from here."""
    if name in _PUBLIC:
        return getattr(import_module("linterbot.api"), name)
    raise AttributeError(f"module 'linterbot' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*_PUBLIC, "__version__"]
