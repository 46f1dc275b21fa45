"""Writes a configuration for a wiki that nobody has configured yet, from what the wiki says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import urlsplit

from linterbot.config.reader import address_parts
from linterbot.errors import TargetError
from linterbot.guards.exclusion import NAMES as EXCLUSION
from linterbot.guards.in_use import NAMES as IN_USE
from linterbot.lint.linter import licence_categories
from linterbot.markup.namespace_names import title_form
from linterbot.rulebook import packs
from linterbot.view.conventions import Conventions
from linterbot.wiki.protocol import Site, Wiki

_MACHINE = re.compile(r"[\w.:-]+")  # the name of one, or its number
_MODERATORS = ("sysop", "bureaucrat", "content-moderator", "threadmoderator", "moderator")  # groups that may answer
_DRAFTS = ("Trope Workshop", "Workshop", "Draft")  # namespaces of drafts
_PAGES = {"report": "Report", "stop": "Stop", "opt-out": "Opt-out", "complaints": "False positives"}
_INDENT = "    "  # of what stands under a wiki's name
_SHOWN = 12  # namespaces that a comment lists
_FALLBACK = "tropedia"  # the pack for a wiki that looks like none


class NewConfig(NamedTuple):
    """A configuration as text, and what somebody has to know who uses it."""

    text: str
    notes: tuple[str, ...]  # what was not found, and what it means


def file_of_its_own(made: NewConfig, defaults: Mapping[str, object]) -> str:
    """Return the part of a configuration that is about its one wiki, without what all wikis have in common."""
    lines = made.text.split("\n")
    begin = lines.index("wikis:") + 2
    own = list(takewhile(lambda line: line.startswith(_INDENT) or not line.strip(), lines[begin:]))
    return "".join(f"{line.removeprefix(_INDENT)}\n" for line in own if line.strip() and not _is_shared(line, defaults))


def _is_shared(line: str, defaults: Mapping[str, object]) -> bool:
    key, _, value = line.strip().partition(":")
    plain = value.partition(" #")[0].strip().strip("\"'")
    return defaults.get(key) == plain and bool(plain)


def api_addresses(address: str) -> list[str]:
    """Return where the API of a wiki may be, from any address on it; raises TargetError for what is no address."""
    parts = address_parts(address if "://" in address else f"https://{address}")
    if parts is None or parts.scheme not in ("http", "https") or not _MACHINE.fullmatch(parts.hostname or ""):
        raise TargetError(address, "is not the address of a wiki", "give the address of its api.php")
    if parts.path.endswith("/api.php"):
        return [f"{parts.scheme}://{parts.netloc}{parts.path}"]
    return [f"{parts.scheme}://{parts.netloc}{path}" for path in ("/api.php", "/w/api.php")]


def wiki_name(site: Site, address: str) -> str:
    """Return a short name for a wiki, from its own name or its address, in lower-case letters and hyphens."""
    host = str(urlsplit(address).hostname)
    for words in (site.title, host.split(".")[0]):
        if name := re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-"):
            return name[:40].strip("-")
    return "wiki"


def new_config(wiki: Wiki, address: str, user: str, operator: str) -> NewConfig:
    """Ask a wiki what a configuration needs, and return one; raises WikiError if the wiki does not answer."""
    site = wiki.site()
    pack, why, notes = _pack(wiki, site, address)
    drafts = [name for name in _DRAFTS if name.lower() in site.namespaces]
    groups = [group for group in _MODERATORS if group in site.groups] or ["sysop"]
    notes += _missing(wiki, site, user, pack)
    lines = _lines(site, address, user, operator, pack, why, drafts, groups)
    return NewConfig("\n".join(lines) + "\n", tuple(notes))


def _lines(
    site: Site,
    address: str,
    user: str,
    operator: str,
    pack: str,
    why: str,
    drafts: Collection[str],
    groups: Collection[str],
) -> Iterator[str]:
    name = wiki_name(site, address)
    spaces = [one for number, one in sorted(site.numbers.items()) if number >= 0 and number % 2 == 0 and one]
    yield f"# linterbot on {_comment(site.title or name)}. config.example.yaml explains every key, and those left out."
    yield "# The password does not belong here: docs/operating.md says where it goes. Check with: linterbot doctor"
    yield ""
    yield "state: linterbot-state"
    yield ""
    yield "wikis:"
    yield f"  {name}:"
    yield "    kind: mediawiki"
    yield f"    api: {json.dumps(address)}"
    yield ""
    yield f"    # {why}"
    yield f"    pack: {pack}"
    yield ""
    yield f"    user: {json.dumps(user)}"
    yield f"    operator: {json.dumps(operator)}"
    yield ""
    if spaces:
        yield f"    # The wiki also has: {_comment(', '.join(spaces[:_SHOWN]))}{', …' if len(spaces) > _SHOWN else ''}."
    yield f"    namespaces: {json.dumps(['main', *drafts, site.namespaces.get('file', 'File')], ensure_ascii=False)}"
    yield f"    drafts: {json.dumps(list(drafts), ensure_ascii=False)}"
    yield ""
    yield "    # Nothing is shown to anybody yet. Then flag, then suggest; auto only for rules that have earned it."
    yield "    mode: shadow"
    yield "    rules: {}"
    yield ""
    for key, title in _PAGES.items():
        yield f"    {key}-page: {json.dumps(f'User:{user}/{title}', ensure_ascii=False)}"
    yield ""
    yield f"    # Whose answers on the report page count, of: {_comment(', '.join(sorted(site.groups)))}."
    yield f"    verdict-groups: {json.dumps(list(groups))}"
    yield ""
    yield "    # For the first weeks: few edits, far apart."
    yield "    edits-per-run: 5"
    yield "    seconds-between-edits: 30"
    yield ""
    yield "jobs:"
    yield f'  patrol-{name}: {{wiki: {name}, cron: "*/10 * * * *"}}'


def _comment(words: str) -> str:
    """Return words that stay within a comment."""
    return " ".join(words.split())


def _pack(wiki: Wiki, site: Site, address: str) -> tuple[str, str, list[str]]:
    """Return the pack for a wiki, why, and what to know about it."""
    host = str(urlsplit(address).hostname)
    known = [name for name in packs.names() if name != "tvtropes"]
    for name in known:
        if name in host.replace("-", ""):
            return name, f"This is the wiki that the rules of {name} were written for.", []
    found = {name: _there(wiki, _templates(packs.load(name)[0].conventions)) for name in known}
    best = max(known, key=lambda name: (len(found[name]), name == _FALLBACK))
    if not found[best]:
        note = f"none of the templates that the packs know a page by is here; {_FALLBACK} is a guess"
        return _FALLBACK, f"A guess: none of the packs' templates is on this wiki (others: {', '.join(known)}).", [note]
    shown = ", ".join(f"{{{{{one}}}}}" for one in sorted(found[best])[:4])
    why = f"The nearest pack: of its templates, this wiki has {len(found[best])} ({_comment(shown)}, …)."
    return best, why, [f"the rules of {best} were written for another wiki; their policy links lead there"]


def _templates(conventions: Conventions) -> set[str]:
    return {name for names in conventions.kinds.templates.values() for name in names}


def _there(wiki: Wiki, templates: Iterable[str]) -> list[str]:
    """Return those of some templates that a wiki has."""
    titles = {f"Template:{title_form(name)}": name for name in templates}
    pages = {page.title.partition(":")[2] for page in wiki.pages(titles, unreadable=True)}
    return [name for title, name in titles.items() if title.partition(":")[2] in pages]


def _missing(wiki: Wiki, site: Site, user: str, pack: str) -> list[str]:
    """Return what was looked for and not found."""
    notes = []
    categories = licence_categories(packs.load(pack))
    if not wiki.templates_in(categories):
        named = " or ".join(f"Category:{name}" for name in sorted(categories))
        notes.append(f"no licence templates were found in {named}; licences are recognised by their names only")
    if user not in wiki.users([user]):
        notes.append(f"there is no account “{user}” yet")
    if not _there(wiki, EXCLUSION):
        notes.append("the wiki has neither {{nobots}} nor {{bots}}; the bot heeds them all the same")
    if not _there(wiki, IN_USE):
        notes.append("no template for pages in use was found; if there is one, name it under in-use")
    if site.walls:
        notes.append("people have message walls here, so the bot cannot write to them")
    return notes
