"""Draws docs/assets/check.svg, what `linterbot check` shows of a page: `make docs`. A test fails if it is stale."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).parents[1]
PATH = ROOT / "docs" / "assets" / "check.svg"
_PAGE, _COMMAND = "Harbour Lights.wiki", 'linterbot check "Harbour Lights.wiki"'
_COLUMNS = 100
# Ink on paper: every colour has a contrast of at least 4.5 to 1.
_COLOURS = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [
        (31, 35, 40),
        (164, 14, 38),
        (17, 99, 41),
        (122, 70, 0),
        (9, 105, 218),
        (130, 80, 223),
        (0, 95, 115),
        (87, 96, 106),
    ],
)
_NOT_OURS = re.compile(r"@font-face \{\{.*?\}\}\n|<!--.*?-->", re.DOTALL)  # rich would fetch a font, and name itself


def text() -> str:
    """Return the picture."""
    console = Console(
        record=True,
        width=_COLUMNS,
        file=io.StringIO(),
        color_system="standard",
        force_terminal=True,
        _environ={},  # the same on every machine
    )
    console.print(Text(f"$ {_COMMAND}", style="bold"))
    console.print(Text.from_ansi(_shown()))
    form = _NOT_OURS.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code", "ui-monospace")
    drawn = console.export_svg(title="linterbot", theme=_COLOURS, code_format=form, unique_id="check")
    return "".join(f"{line.rstrip()}\n" for line in drawn.splitlines() if line.strip())


def _shown() -> str:
    """Return what the command prints, in colour."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page = readme.partition("```wiki\n")[2].partition("```")[0]
    with TemporaryDirectory() as folder:
        (Path(folder) / _PAGE).write_text(page, encoding="utf-8")
        command = [sys.executable, "-m", "linterbot", "check", "--isolated", "--color", "always", _PAGE]
        environ = {**os.environ, "COLUMNS": str(_COLUMNS), "PYTHONUTF8": "1"}
        return subprocess.run(command, cwd=folder, env=environ, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")
