"""A wiki's own names for namespaces and redirects, as far as reading a page needs them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_REDIRECT_BEGINS = 100  # characters within which a redirect says that it is one


@lru_cache(maxsize=8_192)  # because a page names the same few things again and again
def title_form(name: str) -> str:
    """Return a title as MediaWiki keeps it: single spaces instead of underscores, first letter upper case."""
    clean = " ".join(name.replace("_", " ").split())
    return clean[:1].upper() + clean[1:]


@dataclass(frozen=True)
class Names:
    """The names that a wiki uses, in lower case; MediaWiki's own names work on every wiki."""

    files: frozenset[str] = frozenset({"file", "image"})  # of the namespace of files
    categories: frozenset[str] = frozenset({"category"})  # of the namespace of categories
    templates: frozenset[str] = frozenset({"template"})  # of the namespace of templates
    redirects: frozenset[str] = frozenset({"#redirect"})  # the words that make a page a redirect

    def redirect(self, text: str) -> bool:
        """Whether a page with this text is a redirect."""
        return text[:_REDIRECT_BEGINS].lstrip().lower().startswith(tuple(self.redirects))

    def template_name(self, written: str) -> str:
        """Return a template's name from the words between `{{` and the first `|`."""
        head, colon, rest = written.partition(":")
        if colon and head.strip().lower() in self.templates:
            written = rest
        return title_form(written)


MEDIAWIKI_NAMES = Names()
