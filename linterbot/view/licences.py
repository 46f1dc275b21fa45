"""Which templates are licences: those a rule lists, those the wiki collects, or else those that look like one."""

from __future__ import annotations

from collections.abc import Iterable

from linterbot.view.templates import alike

_SLIPS = 2  # letters that may be wrong, missing, extra or swapped in a misspelt name
_SHORTEST = 4  # characters of a name that can be misspelt


def has_licence(called: Iterable[str], listed: Iterable[str], known: Iterable[str], likely: Iterable[str]) -> bool:
    """Whether one of the templates that a file page calls is a licence.

    `known` are the wiki's own licence templates. If they are unknown, a template counts whose name begins with one of
    the `likely` words: then a fault may be missed, but none is invented.
    """
    present, known = alike(called), alike(known)
    if present & (alike(listed) | known):
        return True
    beginnings = tuple(alike(likely))
    return not known and any(name.startswith(beginnings) for name in present)


def misspelt(called: Iterable[str], licences: Iterable[str]) -> tuple[str, str] | None:
    """Return a template whose name is nearly that of a licence, and the licence, None if there is none."""
    from rapidfuzz.distance import OSA  # imported here, because most pages never need it

    names = sorted(set(licences))
    for written in sorted(set(called)):
        near = (name for name in names if OSA.distance(written.casefold(), name.casefold()) <= _SLIPS)
        if len(written) >= _SHORTEST and (meant := next(near, None)) is not None:
            return written, meant
    return None
