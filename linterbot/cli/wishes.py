"""What a person wants done with what `check` finds."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from linterbot.model import Safety, Severity


class Wishes(NamedTuple):
    """The options of `check` that say so, as they were typed."""

    form: str = "full"
    statistics: bool = False
    min_severity: Severity = Severity.NOTICE
    fail_on: Severity | None = Severity.WARNING
    diff: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    show_fixes: bool = False
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    output_file: Path | None = None
    ask: bool = False
    only_added: str | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None
    prune_baseline: bool = False
    add_ignores: bool = False
    reason: str = ""

    @property
    def changes_texts(self) -> bool:
        """Whether texts are to be changed."""
        return self.fix or self.fix_only or self.ask or self.add_ignores

    @property
    def allowed(self) -> tuple[Safety, ...]:
        """The fixes to make."""
        return (Safety.SAFE, Safety.UNSAFE) if self.unsafe_fixes else (Safety.SAFE,)
