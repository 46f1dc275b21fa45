"""What starts a daemon in a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def daemon_command(config_path: Path, *options: str) -> list[str]:
    """Return the command of a daemon that ends when this process does."""
    parent = ["--parent", str(os.getpid())]
    return [sys.executable, "-m", "linterbot", "daemon", "--config", str(config_path), *parent, *options]
