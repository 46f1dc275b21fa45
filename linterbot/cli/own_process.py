"""What starts linterbot itself in a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def own_process(words: str, config_path: Path, *options: str) -> list[str]:
    """Return what runs a command of linterbot's, as in "fleet worker", in a process that ends when this one does."""
    parent = ["--parent", str(os.getpid())]
    return [sys.executable, "-m", "linterbot", *words.split(), "--config", str(config_path), *parent, *options]
