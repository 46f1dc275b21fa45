"""Every error that can stop linterbot, as one tree; each message names the place, the cause and the remedy.

LinterbotError
├── ConfigError         config.yaml has an invalid setting
│   └── ConfigErrors        it has several
├── RuleError           a rule file is invalid
├── LedgerError         the bot's own database failed while in use
│   ├── WikiBusy            another linterbot is writing to this wiki
│   └── LeaseLost           another linterbot has taken this wiki over in the meantime
├── TargetError         a command's input or output cannot be used
├── WorkerError         no worker process can be started
└── WikiError           the wiki did not give what it was asked for
    ├── WikiDown            no answer, or none that makes sense: worth another try later
    ├── LoginRefused        the account or its password is wrong: never worth another try
    └── WikiRefused         the wiki understood the request and refused it
"""

from __future__ import annotations

from collections.abc import Sequence


class LinterbotError(Exception):
    """Something stops linterbot.

    `where` is a file and line, a title or an address; `cause` says what is wrong there, `remedy` what to do about it.
    """

    def __init__(self, where: str, cause: str, remedy: str = "") -> None:
        self.where, self.cause, self.remedy = where, cause, remedy
        super().__init__(f"{where}: {cause}" + (f"; {remedy}" if remedy else ""))


class ConfigError(LinterbotError):
    """The configuration has an invalid setting."""


class ConfigErrors(ConfigError):
    """The configuration has several invalid settings; the message has a line for each."""

    def __init__(self, faults: Sequence[ConfigError]) -> None:
        first = faults[0]
        super().__init__(first.where, first.cause, first.remedy)
        self.args = ("\n".join(map(str, faults)),)


def together(faults: Sequence[ConfigError]) -> ConfigError:
    """Return one error for one or more faults."""
    return faults[0] if len(faults) == 1 else ConfigErrors(faults)


class RuleError(LinterbotError):
    """A rule file is invalid."""


class LedgerError(LinterbotError):
    """The bot's own database failed while in use."""


class WikiBusy(LedgerError):
    """Another linterbot is writing to this wiki."""


class LeaseLost(LedgerError):
    """Another linterbot has taken the wiki over in the meantime; this one sent nothing."""


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
