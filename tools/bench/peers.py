"""The tools to time, each on the same texts and in its own process."""

from __future__ import annotations

import bz2
import gc
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from linterbot.lint.linter import lint_page, read_page
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS, Markup, Page
from linterbot.rulebook import packs

_PASSES = 3
_LINES = re.compile(r"^(?:[*#:;]+|={1,6})[^\n]*|\{\{[^{}|\n]*|\[\[[^\[\]|\n]*", re.MULTILINE)
_WIKILINT = Path(__file__).with_name("wikilint.mjs")


def _reading() -> Callable[[str], object]:
    return lambda text: read_page(Page("Some Page", text), Markup.MEDIAWIKI, MEDIAWIKI_NAMES)


def _reading_and_naming() -> Callable[[str], object]:
    def read(text: str) -> object:
        document = read_page(Page("Some Page", text), Markup.MEDIAWIKI, MEDIAWIKI_NAMES)
        return document.templates, document.links

    return read


def _whole_pack() -> Callable[[str], object]:
    rules = packs.load("tropedia")

    def lint(text: str) -> object:
        page = Page("Some Page", text)
        return lint_page(read_page(page, Markup.MEDIAWIKI, MEDIAWIKI_NAMES), rules, NO_FACTS)

    return lint


def _mwparserfromhell() -> Callable[[str], object]:
    from mwparserfromhell import parse

    return parse


def _line_scan() -> Callable[[str], object]:
    return lambda text: sum(1 for _ in _LINES.finditer(text))


PYTHON = {
    "linterbot, reading": _reading,
    "linterbot, reading and naming every link": _reading_and_naming,
    "linterbot, all rules of tropedia": _whole_pack,
    "mwparserfromhell, parse": _mwparserfromhell,
    "re, one pattern for lines, calls, links": _line_scan,
}
BZ2 = "bz2, unpacking"
WIKILINT = "wikilint, defaults"


def seconds(tool: str, texts: list[str], wikilint: Path) -> float:
    """Return the CPU seconds that a tool takes for all the texts: the best of some passes, in its own process."""
    if tool == WIKILINT:
        command = ["node", str(_WIKILINT), str(wikilint), str(_PASSES)]
    else:
        command = [sys.executable, __file__, tool]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return float(done.stdout)


def _best(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_PASSES):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _main() -> None:
    tool, texts = sys.argv[1], json.loads(sys.stdin.read())
    if tool == BZ2:
        packed = bz2.compress("".join(texts).encode())
        print(_best(lambda: bz2.decompress(packed)))
        return
    work = PYTHON[tool]()
    gc.freeze()  # what is loaded is not garbage; the same for every tool

    def every() -> None:
        for text in texts:
            work(text)

    print(_best(every))


if __name__ == "__main__":
    _main()
