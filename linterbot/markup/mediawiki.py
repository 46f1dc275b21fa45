"""Reads MediaWiki wikitext."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linterbot.markup.braces import opaque, tables, templates_and_links
from linterbot.markup.document import Document, Link, LinkKind, Template
from linterbot.markup.gather import Gatherer
from linterbot.markup.names import MEDIAWIKI_NAMES, Names, title_form
from linterbot.markup.spans import lines, merged
from linterbot.model import Markup, Span

_HEADING = re.compile(r"(={1,6})(.+?)(={1,6})\s*$", re.DOTALL)
_MARKER = re.compile(r"[*#:;]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = re.compile(r"([^\n<>{}\[\]|]*)(\||$)")  # stops at what no title holds, so nested links stay cheap
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)  # an external link in one bracket too many
_FOLDER_END = frozenset({"/folder", "Endfolder", "Folder end", "End folder"})


def read(text: str, names: Names = MEDIAWIKI_NAMES) -> Document:
    """Read wikitext into a document, in time linear in its length."""
    closed = list(opaque(text))
    hidden = merged(span for _, span in closed)
    template_spans, link_spans = templates_and_links(text, hidden)
    templates = tuple(Template(_name(text, span, names), span) for span in template_spans)
    joined = merged([*hidden, *template_spans, *tables(text, merged([*hidden, *template_spans]))])
    gatherer = Gatherer(text)
    _gather(text, joined, templates, gatherer)
    return Document(
        text=text,
        markup=Markup.MEDIAWIKI,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        templates=templates,
        links=(*_links(text, link_spans, names), *_gallery_images(text, closed, names)),
        opaque=tuple(span for kind, span in closed if kind != "gallery"),
        strays=tuple(gatherer.strays),
        redirect=_is_redirect(text, names),
    )


def _gather(text: str, joined: list[Span], templates: tuple[Template, ...], gatherer: Gatherer) -> None:
    folders = {template.span.start: template for template in templates if _is_folder_mark(template)}
    for line in lines(text, joined):
        words = text[line.start : line.end]
        mark = folders.get(line.start + len(words) - len(words.lstrip()))
        if mark is not None:
            _folder_mark(text, mark, gatherer)
        elif words.startswith("=") and (heading := _HEADING.match(_COMMENT.sub("", words))):
            gatherer.heading(line, heading[2].strip(), min(len(heading[1]), len(heading[3])))
        elif words.startswith(("*", "#", ":", ";")):
            _list_line(text, line, gatherer)
        else:
            gatherer.end_item()


def _list_line(text: str, line: Span, gatherer: Gatherer) -> None:
    marker = _MARKER.match(text, line.start, line.end)
    assert marker is not None
    depth = marker[0].count("*") + marker[0].count("#")
    if "*" not in marker[0] or marker[0].endswith(":"):
        if marker[0].endswith(":"):
            gatherer.continues(line)
        else:
            gatherer.end_item()
    else:
        gatherer.item(Span(*marker.span()), Span(marker.end(), line.end), depth)


def _is_folder_mark(template: Template) -> bool:
    return template.name == "Folder" or template.name in _FOLDER_END


def _folder_mark(text: str, mark: Template, gatherer: Gatherer) -> None:
    if mark.name in _FOLDER_END:
        gatherer.close_folder(mark.span)
    else:
        gatherer.folder(mark.span, mark.span.of(text)[2:-2].partition("|")[2].partition("|")[0].strip())


def _name(text: str, span: Span, names: Names) -> str:
    written = text[span.start + 2 : min(span.end - 2, span.start + 300)].partition("|")[0]
    return names.template_name(_COMMENT.sub("", written))


def _links(text: str, spans: Iterable[Span], names: Names) -> Iterator[Link]:
    for span in spans:
        found = _TARGET.match(text, span.start + 2, span.end - 2)
        if found is None or not found[1].strip() or _ADDRESS.match(found[1]):
            continue
        label = Span(found.end(), span.end - 2) if found[2] else Span(*found.span(1))
        yield _link(found[1], label, span, names)


def _link(target: str, label: Span, span: Span, names: Names) -> Link:
    head, colon, rest = target.partition(":")
    prefix = head.strip().lower()
    if colon and prefix in names.files:
        return Link(LinkKind.IMAGE, title_form(rest), label, span)
    if colon and prefix in names.categories:
        return Link(LinkKind.CATEGORY, title_form(rest), label, span)
    return Link(LinkKind.PAGE, title_form(target.lstrip(": ").partition("#")[0]), label, span)


def _gallery_images(text: str, closed: list[tuple[str, Span]], names: Names) -> Iterator[Link]:
    for kind, gallery in closed:
        if kind != "gallery":
            continue
        body = Span(text.index(">", gallery.start) + 1, text.rindex("<", gallery.start, gallery.end))
        words = body.of(text)
        for line in lines(words, []):
            target, bar, _ = line.of(words).partition("|")
            head, colon, rest = target.partition(":")
            span = Span(body.start + line.start, body.start + line.start + len(target))
            if colon and head.strip().lower() in names.files and rest.strip():
                label = Span(span.end + len(bar), body.start + line.end)
                yield Link(LinkKind.IMAGE, title_form(rest), label, span)


def _is_redirect(text: str, names: Names) -> bool:
    return text[:100].lstrip().lower().startswith(tuple(names.redirects))
