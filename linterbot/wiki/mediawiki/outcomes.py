"""Reads the answer of a MediaWiki to an edit; nothing is trusted to be in an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from linterbot.wiki.protocol import Conflict, Later, Outcome, Refused, Saved, Unchanged, Unknown

_CONFLICTS = {
    "editconflict": "somebody has edited the page in the meantime",
    "articleexists": "the page has been created in the meantime",
    "missingtitle": "the page has been deleted in the meantime",
    "pagedeleted": "the page has been deleted in the meantime",
    "nosuchrevid": "the revision is gone",
}
_LATER = frozenset({"maxlag", "readonly", "ratelimited", "actionthrottledtext"})
_STALE_SESSION = frozenset({"badtoken", "notoken", "assertnameduserfailed", "assertuserfailed", "notloggedin"})
# Codes that begin like this mean that the account may not edit, not that the page may not be edited.
_PERSON = (
    *("autoblocked", "blocked", "confirmemail", "globalblocking", "noedit", "permissiondenied", "systemblocked"),
    "writeapidenied",
)


def outcome_of(status: int, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """Read the answer to an edit; anything but a clear answer from MediaWiki is unknown, never a failure."""
    wait = seconds_asked(headers)
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        code, info = str(error.get("code", "")), str(error.get("info", ""))
        return Refused(code, info) if _only_here(error) else _refusal(code, info, wait)
    if status == 429:
        return Later("the wiki asks for fewer requests (HTTP 429)", wait)
    edit = answer.get("edit") if isinstance(answer, dict) else None
    if not isinstance(edit, dict):
        return Unknown(f"HTTP {status} with no usable answer", wait)
    if edit.get("result") == "Success":
        return _success(edit)
    if edit.get("result") == "Failure":
        reason = str(edit.get("info") or edit.get("warning") or "the wiki wants a captcha, or a filter stopped it")
        return Refused(str(edit.get("code") or next(iter(set(edit) & {"captcha", "spam"}), "failure")), reason)
    return Unknown(f"HTTP {status} with an answer that does not say whether it saved")


def stale_session(body: bytes) -> str:
    """Return the code of a refusal that only means a stale token or session, "" for any other answer."""
    try:
        answer = json.loads(body)
        code = str(answer["error"]["code"])
    except (ValueError, TypeError, KeyError):
        return ""
    return code if code in _STALE_SESSION else ""


def _only_here(error: dict[str, Any]) -> bool:
    """Whether a block keeps us only off the page, not off the wiki."""
    block = error.get("blockinfo")
    return isinstance(block, dict) and bool(block.get("blockpartial"))


def _success(edit: dict[str, Any]) -> Outcome:
    if edit.get("nochange"):
        return Unchanged()
    number = edit.get("newrevid")
    return Saved(number) if isinstance(number, int) else Unknown("the wiki says it saved, but not which revision")


def _refusal(code: str, info: str, wait: float | None) -> Outcome:
    if code in _CONFLICTS:
        return Conflict(_CONFLICTS[code])
    if code in _LATER or code in _STALE_SESSION:
        return Later(f"{code}: {info}", wait)
    if code.startswith(_PERSON):
        return Later(f"{code}: {info}", needs_person=True)
    if code.startswith("internal_api_error"):
        return Unknown(f"{code}: {info}", wait)
    return Refused(code, info)


def seconds_asked(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, which is a number of seconds or a date by the wiki's own clock; None if it is neither."""
    words = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", words):
        return float(words)
    try:
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(words) - now).total_seconds())
    except (TypeError, ValueError):
        return None
