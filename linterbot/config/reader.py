"""Reads a configuration file into a frozen Config; mistakes are reported with file, line and a hint, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import ValidationError

from linterbot.config import wiki_folder, wiki_rules
from linterbot.config.faults import fields_at, in_words
from linterbot.config.find import DEFAULT_PATH
from linterbot.config.sections import OURS, Config, TargetConfig, WikiConfig
from linterbot.credentials import refuse_secrets
from linterbot.errors import ConfigError, together
from linterbot.yaml_text import YamlText, near
from linterbot.yaml_text import load as load_yaml

_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_DATABASE = re.compile(r"[a-z][a-z0-9+_]*:/")


def load(path: Path = DEFAULT_PATH, set_aside: Callable[[ConfigError], None] | None = None) -> Config:
    """Read the configuration; raises ConfigError with each place and a remedy.

    With `set_aside`, what is wrong with the file of a single wiki is reported there, and the others are used.
    """
    config = load_main(path)
    found = {name: one for name in wiki_folder.files_of(config) if (one := _tried(config, name, set_aside)) is not None}
    return wiki_folder.together(config, found) if found else config


def load_main(path: Path) -> Config:
    """Read the configuration without the wikis that have a file of their own; raises ConfigError."""
    return _with_rules(parse(text_of(path), path))


def load_wiki(config: Config, name: str) -> Config:
    """Read the file of one wiki anew, over what all have in common; raises ConfigError."""
    path = wiki_folder.file_of(config, name)
    own = load_yaml(text_of(path), str(path), ConfigError)
    refuse_secrets(own)
    if name in config.wikis:
        raise ConfigError(own.at(()), f'there is a wiki "{name}" in {config.source.where} already', "rename this file")
    return _with_rules(_checked(wiki_folder.of_one(config.source, name, own), config.folder))


def _tried(config: Config, name: str, set_aside: Callable[[ConfigError], None] | None) -> Config | None:
    try:
        return load_wiki(config, name)
    except ConfigError as error:
        if set_aside is None:
            raise
        set_aside(error)
        return None


def _with_rules(config: Config) -> Config:
    """Return a configuration whose rules are all there; raises ConfigError."""
    if faults := list(wiki_rules.faults(config)):
        raise together(faults)
    return config


def text_of(path: Path) -> str:
    """Return the text of a configuration file; raises ConfigError."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        remedy = "make one: linterbot init ADDRESS, or linterbot init --example"
        raise ConfigError(str(path), "no such file", remedy) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}", "is not UTF-8 text", "save it as UTF-8") from None
    except IsADirectoryError:
        raise ConfigError(str(path), "is a folder", "name the configuration in it") from None
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read ({error.strerror})", "check the path") from None


def parse(text: str, path: Path) -> Config:
    """Turn the text of a configuration file into a Config; raises ConfigError."""
    source = load_yaml(text, str(path), ConfigError)
    if not isinstance(source.content, dict):
        raise ConfigError(source.at(()), 'a configuration is made of "key: value" lines', "see config.example.yaml")
    refuse_secrets(source)
    for key in OURS:
        if key in source.content:
            raise ConfigError(source.at((key,)), f'unknown key "{key}"', near(key, fields_at((key,))))
    return _checked(source, path.parent)


def _checked(source: YamlText, folder: Path) -> Config:
    try:
        config = Config.model_validate({**source.content, "folder": folder, "source": source})
    except ValidationError as error:
        raise together(in_words(source, error.errors())) from None
    if faults := list(_contradictions(source, config)):
        raise together(faults)
    return config


def wiki(config: Config, name: str | None) -> tuple[str, WikiConfig]:
    """Return the wiki of that name, or the only one there is; raises ConfigError."""
    if not config.wikis:
        raise ConfigError("wikis", "no wiki is configured", "run: linterbot init ADDRESS")
    if name is None and len(config.wikis) == 1:
        name = next(iter(config.wikis))
    if name is None:
        raise ConfigError("--wiki", "several wikis are configured", f"name one of: {', '.join(sorted(config.wikis))}")
    if name not in config.wikis:
        raise ConfigError("--wiki", f'no wiki "{name}" is configured', near(name, config.wikis))
    return name, config.wikis[name]


def _contradictions(source: YamlText, config: Config) -> Iterator[ConfigError]:
    """Yield what is wrong although each setting by itself could be right."""
    for name, one in config.wikis.items():
        yield from _of_wiki(source, name, one)
    for name, target in config.notify.items():
        yield from _of_target(source, name, target)
    if config.desk.address is not None and not _is_of_desk(config.desk.address):
        remedy = "write https:// and the name of a machine, without a path"
        yield ConfigError(source.at(("desk", "address")), f'"{config.desk.address}" is no address for the desk', remedy)
    if config.ledger is not None and not _DATABASE.match(config.ledger):
        remedy = "leave it out, and a file is used"
        yield ConfigError(source.at(("ledger",)), '"ledger" is not the address of a database', remedy)
    known = {**config.wikis, **(wiki_folder.files_of(config) if config.jobs or config.files.wiki else {})}
    named: dict[tuple[str, ...], str] = {("jobs", name, "wiki"): job.wiki for name, job in config.jobs.items()}
    for path, wiki_name in (named | {("files", "wiki"): config.files.wiki or ""}).items():
        if wiki_name and wiki_name not in known:
            yield ConfigError(source.at(path), f'no wiki "{wiki_name}" is configured', near(wiki_name, known))


def _of_wiki(source: YamlText, name: str, one: WikiConfig) -> Iterator[ConfigError]:
    needed = "path" if one.kind == "sandbox" else "api"
    if getattr(one, needed) is None:
        what = "the file it is kept in" if needed == "path" else "the address of its api.php"
        yield ConfigError(source.at(("wikis", name)), f'a {one.kind} wiki needs "{needed}"', f"add {what}")
    where = source.at(("wikis", name, "api"))
    parts = address_parts(one.api) if one.api is not None else None
    if one.api is not None and (parts is None or (parts.hostname and not parts.path.endswith("/api.php"))):
        # Any other address may answer reads, and then loses every write.
        yield ConfigError(where, f'"{one.api}" is not the address of an api.php', "see Special:Version on the wiki")
    elif parts is not None and not _may_be_trusted(parts):
        remedy = "otherwise anybody on the way could read the password"
        yield ConfigError(where, "the address must begin with https://", remedy)
    if one.stop_page in (one.report_page, one.opt_out_page, one.complaints_page, one.digest_page):
        where = source.at(("wikis", name, "stop-page"))
        remedy = "name another one: anything written there stops the bot"
        yield ConfigError(where, "the stop page must be a page of its own", remedy)
    if one.oauth is not None and one.api is None:
        where = source.at(("wikis", name, "oauth"))
        yield ConfigError(where, "a sandbox has no OAuth", "leave it out")
    if one.oauth is not None and one.oauth.address is not None and not _is_rest(one.oauth.address):
        where = source.at(("wikis", name, "oauth", "address"))
        yield ConfigError(where, f'"{one.oauth.address}" is not the address of a rest.php', "it begins with https://")
    others = (one.stop_page, one.report_page, one.opt_out_page, one.complaints_page, one.digest_page)
    if one.settings_page is not None and one.settings_page in others:
        where = source.at(("wikis", name, "settings-page"))
        remedy = "name another one, such as MediaWiki:Linterbot.json"
        yield ConfigError(where, "the page of settings must be a page of its own", remedy)
    if one.digest_page in (one.report_page, one.opt_out_page, one.complaints_page):
        where = source.at(("wikis", name, "digest-page"))
        remedy = "name another one: something else is written there"
        yield ConfigError(where, "the page that reviews weeks must be a page of its own", remedy)


def _of_target(source: YamlText, name: str, target: TargetConfig) -> Iterator[ConfigError]:
    needed = "password-file" if target.kind == "discord" else "address"
    if getattr(target, needed.replace("-", "_")) is None:
        where = source.at(("notify", name))
        yield ConfigError(where, f'a target of the kind {target.kind} needs "{needed}"', "see config.example.yaml")
    where, address = source.at(("notify", name, "address")), target.address
    if target.kind == "webhook" and address is not None and address_parts(address) is None:
        remedy = "it begins with https:// and the name of a machine"
        yield ConfigError(where, f'"{address}" is not the address of a webhook', remedy)
    if target.kind == "mail" and address is not None and not _MAIL.fullmatch(address):
        yield ConfigError(where, f'"{address}" is not the address of a mail', "it looks like wren@house.example")


def address_parts(address: str) -> SplitResult | None:
    """Return the parts of an address on the web, None if it is none."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:  # such as a bracket that is not closed, or a port that cannot be
        return None


def _is_rest(address: str) -> bool:
    parts = address_parts(address)
    return parts is not None and _may_be_trusted(parts) and parts.path.endswith("/rest.php")


def _is_of_desk(address: str) -> bool:
    """Whether a desk can be reached there without others reading what is sent."""
    parts = address_parts(address)
    return parts is not None and _may_be_trusted(parts) and parts.path in ("", "/") and not parts.query


def _may_be_trusted(parts: SplitResult) -> bool:
    """Whether nobody can read what is sent there on its way: https, or this machine itself."""
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))
