"""The numbers that a person may type, with what is wrong with any other, in plain words."""

from __future__ import annotations

from typing import Any

import click

_MOST = 2**63 - 1  # what a database can count to
_LONGEST = 36_500  # days; older than any wiki


class Whole(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; raises a usage error."""
        try:
            number = int(value)
        except (ValueError, OverflowError):
            self.fail(f"'{value}' is not a whole number.", param, ctx)
        if self._most is not None and not (self._least or 0) <= number <= self._most:
            self.fail(f"{number} is not from {self._least or 0} to {self._most}.", param, ctx)
        if self._least is not None and number < self._least:
            self.fail(f"{number} is not {self._least} or more.", param, ctx)
        return number if self._least is None else min(number, _MOST)


class Days(click.ParamType[float]):
    """A number of days, not necessarily whole."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; raises a usage error."""
        try:
            number = float(value)
        except ValueError:
            number = -1
        if not 0 <= number <= _LONGEST:
            self.fail(f"'{value}' is not a number of days.", param, ctx)
        return number
