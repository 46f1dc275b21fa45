"""What rules ask the sandbox beyond pages: the templates in a category tree, and when pages were created."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from linterbot.markup import read
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, title_form
from linterbot.model import Markup, Page
from linterbot.wiki.export.facts import Learner, Source, gist
from linterbot.wiki.sandbox.revisions import latest
from linterbot.wiki.sandbox.schema import page, recent_change
from linterbot.wiki.titles import normal_title

_SOURCES = {"Template": 10, "Category": 14}  # whose pages say what is a licence, with MediaWiki's numbers


def templates_in(db: Connection, categories: frozenset[str]) -> frozenset[str]:
    """Return the templates in these categories and those below them, according to their pages."""
    learner = Learner()
    titles = sorted(db.execute(select(page.c.title).where(page.c.namespace.in_(tuple(_SOURCES)))).scalars())
    for row in latest(db, titles):
        name = title_form(row.title.partition(":")[2])
        learner.take(gist(Source(MEDIAWIKI_NAMES, _SOURCES[row.namespace], name, row.text, "")))
    return learner.facts(categories).licences


def in_category(db: Connection, category: str) -> list[str]:
    """Return the titles of the pages whose texts put them into a category, in alphabetical order."""
    kept_out = ("Category", "File")
    titles = sorted(db.execute(select(page.c.title).where(page.c.namespace.not_in(kept_out))).scalars())
    documents = (read(Page(row.title, row.text), Markup.MEDIAWIKI) for row in latest(db, titles))
    wanted = title_form(category)
    return [one.title for one in documents if any(title_form(link.target) == wanted for link in one.categories)]


def created(db: Connection, titles: Iterable[str], namespaces: Mapping[str, str]) -> dict[str, str]:
    """Return when pages were created under these titles; pages loaded from an export are not in the log."""
    table = recent_change
    wanted = {normal_title(title, namespaces)[0]: title for title in titles}
    rows = db.execute(select(table).where(table.c.kind == "create", table.c.title.in_(tuple(wanted))))
    return {wanted[row.title]: row.timestamp for row in rows}
