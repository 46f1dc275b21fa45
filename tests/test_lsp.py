"""The language server, as a client on the other end of its standard input sees it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.test_cli_check import CONFIG, LONE, PAGE, TWICE

_WAIT = 60.0  # seconds without an answer after which the server hangs


class Editor:
    """An editor with one open page."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.found: asyncio.Queue[list[types.Diagnostic]] = asyncio.Queue()
        self.said: list[str] = []
        self.uri = ""
        self.version = 0

        def published(params: types.PublishDiagnosticsParams) -> None:
            self.found.put_nowait(list(params.diagnostics))

        def shown(params: types.ShowMessageParams) -> None:
            self.said.append(params.message)

        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
        client.feature(types.WINDOW_SHOW_MESSAGE)(shown)

    async def open(self, path: Path, text: str) -> list[types.Diagnostic]:
        self.uri = path.as_uri()
        item = types.TextDocumentItem(uri=self.uri, language_id="wikitext", version=0, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await asyncio.wait_for(self.found.get(), _WAIT)

    async def type(self, text: str) -> list[types.Diagnostic]:
        self.version += 1
        identifier = types.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri)
        whole = types.TextDocumentContentChangeWholeDocument(text=text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))
        return await asyncio.wait_for(self.found.get(), _WAIT)

    async def actions(self, place: types.Range, *only: types.CodeActionKind) -> dict[str, types.CodeAction]:
        context = types.CodeActionContext(diagnostics=[], only=list(only) or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri), place, context)
        answer = await asyncio.wait_for(self.client.text_document_code_action_async(params), _WAIT)
        return {one.title: one for one in answer or () if isinstance(one, types.CodeAction)}

    async def hover(self, line: int, character: int) -> str:
        place = types.Position(line, character)
        params = types.HoverParams(types.TextDocumentIdentifier(self.uri), place)
        answer = await asyncio.wait_for(self.client.text_document_hover_async(params), _WAIT)
        return answer.contents.value if answer and isinstance(answer.contents, types.MarkupContent) else ""


def with_editor(story: Callable[[Editor], Awaitable[None]], folder: Path, encoding: str = "utf-16") -> None:
    """Start the server as an editor does, and do with it what a story says."""

    async def play() -> None:
        client = LanguageClient("editor", "1")
        editor = Editor(client)
        await client.start_io(sys.executable, "-m", "linterbot", "lsp", cwd=str(folder))
        general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
        capabilities = types.ClientCapabilities(general=general)
        params = types.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri())
        answer = await asyncio.wait_for(client.initialize_async(params), _WAIT)
        assert answer.server_info is not None
        assert answer.server_info.name == "linterbot"
        client.initialized(types.InitializedParams())
        await story(editor)
        await asyncio.wait_for(client.shutdown_async(None), _WAIT)
        client.exit(None)
        await client.stop()

    asyncio.run(play())


def edits(action: types.CodeAction) -> list[tuple[types.Range, str]]:
    assert action.edit is not None
    (change,) = action.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    return [(one.range, one.new_text) for one in change.edits if not isinstance(one, types.SnippetTextEdit)]


def test_findings_follow_what_is_typed(here: Path) -> None:
    async def story(editor: Editor) -> None:
        found = await editor.open(here / "Moss.wiki", PAGE)
        natter = next(one for one in found if one.code == "EX101 natter")
        assert (natter.range.start, natter.range.end) == (types.Position(3, 3), types.Position(3, 38))
        assert natter.severity is types.DiagnosticSeverity.Warning
        assert natter.related_information
        assert await editor.type(PAGE.partition("** ")[0]) == []
        assert editor.said == []

    with_editor(story, here)


def test_actions_fix_ignore_or_ask(here: Path) -> None:
    async def story(editor: Editor) -> None:
        await editor.open(here / "Moss.wiki", TWICE)
        last = types.Range(types.Position(4, 0), types.Position(4, 5))
        actions = await editor.actions(last)
        fix = next(one for title, one in actions.items() if title.startswith("duplicate-example: "))
        assert fix.is_preferred
        assert [text for _, text in edits(fix)] == [""]
        ((_, comment),) = edits(actions["Ignore duplicate-example here"])
        assert comment == " <!-- linterbot: ignore duplicate-example -->"
        whole = await editor.actions(last, types.CodeActionKind.SourceFixAll)
        ((_, fixed),) = edits(whole["Fix everything that needs no judgement"])
        assert fixed.count("Mother Ansel") == 1
        await editor.type(LONE)
        actions = await editor.actions(types.Range(types.Position(3, 0), types.Position(3, 5)))
        join = next(one for title, one in actions.items() if title.endswith("(review it)"))
        assert join.edit is not None
        (label,) = (join.edit.change_annotations or {}).values()
        assert label.needs_confirmation

    with_editor(story, here)


def test_the_page_of_a_rule_is_shown(here: Path) -> None:
    async def story(editor: Editor) -> None:
        await editor.open(here / "Moss.wiki", PAGE)
        assert "# EX101 `natter`" in await editor.hover(3, 5)
        assert await editor.hover(0, 0) == ""

    with_editor(story, here)


@pytest.mark.parametrize(("encoding", "column"), [("utf-16", 5), ("utf-8", 7), ("utf-32", 4)])
def test_columns_are_counted_as_the_editor_counts(here: Path, encoding: str, column: int) -> None:
    async def story(editor: Editor) -> None:
        (one,) = await editor.open(here / "A.wiki", "* \U0001f409 this troper saw it.\n")
        assert one.code == "WD501 this-troper"
        assert one.range.start == types.Position(0, column)

    (here / "config.yaml").write_text(f"files: {{select: [this-troper]}}\n{CONFIG}")
    with_editor(story, here, encoding)


def test_the_configuration_nearest_to_the_page_counts_and_is_complained_about_once(here: Path) -> None:
    async def story(editor: Editor) -> None:
        found = await editor.open(here / "drama" / "Moss.wiki", PAGE)
        assert "EX101 natter" not in {one.code for one in found}
        (here / "config.yaml").write_text(config.replace("threshold", "treshold"))
        assert await editor.type(PAGE + "\n") == []
        assert await editor.type(PAGE) == []
        assert len(editor.said) == 1
        assert 'unknown key "treshold"' in editor.said[0]

    (here / "drama").mkdir()
    config = f"{CONFIG}    adjust: {{natter: {{threshold: 0.99}}}}\n"
    (here / "config.yaml").write_text(config)
    with_editor(story, here)
