"""The JSON Schemas: up to date, and of the same opinion as linterbot on what is right and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from linterbot.config import schema as of_config
from linterbot.rulebook import packs
from linterbot.rulebook import schema as of_rules
from tests.conftest import ROOT
from tests.test_config import GOOD
from tools.schemas import files

RULES = [one for one in sorted((ROOT / "rules").glob("*/*.yaml")) if one.name not in packs.NO_RULES]
CONFIGS = [("config.example.yaml", (ROOT / "config.example.yaml").read_text()), ("a small one", GOOD)]


def faults(schema: dict[str, Any], text: str) -> list[str]:
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return [one.message for one in validator(schema).iter_errors(yaml.safe_load(text))]


def test_the_schemas_are_up_to_date() -> None:
    for path, text in files().items():
        assert path.read_text() == text, f"{path.name} is stale: run make docs"


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_rule_is_valid_and_names_its_schema(path: Path) -> None:
    text = path.read_text()
    named = text.split("\n", 1)[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ROOT / "schema" / "rule.schema.json"
    assert faults(of_rules.schema(), text) == []


@pytest.mark.parametrize(("name", "text"), CONFIGS)
def test_a_good_configuration_is_valid(name: str, text: str) -> None:
    assert faults(of_config.schema(), text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mode: flag", "mode: flagg"),
        ("mode: flag", "mood: flag"),
        ("kind: sandbox", "kind: sandbocks"),
        ("pack: tropedia", "pack: tropedea"),
        ("mode: flag", "edits-per-run: many"),
        ("mode: flag", "edits: {minit: 6}"),
        ("jobs:", "job:"),
    ],
)
def test_a_mistake_in_a_configuration_is_one_for_the_schema(old: str, new: str) -> None:
    assert faults(of_config.schema(), GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    "line",
    ["code: XX1", "severity: mild", "phrase: [x]", "threshold: 2", "phrases: 3", "examples: [{bad: x, good: y}]"],
)
def test_a_mistake_in_a_rule_is_one_for_the_schema(line: str) -> None:
    assert faults(of_rules.schema(), f"extends: phrase\n{line}\n")
