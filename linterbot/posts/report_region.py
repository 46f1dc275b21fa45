"""The part of the report page that belongs to the bot, between two marks; everything around it is people's own."""

from __future__ import annotations

import re

_REGION = re.compile(r"<!-- linterbot:begin.*?<!-- linterbot:end -->", re.DOTALL)
_END = "<!-- linterbot:end -->"


def region_of(page: str) -> str:
    """Return the bot's part of a report page, "" if there is none."""
    found = _REGION.search(page)
    return found[0] if found else ""


def with_region(page: str, lines: list[str], marks: str) -> str:
    """Return a report page with the bot's part replaced, or added at its end; `marks` says what the marks mean."""
    region = "\n".join([f"<!-- linterbot:begin ({marks}) -->", *lines, _END])
    if _REGION.search(page):
        return _REGION.sub(lambda _: region, page, count=1)
    return f"{page.rstrip()}\n\n{region}".lstrip()
