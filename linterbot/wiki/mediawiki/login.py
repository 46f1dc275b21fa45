"""How pywikibot logs in, and again by itself: with a password that is in memory and in no file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

_ONCE_KEPT_IN = "password"  # a file in the state folder, until passwords were kept in memory
_BOT_PASSWORD = re.compile(r"([^:@\s]+):([0-9a-z]{32,})")  # name:secret, as Special:BotPasswords creates them


def keep_in_memory(pywikibot: Any, password: str) -> None:
    """Let pywikibot read this password where it would open its password file."""

    def read(manager: Any) -> None:
        manager.login_name, manager.password = name_and_secret(manager.username, password)

    pywikibot.login.LoginManager.readPassword = read
    pywikibot.config.password_file = os.devnull  # without a name here, it would not call what reads


def name_and_secret(user: str, password: str) -> tuple[str, str]:
    """Return with what an account logs in; a password like `name:secret` is a bot password."""
    bot = _BOT_PASSWORD.fullmatch(password)
    return (f"{user}@{bot[1]}", bot[2]) if bot else (user, password)


def forget_file(state: Path) -> None:
    """Delete the file in which the password was once kept; raises OSError."""
    (state / _ONCE_KEPT_IN).unlink(missing_ok=True)
