"""Inputs of 2 MB that break parsers, and what each costs: `make hostile`.

Every input is read by every reader and linted by a pack, each time in a separate process. The limits are those of the
project: 2 seconds and 300 MB. Words on the command line choose the inputs whose names contain them.
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

from linterbot.lint.linter import lint_page, read_page
from linterbot.markup import guess
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS, Markup, Page
from linterbot.rulebook import packs
from tools.bench.pages import CORPUS

_SIZE = 2 * 1024 * 1024  # bytes
_SECONDS, _MEMORY = 2.0, 300  # MB
_PAIRS = [
    ("{{", "}}"),
    ("{{{", "}}}"),
    ("[[", "]]"),
    ("[", "]"),
    ("{|", "|}"),
    ("<!--", "-->"),
    ("<nowiki>", "</nowiki>"),
    ("<ref>", "</ref>"),
    ("<pre>", "</pre>"),
    ("<gallery>", "</gallery>"),
    ("''", "''"),
    ("'" * 3, "'" * 3),
    ("=", "="),
    ("<b>", "</b>"),
    ("{{folder|A}}", "{{/folder}}"),
    ("[[folder:A]]", "[[/folder]]"),
    ("[=", "=]"),
    ("%%", "%%"),
    ("[[spoiler:", "]]"),
    ("[[note]]", "[[/note]]"),
    ("[[AC:", "]]"),
    ("<includeonly>", "</includeonly>"),
    ("[[index]]", "[[/index]]"),
    ("[[File:a|\n", "]]"),
    ("[[Category:a|\n", "]]"),
    ("[[File:a|", "]]"),
    ("{{a|b=", "}}"),
    ("[[Work/Title ", "]]"),
    ("[http://a ", "]"),
    ('"', '"'),
    ("“", "”"),
    ("_", "_"),
    ("(", ")"),
    ("\n=", "=\n"),
    ("\n{|", "\n|}"),
    ("\n!", "x"),
]
_LINES = [
    "* a\n",
    "** a\n",
    "*" * 50 + " a\n",
    ":*: a\n",
    "* ''[[A]]'': b c d e f g h i.\n",
    "==A==\n",
    "    - a\n",
    "• a\n",
    "; a : b\n",
    "#REDIRECT [[a]]\n",
    "[[folder:A]]\n",
    "[[/folder]]\n",
    "{{folder|A}}\n",
    "Film\n\n",
    "* Actually, though, to be fair?\n",
    "* a\n** To be fair, this troper though.\n",
    "<!-- a -->\n",
    "* a <!-- linterbot: ignore nater, word-craft -->\n",
    "* a [[b|c\n* d]]\n",
    "{{a|image=b.png}}\n",
    "[[Category:a]]* b\n",
    "* a<!-- \n -->\n",
    "\n",
    "\r\n",
    "\r",
    " \n",
]
_WORDS = ["A", "Aa", "AaBb", "\x00", "\x7f", "\x1a", "🐉", "\u202e", "İ", "é", "'", "&nbsp;", "<", ">", "|", "-", ": "]
_WORDS += ["？", "\ufeff", "a ", "# ", "A-", "I “", "http://"]
_WORDS += ["., ", "this troper ", "to be fair ", "Film/", "Word/{{a}}", "To Be Fair Actually ", "[http://"]


def inputs() -> Iterator[tuple[str, str]]:
    """Yield each input with its name."""
    yield from _delimiters()
    yield from _repeated()
    yield from _replies()
    yield from _single()
    for seed in range(12):
        yield f"a soup of marks, {seed}", _soup(seed)
    yield from _shared()


def _delimiters() -> Iterator[tuple[str, str]]:
    """Yield each delimiter unclosed, nested, closed, and interleaved with others."""
    for opener, closer in _PAIRS:
        half = _SIZE // (len(opener) + len(closer))
        yield f"unclosed {opener!r}", _filled(opener)
        yield f"unclosed {opener!r} a", _filled(f"{opener}a ")
        yield f"unclosed {opener!r} on list lines", _filled(f"* {opener}a b\n")
        yield f"nested {opener!r}", opener * half + closer * half
        yield f"nested {opener!r} a|", f"{opener}a|" * (half // 2) + closer * (half // 2)
        yield f"closed {opener!r}", _filled(f"{opener}a{closer} ")
        yield f"only closers {closer!r}", _filled(closer)
    for one, other in itertools.combinations(_PAIRS[:12], 2):
        yield f"interleaved {one[0]!r} {other[0]!r}", _filled(f"{one[0]}a {other[0]}b {one[1]} ")


def _repeated() -> Iterator[tuple[str, str]]:
    for piece in [*_LINES, *_WORDS]:
        yield f"repeated {piece[:20]!r}", _filled(piece)
    yield "100,000 bullets", "* x y z.\n" * 100_000
    yield "bullets to depth 1,000", "".join(f"{'*' * depth} a\n" for depth in range(1, 1_001)) * 4
    yield "a tree of bullets", "".join("*" * (1 + at % 9) + f" Name {at} of it\n" for at in range(100_000))
    yield "the same work in other words", "".join(f"* ''Work'': {_sentence(at)}\n" for at in range(20_000))
    yield "examples very like", "".join(f"* ''Work'': {'some long words here ' * 20}{at}\n" for at in range(4_500))
    yield "examples of seven sentences", "".join(f"* In the {_sentence(at % 7)} {at}\n" for at in range(20_000))
    for title in ("Real Life", "Film"):
        yield f"many sections {title}", f"== {title} ==\n* a\n" * 45_000
        yield f"many folders {title}", f"[[folder:{title}]]\n* a\n[[/folder]]\n" * 33_000 + "[[folder:Film]]\n* a\n"
    yield "participles", "".join(f"** Xa{at}ing goes there now.\n** Another one.\n" for at in range(45_000))
    yield "a misspelt comment each", "".join(f"* a <!-- linterbot: ignore x{at} -->\n" for at in range(50_000))
    yield "folders in folders", "[[folder:a]]\n" * 50_000 + "[[/folder]]\n" * 49_000
    yield "calls with the fields of a file", _filled("{{a|author=|source=}}")


def _replies() -> Iterator[tuple[str, str]]:
    """Yield single replies of 2 MB under an example, and single examples with very many replies."""
    marks = [mark for pair in _PAIRS for mark in pair if mark.strip()]
    for piece in [*marks, *_WORDS]:
        words = piece.replace("\n", "")
        yield f"one reply of {piece!r}", "* ''A'': b.\n** I, though, " + _filled(words)
        yield f"one reply of {piece!r} a", "* ''A'': b.\n** I, though, " + _filled(f"{words} a ")
    for parent in ("* ''A'': " + "Word of words " * 70_000, "* ''A'':" + "\n*: Word of words" * 40_000):
        yield f"many replies to {parent[:12]!r}", parent + "\n** To be fair, Bob did not" * 9_000
        yield f"many bullets under {parent[:12]!r}", parent + "\n** In it, Alice and Bob meet" * 30_000


def _single() -> Iterator[tuple[str, str]]:
    yield "one line of words", "* " + _filled("word Word of words ")
    yield "one word", "* " + "a" * _SIZE
    yield "a heading of blanks", "# a" + " " * _SIZE + "b"
    yield "a heading of signs", "# a " + "#" * _SIZE + "b"
    yield "a long link of blanks", "[[A" + _filled(" a")
    yield "a long run of underscores", "* b\n** a" + "_" * _SIZE + "b"


def _filled(piece: str) -> str:
    return piece * (_SIZE // len(piece.encode()))


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


def cost(text: str, markup: Markup, title: str) -> tuple[float, int]:
    """Return the wall seconds and the MB of memory that one page takes, in its own process."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        rules = packs.load("tvtropes" if markup is Markup.TVTROPES else "tropedia")
        start = time.perf_counter()
        page = Page(title, text, title.partition(":")[0] if ":" in title else "")
        guess(text)
        lint_page(read_page(page, markup, MEDIAWIKI_NAMES), rules, NO_FACTS)
        took = time.perf_counter() - start
        os.write(send, json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    took, memory = json.loads(answer)
    return took, memory


def main() -> None:
    """Print the costliest inputs, and exit with 1 if a limit is exceeded."""
    for pack in packs.names():
        packs.load(pack)
    wanted = sys.argv[1:]
    rows = []
    for name, text in inputs():
        if wanted and not any(word in name for word in wanted):
            continue
        rows += [(*cost(text, markup, "Some Page"), name, str(markup)) for markup in Markup]
        rows.append((*cost(text, Markup.MEDIAWIKI, "File:Some.png"), name, "a file page"))
    if not rows:
        sys.exit("no input has such a name")
    rows.sort(reverse=True)
    print(f"{len(rows)} inputs of 2 MB; wall seconds, MB, input")
    for took, memory, name, how in rows[:15]:
        print(f"  {took:5.2f}  {memory:4}  {name}, as {how}")
    most = max(rows, key=lambda row: row[1])
    print(f"most memory: {most[1]} MB, {most[2]}, as {most[3]}")
    if rows[0][0] > _SECONDS or most[1] > _MEMORY:
        sys.exit(1)


if __name__ == "__main__":
    main()
