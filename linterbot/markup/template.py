"""Reads the parameters of one template call; nothing else uses mwparserfromhell, and only on calls of limited size."""

from __future__ import annotations

from collections.abc import Mapping

from linterbot.markup.document import Template
from linterbot.markup.spans import without_comments

_LARGEST = 8_192  # characters; 16 kB of unclosed braces keep the parser busy for 3.5 s (version 0.7.2)
_DEEPEST = 30  # nested calls; the parser keeps 33 levels and silently drops the rest


def parameters(text: str, template: Template) -> Mapping[str, str] | None:
    """Return a call's parameters by name, without comments and outer spaces; None if it is too large or too deep."""
    call = template.span.of(text)
    if len(call) > _LARGEST or call.count("{{") > _DEEPEST:
        return None
    import mwparserfromhell  # imported here, because most pages never need it

    parsed = mwparserfromhell.parse(call, skip_style_tags=True).filter_templates(recursive=False)
    if not parsed:
        return None
    return {_shown(one.name): _shown(one.value) for one in parsed[0].params}


def _shown(words: object) -> str:
    return without_comments(str(words)).strip()
