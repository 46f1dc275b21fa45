"""Puts together the page of settings for a moderator to save on the wiki, by their own account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from linterbot.config import wiki_page
from linterbot.config.sections import WikiConfig
from linterbot.config.wiki_page import check_text
from linterbot.errors import ConfigError
from linterbot.ledger import key_values
from linterbot.model import Mode
from linterbot.web.answers import message, show
from linterbot.web.visit import Visit

_ORDER = tuple(Mode)  # from the most careful on
_PERCENT = (0, 60, 70, 80, 90, 95)  # that one can choose as the least that is reported


def form(visit: Visit) -> Response:
    """Show the form, filled in with what the page last said, or what was chosen; then also the text to save."""
    page = visit.wiki.settings.settings_page
    if page is None:
        return message(visit, "no-settings-page", 404)
    files, said = visit.wiki.file_settings, _said(visit)
    rules = sorted(visit.wiki.rules, key=lambda one: one.name)
    values: dict[str, Any] = {
        "page": page,
        "modes": {one.name: (*_below(files.mode_of(one.name)), files.mode_of(one.name)) for one in rules},
        "chosen": {one.name: _chosen(said, files, one.name) for one in rules},
        "sure": {one.name: _percent(said.get("thresholds", {}).get(one.name)) for one in rules},
        "weighs": {one.name for one in rules if "threshold" in one.raw},
        "alone": said.get("leave-alone", []),
        "text": _text(said) if visit.query.get("show") else "",
        "address": visit.wiki.edit_page(page),
        "percents": _PERCENT,
    }
    return show(visit, "settings.html", rules=rules, namespaces=files.namespaces, **values)


def _said(visit: Visit) -> Mapping[str, Any]:
    """Return what was chosen in the form, or what the page last said."""
    if visit.query.get("show"):
        return _from_query(visit)
    text = key_values.get(visit.wiki.ledger, key_values.SETTINGS)
    try:
        said = check_text(text, "page").content if text else {}
    except ConfigError:
        said = {}
    parts = {"rules": dict, "thresholds": dict, "leave-alone": list}
    return {key: said[key] for key, kind in parts.items() if isinstance(said.get(key), kind)}


def _from_query(visit: Visit) -> dict[str, Any]:
    files = visit.wiki.file_settings
    names = sorted(one.name for one in visit.wiki.rules)
    rules = {name: visit.query.get(f"mode.{name}", "") for name in names}
    sure = {name: _percent_of(visit.query.get(f"sure.{name}", "")) for name in names}
    return {
        "rules": {name: mode for name, mode in rules.items() if mode in _below(files.mode_of(name))},
        "thresholds": {name: percent / 100 for name, percent in sure.items() if percent},
        "leave-alone": [name for name in files.namespaces if visit.query.get(f"alone.{name}")],
    }


def _below(mode: Mode) -> tuple[Mode, ...]:
    """Return the modes that are more careful than one."""
    return _ORDER[: _ORDER.index(mode)]


def _chosen(said: Mapping[str, Any], files: WikiConfig, rule: str) -> str:
    mode = said.get("rules", {}).get(rule)
    mode = "shadow" if mode == "off" else mode
    return str(mode) if mode in _ORDER else str(files.mode_of(rule))


def _percent(threshold: Any) -> int:
    try:
        return min(_PERCENT, key=lambda one: abs(one - 100 * float(threshold)))
    except (TypeError, ValueError):
        return 0


def _percent_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) in _PERCENT else 0


def _text(said: Mapping[str, Any]) -> str:
    kept = {key: said[key] for key in wiki_page.KEYS if said.get(key)}
    return json.dumps(kept, indent=4, ensure_ascii=False)
