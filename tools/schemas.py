"""Writes schema/, the JSON Schemas of configurations and rule files: `make docs`. A test fails if they are stale."""

from __future__ import annotations

import json
from pathlib import Path

from linterbot.config import schema as of_config
from linterbot.rulebook import schema as of_rules

FOLDER = Path(__file__).parents[1] / "schema"


def files() -> dict[Path, str]:
    """Return each schema by its file."""
    schemas = {"config.schema.json": of_config.schema(), "rule.schema.json": of_rules.schema()}
    return {FOLDER / name: json.dumps(one, indent=2, ensure_ascii=False) + "\n" for name, one in schemas.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
