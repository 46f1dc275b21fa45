"""Every error that can stop linterbot, as one tree; each message names the place, the cause and the remedy.

LinterbotError
├── ConfigError         config.yaml has an invalid setting
├── RuleError           a rule file is invalid
├── LedgerError         the bot's own database failed while in use
│   ├── WikiBusy            another linterbot is writing to this wiki
│   ├── LeaseLost           another linterbot has taken this wiki over in the meantime
│   └── Withdrawn           a person took back what was about to be sent
├── TargetError         a command's input or output cannot be used
├── WorkerError         no worker process can be started
└── WikiError           the wiki did not give what it was asked for
    ├── WikiDown            no answer, or none that makes sense: worth another try later
    ├── LoginRefused        the account or its password is wrong: never worth another try
    └── WikiRefused         the wiki understood the request and refused it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_MOST_TOLD = 20  # faults that are told at once


class LinterbotError(Exception):
    """Something stops linterbot.

    `where` is a file and line, a title or an address; `cause` says what is wrong there, `remedy` what to do about it.
    """

    def __init__(self, where: str, cause: str, remedy: str = "") -> None:
        self.where, self.cause, self.remedy = where, cause, remedy
        self.lines: tuple[str, ...] = (f"{where}: {cause}" + (f"; {remedy}" if remedy else ""),)  # one for each fault
        super().__init__(*self.lines)

    def __reduce__(self) -> tuple[type[LinterbotError], tuple[str, str, str], dict[str, object]]:
        return type(self), (self.where, self.cause, self.remedy), {"lines": self.lines}


class ConfigError(LinterbotError):
    """The configuration has an invalid setting."""


class RuleError(LinterbotError):
    """A rule file is invalid."""


class LedgerError(LinterbotError):
    """The bot's own database failed while in use."""


class WikiBusy(LedgerError):
    """Another linterbot is writing to this wiki."""


class LeaseLost(LedgerError):
    """Another linterbot has taken the wiki over in the meantime; this one sent nothing."""


class Withdrawn(LedgerError):
    """A person took back what was about to be sent."""


class TargetError(LinterbotError):
    """A command's input or output cannot be used."""


class WorkerError(LinterbotError):
    """No worker process can be started."""


class WikiError(LinterbotError):
    """The wiki did not give what it was asked for."""


class WikiDown(WikiError):
    """The wiki gave no answer, or none that makes sense."""


class LoginRefused(WikiError):
    """The wiki does not accept the account or its password."""


class WikiRefused(WikiError):
    """The wiki understood the request and refused it."""


AnyError = TypeVar("AnyError", bound=LinterbotError)


def together(faults: Sequence[AnyError]) -> AnyError:
    """Return one error for one or more faults; its message has a line for each."""
    first = faults[0]
    first.lines = tuple(line for fault in faults[:_MOST_TOLD] for line in fault.lines)
    if len(faults) > _MOST_TOLD:
        first.lines = (*first.lines, f"and {len(faults) - _MOST_TOLD:,} more; correct these first")
    first.args = ("\n".join(first.lines),)
    return first
