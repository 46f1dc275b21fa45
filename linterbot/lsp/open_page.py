"""A page that is open in an editor: what is wrong with it, and what could be done, as editors want to be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec

from linterbot.config import find
from linterbot.config.file_rules import Applied, FileRules, only
from linterbot.config.lint_options import LintOptions
from linterbot.lint.fixing import fix_text
from linterbot.lint.ignore_comments import ignoring
from linterbot.lint.linter import LintResult, lint_page, read_page
from linterbot.lint.own_findings import NAMES
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS, Edit, Finding, Page, Safety, Severity, Span

SOURCE = "linterbot"
_LEVELS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTICE: types.DiagnosticSeverity.Information,
}
_AGREE = "linterbot.agree"  # the annotation of edits that a person should look at before they are made
_WORDS = {Safety.SAFE: "", Safety.UNSAFE: " (review it)", Safety.DISPLAY: " (suggestion)"}


@dataclass(frozen=True)
class OpenPage:
    """One version of an open page, linted."""

    uri: str
    version: int | None
    document: Document
    result: LintResult
    applied: Applied
    codec: PositionCodec  # how the editor counts columns
    lines: Sequence[str]

    def diagnostics(self) -> list[types.Diagnostic]:
        """Return what was found."""
        return [self._diagnostic(one) for one in self.result.findings]

    def findings_at(self, place: types.Range) -> list[Finding]:
        """Return the findings that touch a range of the editor's."""
        return [one for one in self.result.findings if _touch(self.range(one.span), place)]

    def actions(self, place: types.Range) -> Iterator[types.CodeAction]:
        """Yield what could be done about the findings in a range, and about all that needs no judgement."""
        for finding in self.findings_at(place):
            if finding.fix is not None and finding.fix.edits:
                yield self._fix(finding)
            if finding.name not in NAMES and (edits := ignoring(self.document, [finding], "")):
                title = f"Ignore {finding.name} {'on this page' if finding.of_page else 'here'}"
                yield self._action(title, edits, types.CodeActionKind.QuickFix, finding)
        if any(one.fix is not None and one.fix.safety is Safety.SAFE for one in self.result.findings):
            yield types.CodeAction(
                title="Fix everything that needs no judgement",
                kind=types.CodeActionKind.SourceFixAll,
                edit=self._changes([Edit(Span(0, len(self.document.text)), self.fixed())], agree=False),
            )

    def fixed(self) -> str:
        """Return the text with its safe fixes made."""
        safe = fix_text(self.document.text, self._relint, lambda one: bool(one.fix and one.fix.safety is Safety.SAFE))
        return safe.text

    def range(self, span: Span) -> types.Range:
        """Return a span as the editor counts."""
        return types.Range(start=self._place(span.start), end=self._place(span.end))

    def _relint(self, text: str) -> LintResult:
        document = read_page(Page(self.document.title, text), self.document.markup, MEDIAWIKI_NAMES)
        return only(lint_page(document, self.applied.rules, NO_FACTS), self.applied.selection)

    def _place(self, offset: int) -> types.Position:
        position = self.document.position(offset)
        ours = types.Position(line=position.row - 1, character=position.column - 1)
        return self.codec.position_to_client_units(self.lines, ours)

    def _diagnostic(self, finding: Finding) -> types.Diagnostic:
        related = [
            types.DiagnosticRelatedInformation(types.Location(self.uri, self.range(span)), "what it is about")
            for span in finding.related
        ]
        return types.Diagnostic(
            range=self.range(finding.span),
            message=finding.message,
            severity=_LEVELS[finding.severity],
            code=f"{finding.code} {finding.name}",
            code_description=types.CodeDescription(finding.policy) if finding.policy else None,
            source=SOURCE,
            related_information=related,
        )

    def _fix(self, finding: Finding) -> types.CodeAction:
        assert finding.fix is not None
        title = f"{finding.name}: {finding.fix.description}{_WORDS[finding.fix.safety]}"
        agree = finding.fix.safety is not Safety.SAFE
        return self._action(title, finding.fix.edits, types.CodeActionKind.QuickFix, finding, agree)

    def _action(
        self,
        title: str,
        edits: Sequence[Edit],
        kind: types.CodeActionKind,
        finding: Finding,
        agree: bool = False,
    ) -> types.CodeAction:
        return types.CodeAction(
            title=title,
            kind=kind,
            diagnostics=[self._diagnostic(finding)],
            is_preferred=not agree and finding.fix is not None and edits == finding.fix.edits,
            edit=self._changes(edits, agree),
        )

    def _changes(self, edits: Sequence[Edit], agree: bool) -> types.WorkspaceEdit:
        """Return edits of this version; those to be agreed to are shown with their difference before they are made."""
        target = types.OptionalVersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        plain = [types.TextEdit(self.range(one.span), one.text) for one in edits]
        if not agree:
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(target, plain)])
        annotated = [types.AnnotatedTextEdit(_AGREE, one.range, one.new_text) for one in plain]
        label = types.ChangeAnnotation(label="linterbot: look at this change", needs_confirmation=True)
        return types.WorkspaceEdit(
            document_changes=[types.TextDocumentEdit(target, annotated)], change_annotations={_AGREE: label}
        )


def lint_open(
    uri: str, path: Path, text: str, version: int | None, codec: PositionCodec, lines: Sequence[str]
) -> OpenPage:
    """Lint a page that is open in an editor, by the configuration nearest to it; raises LinterbotError."""
    found = find.find(start=path.parent)
    files = FileRules(LintOptions(found), None)
    applied = files.applied(path, text)
    page = Page(path.name.partition(".")[0].replace("_", " "), text)
    document = read_page(page, applied.markup, MEDIAWIKI_NAMES)
    result = only(lint_page(document, applied.rules, NO_FACTS), applied.selection)
    return OpenPage(uri, version, document, result, applied, codec, lines)


def _touch(one: types.Range, other: types.Range) -> bool:
    starts, ends = (one.start.line, one.start.character), (one.end.line, one.end.character)
    first, last = (other.start.line, other.start.character), (other.end.line, other.end.character)
    return starts <= last and first <= ends
