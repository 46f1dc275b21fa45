"""Passwords: where they come from, and where they must not be. Nothing here ever prints one."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linterbot.errors import ConfigError
from linterbot.yaml_text import YamlText

_SECRET = re.compile(r"pass(word|phrase)?\b|secret|token|api-?key", re.IGNORECASE)
_ALLOWED = ("password-file",)
_IN_ADDRESS = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
_KEPT_APART = "leave the password out; for a database, use ~/.pgpass or PGPASSWORD"


def password(wiki: str, user: str, file: Path | None, environment: Mapping[str, str] = os.environ) -> str:
    """Return an account's password from the environment, a file only its owner can read, or the machine's keyring.

    Raises ConfigError if there is none, or if others could read the file.
    """
    variable = variable_of(wiki)
    if environment.get(variable):
        return environment[variable]
    if file is not None:
        return from_file(file, f"check the path, or set {variable} instead")
    if secret := _from_keyring(wiki, user):
        return secret
    remedy = f'set {variable}, name a password-file, or run: keyring set "linterbot {wiki}" {user}'
    raise ConfigError(f"wikis.{wiki}", "no password", remedy)


def variable_of(wiki: str) -> str:
    """Return the name of the environment variable that may hold the password for a wiki."""
    return f"LINTERBOT_PASSWORD_{wiki.upper().replace('-', '_')}"


def refuse_secrets(source: YamlText, content: Any = None, path: tuple[str | int, ...] = ()) -> None:
    """Raise ConfigError if there is a secret anywhere in a configuration."""
    content = source.content if content is None else content
    if isinstance(content, str) and _IN_ADDRESS.search(content):
        raise ConfigError(source.at(path), "an address with a password does not belong in this file", _KEPT_APART)
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in items:
        if isinstance(key, str) and _SECRET.search(key) and key not in _ALLOWED:
            remedy = "use password-file, the keyring or the environment"
            raise ConfigError(source.at((*path, key)), f'"{key}" does not belong in this file', remedy)
        refuse_secrets(source, value, (*path, key))


def refuse_password(address: str, where: str) -> None:
    """Raise ConfigError if an address that was given somewhere has a password."""
    if _IN_ADDRESS.search(address):
        raise ConfigError(where, "an address with a password does not belong in a command", _KEPT_APART)


def from_file(path: Path, otherwise: str = "check the path") -> str:
    """Return what a file holds that only its owner can read; raises ConfigError."""
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError(str(path), "others can read this password file", f"run: chmod 600 {path}")
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read ({error.strerror})", otherwise) from None


def _from_keyring(wiki: str, user: str) -> str | None:
    """Return the password that the machine's keyring has for "linterbot WIKI", None without a keyring."""
    try:
        import keyring  # an optional extra; most machines that run a bot have no keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(f"linterbot {wiki}", user)
    except NoKeyringError:
        return None
    except KeyringError as error:
        raise ConfigError(f"wikis.{wiki}", f"the keyring cannot be read ({error})", "unlock it") from None
