"""The JSON Schema of a configuration, for editors that complete and check what is typed."""

from __future__ import annotations

import inspect
import re
from typing import Any

from pydantic import BaseModel

from linterbot.config import sections
from linterbot.rulebook import packs
from linterbot.rulebook.schema import DRAFT

_COMMENT = re.compile(r"^    (\w+): .*?  # (.+)$", re.MULTILINE)  # what the source says beside each setting


def schema() -> dict[str, Any]:
    """Return the schema; its descriptions are what the sections say of their settings."""
    whole: dict[str, Any] = sections.Config.model_json_schema(by_alias=True)
    definitions = whole.pop("$defs", {})
    _complete(sections.Config, whole)
    for name, one in definitions.items():
        model = getattr(sections, name, None)
        if isinstance(model, type) and issubclass(model, BaseModel):
            _complete(model, one)
    return {"$schema": DRAFT, "title": "A configuration of linterbot", **_without_titles(whole), "$defs": definitions}


def _complete(model: type[BaseModel], one: dict[str, Any]) -> None:
    """Add the descriptions of a section's settings and the names of the packs; take out what only linterbot sets."""
    said = dict(_COMMENT.findall(inspect.getsource(model)))
    properties = one["properties"]
    for name in sections.OURS:
        properties.pop(name, None)
    for name, field in model.model_fields.items():
        setting = properties.get(field.alias or name)
        if setting is None:
            continue
        setting.pop("title", None)
        if name in said:
            setting["description"] = said[name]
        if name == "pack":
            setting |= {"enum": packs.names()} if "anyOf" not in setting else {"enum": [*packs.names(), None]}
    one.pop("title", None)


def _without_titles(one: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in ("title", "description")}
