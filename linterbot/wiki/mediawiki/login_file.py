"""The file from which pywikibot logs in again by itself; only its owner can read it."""

from __future__ import annotations

import os
import re
from pathlib import Path

NAME = "password"
_BOT_PASSWORD = re.compile(r"([^:@\s]+):([0-9a-z]{32,})")  # name:secret, as Special:BotPasswords creates them


def write(state: Path, user: str, password: str) -> None:
    """Write the file into the state folder; a password like `name:secret` is a bot password."""
    bot = _BOT_PASSWORD.fullmatch(password)
    line = f"({user!r}, BotPassword({bot[1]!r}, {bot[2]!r}))" if bot else f"({user!r}, {password!r})"
    handle = os.open(state / NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(line + "\n")
