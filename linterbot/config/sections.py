"""The sections of a configuration, each with its settings, what they may be and what they are by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from linterbot.config.for_files import PAGES
from linterbot.config.values import Cron, FilePath, KindOfPage, Pack, Title, WikiName
from linterbot.model import Markup, Mode
from linterbot.view.page_kind import MAIN_PAGE, UNKNOWN
from linterbot.yaml_text import YamlText

OURS = ("folder", "source")  # set by us, never by the file
DECIDE = ("sysop", "content-moderator", "rollback", "rollbacker", "patroller")  # groups, where a wiki has them


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


class _ConfigSection(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=_hyphens, populate_by_name=True, allow_inf_nan=False
    )


class EditsConfig(_ConfigSection):
    """The most edits that the bot may make."""

    minute: int = Field(default=6, ge=0)  # in a minute
    hour: int = Field(default=60, ge=0)  # in an hour
    day: int = Field(default=300, ge=0)  # in a day
    page_day: int = Field(default=2, ge=0)  # to one page in a day
    author_day: int = Field(default=5, ge=0)  # in response to one person in a day


class PatienceConfig(_ConfigSection):
    """How long the bot waits for people."""

    edit_minutes: float = Field(default=120, ge=0, le=1_000_000)  # minutes after a person's edit of the page
    page_hours: float = Field(default=24, ge=0, le=100_000)  # hours after the page was created
    revert_days: float = Field(default=30, ge=0, le=10_000)  # days that a rule leaves a page alone after a revert


class OAuthConfig(_ConfigSection):
    """How people sign in to the desk with the wiki's own OAuth 2.0."""

    client: str = Field(min_length=1)  # the key that the wiki gave the desk
    password_file: FilePath  # with its secret, readable by its owner only
    address: str | None = None  # of the wiki's rest.php; by default beside its api.php


class WikiConfig(_ConfigSection):
    """One wiki: how to reach it, what to look at, and how far each rule may go."""

    kind: Literal["sandbox", "mediawiki"]
    pack: Pack  # whose rules apply
    path: FilePath | None = None  # the file of a sandbox
    api: str | None = None  # the address of a MediaWiki's api.php
    farm: str | None = None  # what wikis that share servers have in common; by default the name of the wiki's server
    user: Title = "LinterBot"  # the bot's account
    password_file: FilePath | None = None  # readable by its owner only
    operator: str = Field(min_length=3)  # whom the wiki's administrators can reach about the bot
    namespaces: tuple[str, ...] = ("main",)  # those to read and fix, by the wiki's names; "main" has no prefix
    mode: Mode = Mode.SHADOW  # for every rule that `rules` does not name
    rules: dict[str, Mode] = {}  # how far single rules may go
    adjust: dict[str, dict[str, Any]] = {}  # what rules do differently here, with the keys of their files
    report_page: Title = "User:LinterBot/Report"  # where findings are listed
    complaints_page: Title = "User:LinterBot/False positives"  # where anybody can say that the bot is wrong
    digest_page: Title | None = None  # where each week is reviewed, once it is over
    settings_page: Title | None = None  # where moderators make the bot more careful than this file does
    desk_groups: tuple[str, ...] = DECIDE  # who may decide at the desk on the web
    pause_groups: tuple[str, ...] = ("sysop",)  # who may also pause there, and decide on many at once
    oauth: OAuthConfig | None = None  # how people sign in there with the wiki's own OAuth
    digest_feed: FilePath | None = None  # a file of the same as an Atom feed
    verdict_groups: tuple[str, ...] = ("sysop",)  # whose answers on the report page count
    stop_page: Title = "User:LinterBot/Stop"  # anything written there stops the bot
    talk: tuple[str, ...] = ()  # the rules whose findings are also reported on talk pages
    edits_per_run: int = Field(default=10, ge=0, le=500)  # the most in one round
    seconds_between_edits: float = Field(default=10.0, ge=0, le=3600)
    look_back_days: int = Field(default=7, ge=0, le=90)  # how far back the first round looks
    overlap_seconds: int = Field(default=300, ge=30, le=3600)  # how much each later round reads again
    scope: Literal["added", "page"] = "added"  # whether to report only what edits brought in or touched, or all
    edits: EditsConfig = EditsConfig()
    patience: PatienceConfig = PatienceConfig()
    drafts: tuple[str, ...] = ("Trope Workshop",)  # namespaces in which the bot fixes nothing by itself
    in_use: tuple[str, ...] = ()  # more templates that say somebody is working on a page
    quiet_kinds: tuple[KindOfPage, ...] = (UNKNOWN,)  # besides the main page, those that the bot keeps silent about
    largest_change: float = Field(default=0.5, gt=0, le=1)  # the largest share of a page that one fix may change
    templates: dict[str, str] = {}  # maintenance templates, by rule
    message_authors: tuple[str, ...] = ()  # the rules whose findings are reported to those who brought them in
    opt_out_page: Title = "User:LinterBot/Opt-out"  # lists the people who want no messages
    newcomer_edits: int = Field(default=50, ge=0)  # people with fewer edits only get a welcome

    def quiet_on(self, kind: str) -> bool:
        """Whether the bot records silently what it finds on pages of a kind."""
        return kind == MAIN_PAGE or kind in self.quiet_kinds

    def mode_of(self, rule: str) -> Mode:
        """Return how far a rule may go on this wiki."""
        return self.rules.get(rule, self.mode)


class TargetConfig(_ConfigSection):
    """Somebody who is told when the bot stops, fails or is well again."""

    kind: Literal["webhook", "discord", "mail"]
    address: str | None = None  # of a webhook, or of a mail; that of Discord is a secret
    password_file: FilePath | None = None  # a webhook's key, or the secret address of a channel of Discord
    allow_private: bool = False  # whether the address may be in one's own network
    digest: bool = False  # whether it also gets each week's review


class DeskConfig(_ConfigSection):
    """The desk on the web."""

    address: str | None = None  # under which people reach it; by default where it listens
    proxies: tuple[str, ...] = ("127.0.0.1",)  # whose word is believed on where a request came from
    try_page: Path | None = None  # the folder of the page that lints in a browser (`linterbot browser build`)


class JobConfig(_ConfigSection):
    """One thing that the daemon does on a schedule."""

    run: Literal["patrol"] = "patrol"
    wiki: str  # a name under `wikis`
    cron: Cron  # the usual five fields, in UTC


class PerFileConfig(_ConfigSection):
    """What is different for some files."""

    pack: Pack | None = None  # whose rules apply
    markup: Markup | None = None  # how they are read
    select: tuple[str, ...] = ()  # the only rules to apply; none means those for all files
    ignore: tuple[str, ...] = ()  # rules to leave out besides


class FilesConfig(_ConfigSection):
    """What `check` does with files; for pages of a wiki, its own section says that."""

    wiki: str | None = None  # whose pack and adjustments apply; needless if only one is configured
    pack: Pack | None = None  # whose rules apply; by default the wiki's, or as the text looks
    markup: Markup | None = None  # how files are read; by default as they look
    select: tuple[str, ...] = ()  # the only rules to apply; none means all
    ignore: tuple[str, ...] = ()  # rules to leave out
    include: tuple[str, ...] = PAGES  # what to look at in folders
    exclude: tuple[str, ...] = ()  # what to leave out of folders
    baseline: FilePath | None = None  # the findings that are known already, from --write-baseline
    per_file: dict[str, PerFileConfig] = {}  # what is different for some, by patterns of their paths


class Config(_ConfigSection):
    """The whole configuration."""

    state: FilePath = Path("linterbot-state")  # the folder of what linterbot keeps
    ledger: str | None = None  # the database's address; None means a file in the state folder
    health: FilePath | None = None  # a file that says how the daemon is doing, as JSON
    metrics: FilePath | None = None  # a file of the same for Prometheus
    rule_paths: tuple[FilePath, ...] = ()  # folders with rule files of one's own
    files: FilesConfig = FilesConfig()  # what `check` does with files
    wikis: dict[WikiName, WikiConfig] = {}
    requests_per_second: float = Field(default=5.0, ge=0, le=1000)  # of a fleet to the servers of one farm; 0: no limit
    wiki_folder: FilePath | None = None  # more wikis: a folder with a file for each, named as the wiki
    wiki_defaults: dict[str, Any] = {}  # what the wikis of that folder have in common
    jobs: dict[str, JobConfig] = {}
    notify: dict[str, TargetConfig] = {}  # who is told, besides the wiki
    desk: DeskConfig = DeskConfig()  # the desk on the web
    folder: Path = Field(default=Path(), exclude=True)  # where the file is, and what relative paths start from
    source: Any = Field(default=None, exclude=True, repr=False)  # the YamlText it was read from

    def path(self, path: Path) -> Path:
        """Return a path of the configuration; a relative one starts from the file's folder."""
        return path if path.is_absolute() else self.folder / path

    def adjustments(self, wiki: str) -> dict[str, YamlText]:
        """Return what rules do differently on a wiki, by their names, each with its lines in the file."""
        return {rule: self.source.part(("wikis", wiki, "adjust", rule)) for rule in self.wikis[wiki].adjust}

    @property
    def ledger_url(self) -> str:
        """The address of the ledger's database: the one configured, or a file in the state folder."""
        return self.ledger or f"sqlite:///{self.path(self.state) / 'ledger.sqlite'}"
