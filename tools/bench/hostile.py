"""Inputs of 2 MB that stop parsers, and what each costs: `make hostile`.

Words on the command line choose the inputs whose names hold them.

Every input is read by every reader and judged by every pack, each in a process of its own. The limits are those of
the project: 2 seconds and 300 MB.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator

from linterbot import packs
from linterbot.lint.linter import lint_page, read_page
from linterbot.markup.names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS, Markup, Page
from tools.bench.pages import CORPUS

_SIZE = 2 * 1024 * 1024  # bytes
_SECONDS, _MEMORY = 2.0, 300  # MB
_PAIRS = [
    *(("{{", "}}"), ("{{{", "}}}"), ("[[", "]]"), ("[", "]"), ("{|", "|}"), ("<!--", "-->"), ("<nowiki>", "</nowiki>")),
    *(("<ref>", "</ref>"), ("<pre>", "</pre>"), ("<gallery>", "</gallery>"), ("''", "''"), ("'''", "'''"), ("=", "=")),
    *(("<b>", "</b>"), ("{{folder|A}}", "{{/folder}}"), ("[[folder:A]]", "[[/folder]]"), ("[=", "=]"), ("%%", "%%")),
    *(
        ("[[spoiler:", "]]"),
        ("[[note]]", "[[/note]]"),
        ("[[AC:", "]]"),
        ("[[File:a|", "]]"),
        ("{{a|b=", "}}"),
        ('"', '"'),
    ),
    *(
        ("[[Work/Title ", "]]"),
        ("_", "_"),
        ("(", ")"),
        ("[http://a ", "]"),
        ("\n=", "=\n"),
        ("\n{|", "\n|}"),
        ("\n!", ""),
    ),
]
_LINES = [
    "* a\n",
    "** a\n",
    "*" * 50 + " a\n",
    ":*: a\n",
    "* ''[[A]]'': b c d e f g h i.\n",
    "\n",
    "\r\n",
    "\r",
    " \n",
    "==A==\n",
]
_LINES += [
    "    - a\n",
    "• a\n",
    "; a : b\n",
    "#REDIRECT [[a]]\n",
    "[[folder:A]]\n",
    "[[/folder]]\n",
    "{{folder|A}}\n",
    "Film\n\n",
]
_LINES += [
    "* Actually, though, to be fair?\n",
    "* a\n** To be fair, this troper though.\n",
    "<!-- a -->\n",
    "* a<!-- \n -->\n",
]
_WORDS = [
    "a ",
    "A",
    "Aa",
    "AaBb",
    "\x00",
    "\x7f",
    "\x1a",
    "\U0001f409",
    "\u202e",
    "\u0130",
    "é",
    "'",
    '"',
    "_",
    "&nbsp;",
    "<",
    ">",
    "|",
]
_WORDS += [
    "this troper ",
    "to be fair ",
    "Film/",
    "http://",
    "Word/{{a}}",
    "To Be Fair Actually ",
    "-",
    ": ",
    "., ",
    "？",
    "\ufeff",
]


def inputs() -> Iterator[tuple[str, str]]:
    """Yield each kind of input with a text of 2 MB (as UTF-8, about)."""
    for opener, closer in _PAIRS:
        half = _SIZE // (len(opener) + max(1, len(closer))) if closer else _SIZE // len(opener)
        yield f"unclosed {opener!r}", opener * (_SIZE // len(opener))
        yield f"unclosed {opener!r} a", f"{opener}a " * (_SIZE // (len(opener) + 2))
        yield f"unclosed {opener!r} on list lines", f"* {opener}a b\n" * (_SIZE // (len(opener) + 6))
        yield f"nested {opener!r}", opener * half + closer * half
        yield f"nested {opener!r} a|", f"{opener}a|" * (half // 2) + closer * (half // 2)
        yield f"closed {opener!r}", f"{opener}a{closer} " * (_SIZE // (len(opener) + len(closer) + 2))
        yield f"only closers {closer!r}", (closer or "x") * (_SIZE // max(1, len(closer)))
    for one, other in itertools.combinations(_PAIRS[:12], 2):
        piece = f"{one[0]}a {other[0]}b {one[1]} "
        yield f"interleaved {one[0]!r} {other[0]!r}", piece * (_SIZE // len(piece))
    for line in [*_LINES, *_WORDS]:
        yield f"repeated {line[:20]!r}", line * (_SIZE // len(line.encode()))
    yield "one line of words", "* " + "word Word of words " * (_SIZE // 19)
    yield "one word", "* " + "a" * _SIZE
    yield "100,000 bullets", "* x y z.\n" * 100_000
    yield "bullets to depth 1,000", "".join(f"{'*' * depth} a\n" for depth in range(1, 1_001)) * 4
    yield "a tree of bullets", "".join("*" * (1 + number % 9) + f" Name {number} of it\n" for number in range(100_000))
    yield "the same work in other words", "".join(f"* ''Work'': {_sentence(number)}\n" for number in range(20_000))
    yield (
        "two bullets, very like",
        "".join(f"* ''Work'': {'some long words here ' * 20}{number}\n" for number in range(4_500)),
    )
    yield "all one sketch", "".join(f"* In the {_sentence(number % 7)} {number}\n" for number in range(20_000))
    for seed in range(12):
        yield f"a soup of marks, {seed}", _soup(seed)
    yield from _shared()


def _sentence(seed: int) -> str:
    words = random.Random(seed)
    return " ".join("abcdefghijkl"[words.randrange(12)] * words.randrange(1, 12) for _ in range(14))


def _soup(seed: int) -> str:
    pick = random.Random(seed)
    marks = [mark for pair in _PAIRS for mark in pair] + _LINES + _WORDS + ["\n", "\n* ", "\n** ", " "]
    some = pick.sample(marks, 3 + seed * 4)
    out, size = [], 0
    while size < _SIZE:
        out.append(pick.choice(some))
        size += len(out[-1].encode())
    return "".join(out)


def _shared() -> Iterator[tuple[str, str]]:
    path = CORPUS / "pathological.py"
    if path.exists():
        spec = importlib.util.spec_from_file_location("pathological", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        kinds: dict[str, Callable[[int], str]] = module.KINDS
        for name, make in kinds.items():
            yield f"pathological.py, {name}", make(_SIZE // len(make(64)) * 64)[:_SIZE]


def cost(text: str, markup: Markup, pack: str) -> tuple[float, int]:
    """Return the wall seconds and the MB of memory that one page takes, in a process of its own."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        rules = packs.load(pack)
        start = time.perf_counter()
        page = Page("Some Page", text)
        lint_page(read_page(page, markup, MEDIAWIKI_NAMES), rules, NO_FACTS)
        took = time.perf_counter() - start
        os.write(send, json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as told:
        answer = told.read()
    os.waitpid(child, 0)
    took, memory = json.loads(answer)
    return took, memory


def main() -> None:
    """Print the costliest inputs, and exit with 1 where a limit is passed."""
    for pack in packs.names():
        packs.load(pack)
    rows = []
    wanted = sys.argv[1:]
    for name, text in inputs():
        if wanted and not any(word in name for word in wanted):
            continue
        for markup in Markup:
            pack = "tvtropes" if markup is Markup.TVTROPES else "tropedia"
            rows.append((*cost(text, markup, pack), name, markup))
    rows.sort(reverse=True)
    print(f"{len(rows)} inputs of 2 MB; wall seconds, MB, input")
    for took, memory, name, markup in rows[:15]:
        print(f"  {took:5.2f}  {memory:4}  {name}, as {markup}")
    most = max(rows, key=lambda row: row[1])
    print(f"most memory: {most[1]} MB, {most[2]}, as {most[3]}")
    if rows[0][0] > _SECONDS or most[1] > _MEMORY:
        sys.exit(1)


if __name__ == "__main__":
    main()
