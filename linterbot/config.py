"""Reads config.yaml into a frozen Config; mistakes are reported with file, line and a hint."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from linterbot.config_values import Cron, KindOfPage, Title
from linterbot.credentials import refuse_secrets
from linterbot.errors import ConfigError
from linterbot.model import Mode
from linterbot.view.page_kind import MAIN_PAGE, UNKNOWN
from linterbot.yaml_text import YamlText, near
from linterbot.yaml_text import load as load_yaml

_OURS = ("folder", "source")  # set by us, never by the file
DEFAULT_PATH = Path("config.yaml")


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


class _ConfigSection(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_hyphens, populate_by_name=True)


class EditsConfig(_ConfigSection):
    """The most edits that the bot may make."""

    minute: int = Field(default=6, ge=0)  # in a minute
    hour: int = Field(default=60, ge=0)  # in an hour
    day: int = Field(default=300, ge=0)  # in a day
    page_day: int = Field(default=2, ge=0)  # to one page in a day
    author_day: int = Field(default=5, ge=0)  # in response to one person in a day


class PatienceConfig(_ConfigSection):
    """How long the bot waits for people."""

    edit_minutes: float = Field(default=120, ge=0)  # minutes after a person's edit of the page
    page_hours: float = Field(default=24, ge=0)  # hours after the page was created
    revert_days: float = Field(default=30, ge=0)  # days that a rule leaves a page alone after a revert


class WikiConfig(_ConfigSection):
    """One wiki: how to reach it, what to look at, and how far each rule may go."""

    kind: Literal["sandbox", "mediawiki"]
    pack: str  # whose rules apply
    path: Path | None = None  # the file of a sandbox
    api: str | None = None  # the address of a MediaWiki's api.php
    user: Title = "LinterBot"  # the bot's account
    password_file: Path | None = None  # readable by its owner only
    operator: str = Field(min_length=3)  # whom the wiki's administrators can reach about the bot
    namespaces: tuple[str, ...] = ("main",)  # those to read and fix, by the wiki's names; "main" has no prefix
    mode: Mode = Mode.SHADOW  # for every rule that `rules` does not name
    rules: dict[str, Mode] = {}  # how far single rules may go
    adjust: dict[str, dict[str, Any]] = {}  # what rules do differently here, with the keys of their files
    report_page: Title = "User:LinterBot/Report"  # where findings are listed
    complaints_page: Title = "User:LinterBot/False positives"  # where anybody can say that the bot is wrong
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
    password_file: Path | None = None  # a webhook's key, or the secret address of a channel of Discord
    allow_private: bool = False  # whether the address may be in one's own network


class JobConfig(_ConfigSection):
    """One thing that the daemon does on a schedule."""

    run: Literal["patrol"] = "patrol"
    wiki: str  # a name under `wikis`
    cron: Cron  # the usual five fields, in UTC


class Config(_ConfigSection):
    """The whole configuration."""

    state: Path = Path("linterbot-state")  # the folder of what linterbot keeps
    ledger: str | None = None  # the database's address; None means a file in the state folder
    health: Path | None = None  # a file that says how the daemon is doing, as JSON
    metrics: Path | None = None  # a file of the same for Prometheus
    rule_paths: tuple[Path, ...] = ()  # folders with rule files of one's own
    wikis: dict[str, WikiConfig]
    jobs: dict[str, JobConfig] = {}
    notify: dict[str, TargetConfig] = {}  # who is told, besides the wiki
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


_SECTIONS: dict[str, type[BaseModel]] = {"wikis": WikiConfig, "notify": TargetConfig, "jobs": JobConfig}
_PARTS: dict[str, type[BaseModel]] = {"edits": EditsConfig, "patience": PatienceConfig}


def load(path: Path = DEFAULT_PATH) -> Config:
    """Read the configuration; raises ConfigError with the place and a remedy."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(str(path), "no such file", "copy config.example.yaml to config.yaml and edit it") from None
    except UnicodeDecodeError:
        raise ConfigError(str(path), "is not UTF-8 text", "save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read ({error.strerror})") from None
    return parse(text, path)


def parse(text: str, path: Path) -> Config:
    """Turn the text of a configuration file into a Config; raises ConfigError."""
    source = load_yaml(text, str(path), ConfigError)
    if not isinstance(source.content, dict):
        raise ConfigError(source.at(()), 'a configuration is made of "key: value" lines', "see config.example.yaml")
    refuse_secrets(source)
    for key in _OURS:
        if key in source.content:
            raise ConfigError(source.at((key,)), f'unknown key "{key}"', near(key, _keys((key,))))
    try:
        config = Config.model_validate({**source.content, "folder": path.parent, "source": source})
    except ValidationError as error:
        # A misspelt key comes first: the key it should have been would only be reported as missing.
        faults = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise _in_words(source, faults[0]) from None
    return _consistent(source, config)


def wiki(config: Config, name: str | None) -> tuple[str, WikiConfig]:
    """Return the wiki of that name, or the only one there is; raises ConfigError."""
    if name is None and len(config.wikis) == 1:
        name = next(iter(config.wikis))
    if name is None:
        raise ConfigError("--wiki", "several wikis are configured", f"name one of: {', '.join(sorted(config.wikis))}")
    if name not in config.wikis:
        raise ConfigError("--wiki", f'no wiki "{name}" is configured', near(name, config.wikis))
    return name, config.wikis[name]


def _consistent(source: YamlText, config: Config) -> Config:
    for name, one in config.wikis.items():
        needed = "path" if one.kind == "sandbox" else "api"
        if getattr(one, needed) is None:
            raise ConfigError(source.at(("wikis", name)), f'a {one.kind} wiki needs "{needed}"')
        if one.api is not None and not _may_be_trusted(one.api):
            raise ConfigError(source.at(("wikis", name, "api")), "the address must begin with https://")
        if one.api is not None and not urlsplit(one.api).path.endswith("/api.php"):
            # Any other address may answer reads, and then loses every write.
            where = source.at(("wikis", name, "api"))
            raise ConfigError(where, f'"{one.api}" is not the address of an api.php', "see Special:Version on the wiki")
        if one.stop_page in (one.report_page, one.opt_out_page):
            where = source.at(("wikis", name, "stop-page"))
            remedy = "name another one: anything written there stops the bot"
            raise ConfigError(where, "the stop page must be a page of its own", remedy)
    for name, target in config.notify.items():
        needed = "password-file" if target.kind == "discord" else "address"
        if getattr(target, needed.replace("-", "_")) is None:
            raise ConfigError(source.at(("notify", name)), f'a target of the kind {target.kind} needs "{needed}"')
    for name, job in config.jobs.items():
        if job.wiki not in config.wikis:
            where = source.at(("jobs", name, "wiki"))
            raise ConfigError(where, f'no wiki "{job.wiki}" is configured', near(job.wiki, config.wikis))
    return config


def _may_be_trusted(address: str) -> bool:
    """Whether nobody can read what is sent there on its way: https, or this machine itself."""
    parts = urlsplit(address)
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _in_words(source: YamlText, fault: Any) -> ConfigError:
    path = tuple(fault["loc"])
    where, key = source.at(path), str(path[-1])
    value = str(fault.get("input"))
    if fault["type"] == "extra_forbidden":
        return ConfigError(where, f'unknown key "{key}"', near(key, _keys(path)))
    if fault["type"] == "missing":
        return ConfigError(where, f'"{key}" is missing', "see config.example.yaml")
    if fault["type"] == "enum":
        kind = "mode" if path[-2:-1] == ("rules",) else key
        return ConfigError(where, f'unknown {kind} "{value}"', near(value, [str(one) for one in Mode]))
    if fault["type"] == "literal_error":
        choices = get_args(_fields(path)[key].annotation)
        return ConfigError(where, f'unknown {key} "{value}"', near(value, choices))
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return ConfigError(where, f'"{key}": {reason[:1].lower()}{reason[1:]}')


def _keys(path: tuple[Any, ...]) -> list[str]:
    return [name for name in _fields(path) if name not in _OURS]


def _fields(path: tuple[Any, ...]) -> dict[str, FieldInfo]:
    """Return the fields of the section that a path leads to, by the names that people write."""
    section: type[BaseModel] = Config
    if len(path) >= 3:
        section = _SECTIONS[path[0]]
    if len(path) >= 4:
        section = _PARTS.get(path[2], section)
    return {field.alias or name: field for name, field in section.model_fields.items()}
