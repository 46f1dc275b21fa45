"""Everything that can stop linterbot, as one tree; each message names the place, the cause and the remedy.

LinterbotError
├── ConfigError         config.yaml says something it may not
├── RuleError           a rule file says something it may not
├── LedgerError         the bot's own database failed while in use
│   ├── WikiBusy            another linterbot writes on this wiki
│   └── LeaseLost           another linterbot took the wiki over while we were at it
├── TargetError         what was to be checked cannot be read
├── WorkerError         no process can be started to read pages in
└── WikiError           the wiki did not give what was asked
    ├── WikiDown            no answer, or none that makes sense: worth another try later
    ├── LoginRefused        the account or its password is wrong: never worth another try
    └── WikiRefused         the wiki understood and said no
"""


class LinterbotError(Exception):
    """Something stops linterbot.

    `where` is a file with a line, a title or an address; `cause` says what is wrong there; `remedy` what to do.
    """

    def __init__(self, where: str, cause: str, remedy: str = "") -> None:
        self.where, self.cause, self.remedy = where, cause, remedy
        super().__init__(f"{where}: {cause}" + (f"; {remedy}" if remedy else ""))


class ConfigError(LinterbotError):
    """The configuration says something it may not."""


class RuleError(LinterbotError):
    """A rule file says something it may not."""


class LedgerError(LinterbotError):
    """The bot's own database failed while in use."""


class WikiBusy(LedgerError):
    """Another linterbot writes on this wiki at the moment."""


class LeaseLost(LedgerError):
    """Another linterbot took the wiki over while this one was at it; nothing was sent by this one."""


class TargetError(LinterbotError):
    """What was to be checked cannot be read."""


class WorkerError(LinterbotError):
    """No process can be started to read pages in."""


class WikiError(LinterbotError):
    """The wiki did not give what was asked."""


class WikiDown(WikiError):
    """The wiki gave no answer, or none that makes sense."""


class LoginRefused(WikiError):
    """The wiki does not accept the account or its password."""


class WikiRefused(WikiError):
    """The wiki understood the request and said no."""
