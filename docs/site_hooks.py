"""Makes the Markdown that a code host shows into a site: hooks for mkdocs, named in mkdocs.yml."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
# Pages from outside docs/, by where they are in the project, and what they are called in the site.
OUTSIDE = {
    "rules/README.md": "writing-rules.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changes.md",
    "README.md": "index.md",  # the site begins with docs/index.md instead
}
_DECISIONS = "decisions/README.md"
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)([^)\s#]+)")
_ITEM = re.compile(r"( *)(?:[-*]|\d+\.) ")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside docs/, whatever else pages link to there, and the list of decisions."""
    for source, name in OUTSIDE.items():
        if name != "index.md":
            files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    listing = _decisions(Path(config.docs_dir) / "decisions")
    files.append(File.generated(config, _DECISIONS, content=listing))
    for path in sorted(_linked_files(files)):
        files.append(File.generated(config, _in_site(path), abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links lead to where their files are in the site, and lists be lists as on a code host."""
    if page.file.src_uri.startswith("rules/") and not page.file.src_uri.endswith("README.md"):
        page.meta["hide"] = ["toc"]  # it would be a column of “Not like this” and “Fine”
    here, place = _in_project(page.file.src_uri), posixpath.dirname(page.file.src_uri)

    def moved(link: re.Match[str]) -> str:
        target = _in_site(posixpath.normpath(posixpath.join(posixpath.dirname(here), link[1])))
        return posixpath.relpath(target, place or ".")

    pieces = re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    return "".join(piece if piece.startswith("```") else _LINK.sub(moved, _wide_lists(piece)) for piece in pieces)


def _wide_lists(text: str) -> str:
    """Return a text with lists as Python-Markdown wants them: four spaces a level, an empty line where one changes."""
    lines: list[str] = []
    levels: list[int] = []  # how far the items of the lists we are in are indented, the outermost first
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if item:
            before, levels = levels, [level for level in levels if level < len(item[1])] + [len(item[1])]
            lines += [""] if levels != before and lines and lines[-1] else []
        elif line and not line.startswith(" "):
            levels = []
        depth = 4 * (len(levels) - bool(item))
        lines.append(" " * depth + line.strip() if levels and line.strip() else line)
    return "\n".join(lines)


def _in_project(page: str) -> str:
    """Return where the text of a page of the site is in the project."""
    return next((source for source, name in OUTSIDE.items() if name == page != "index.md"), f"docs/{page}")


def _in_site(path: str) -> str:
    """Return where a file of the project is in the site."""
    if path in OUTSIDE:
        return OUTSIDE[path]
    if path == "docs/decisions":
        return _DECISIONS
    return path.removeprefix("docs/") if path.startswith("docs/") else f"files/{path}"


def _linked_files(files: Files) -> Iterator[str]:
    """Yield the files outside docs/ that pages link to and that are no pages themselves."""
    found = set()
    for page in files.documentation_pages():
        here = posixpath.dirname(_in_project(page.src_uri))
        text = _FENCE.sub("", page.content_string)
        found |= {posixpath.normpath(posixpath.join(here, link)) for link in _LINK.findall(text)}
    for path in found:
        if not path.startswith(("docs/", "..")) and path not in OUTSIDE and (ROOT / path).is_file():
            yield path


def _decisions(folder: Path) -> str:
    """Return the list of decisions, which a code host shows by itself."""
    rows = []
    for path in sorted(folder.glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        rows.append(f"- [{title.strip()}]({path.name})")
    return "\n".join(["# Decisions", "", "What was decided, what else was tried, and the figures.", "", *rows, ""])
