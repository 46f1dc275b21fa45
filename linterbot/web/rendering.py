"""Makes pages from templates. Whatever is put into one is text: escaped, and with its invisible characters shown."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from linterbot.desk.give_verdict import digest_of
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.rights import Right
from linterbot.version import __version__
from linterbot.web import files
from linterbot.web.filters import DAYS, SURE
from linterbot.web.visit import Visit


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("linterbot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(file=files.address, Right=Right, digest_of=digest_of, version=__version__, SURE=SURE, DAYS=DAYS)
    made.filters.update(percent=_percent, day=_day, web=_web, flat=_flat, lines=_lines)
    return made


def page(template: str, visit: Visit, **values: Any) -> str:
    """Return a page for a visit."""
    words = visit.words
    return (
        _environment()
        .get_template(template)
        .render(visit=visit, say=words.say, count=words.count, language=words.language, **values)
    )


def bare_page(template: str, **values: Any) -> str:
    """Return a page that is about no wiki."""
    return _environment().get_template(template).render(**values)


def _visible(value: object) -> object:
    return terminal_escape(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _day(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _flat(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())


def _lines(text: str) -> Markup:
    """Return a text whose ends of lines stay as they are."""
    return Markup("\n").join(terminal_escape(line) for line in text.split("\n"))


def _web(address: str) -> str:
    """Return an address if it leads to the web, "" otherwise: a rule file could name anything."""
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
