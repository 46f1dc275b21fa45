"""The server: hears what an editor does, and answers with findings, fixes and the pages of rules."""

from __future__ import annotations

import logging
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from linterbot.errors import LinterbotError
from linterbot.formats import rule_help
from linterbot.lint.own_findings import OWN_RULES
from linterbot.lsp.open_page import OpenPage, lint_open
from linterbot.version import __version__

log = logging.getLogger("linterbot.lsp")


class PageServer(LanguageServer):
    """The server, with what was found in each open page."""

    def __init__(self) -> None:
        super().__init__("linterbot", __version__)
        self._complained = ""  # what was said last about a broken configuration or rule

    def linted(self, uri: str) -> OpenPage | None:
        """Return an open page, linted; None if the configuration or a rule is broken, which is said once."""
        page = self.workspace.get_text_document(uri)
        path = Path(to_fs_path(uri) or uri.rpartition("/")[2])
        try:
            linted = lint_open(uri, path, page.source, page.version, self.workspace.position_codec, page.lines)
        except LinterbotError as error:
            self._complain(str(error))
            return None
        self._complained = ""
        return linted

    def publish(self, uri: str) -> None:
        """Tell the editor what is wrong with a page."""
        linted = self.linted(uri)
        found = linted.diagnostics() if linted else []
        version = linted.version if linted else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _complain(self, words: str) -> None:
        if words != self._complained:
            self._complained = words
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"linterbot: {words}"))


def make() -> PageServer:
    """Return a server that answers to an editor."""
    server = PageServer()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        linted = server.linted(params.text_document.uri)
        wanted = params.context.only
        every = linted.actions(params.range) if linted else ()
        return [one for one in every if wanted is None or one.kind in wanted]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        linted = server.linted(params.text_document.uri)
        here = types.Range(params.position, params.position)
        found = linted.findings_at(here) if linted else []
        if linted is None or not found:
            return None
        pages = dict.fromkeys(_page(linted, one.name) for one in found)
        words = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(pages))
        return types.Hover(words, linted.range(found[0].span))

    return server


def _page(linted: OpenPage, name: str) -> str:
    """Return the page of a rule."""
    for rule in linted.applied.rules:
        if rule.name == name:
            return rule_help.markdown(rule)
    return next(f"# {own.code} {own.name}\n\n{own.why}" for own in OWN_RULES if own.name == name)
