"""Searches for texts that break the readers or the rules, guided by coverage (atheris): `make fuzz`.

Each input is a piece of text, a markup and a number of repetitions. Reading and linting it must raise no error, its
spans must be in order, and it must not take longer than its length allows.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["linterbot"]):
    from linterbot.lint.fixing import fix_text
    from linterbot.lint.linter import LintResult, lint
    from linterbot.markup import guess, mediawiki, read, rendered, tvtropes
    from linterbot.model import NO_FACTS, Facts, Markup, Page
    from linterbot.rulebook import packs

_SECONDS = 0.5  # for any input, however short: the machine is shared and the code instrumented
_SECONDS_A_CHARACTER = 60e-6  # on top of that; about 100 times what a page of words takes
_LONGEST = 60_000  # characters of a repeated text
_TOKENS = Path(__file__).with_name("fuzz_tokens.txt")
_READERS = (mediawiki, rendered, tvtropes)  # instrumented only if they are loaded here
_RULES = {pack: packs.load(pack) for pack in packs.names()}


def try_text(data: bytes) -> None:
    """Read and lint the text that the bytes stand for; raises AssertionError or TimeoutError if it breaks something."""
    if len(data) < 3:
        return
    markup = list(Markup)[data[0] % 3]
    pack = packs.names()[data[1] % len(_RULES)]
    piece = data[3:].decode("utf-8", "replace")
    text = (piece * (1 << (data[2] % 14)))[:_LONGEST]
    start = time.process_time()
    _lint(text, markup, pack)
    took = time.process_time() - start
    allowed = _SECONDS + _SECONDS_A_CHARACTER * len(text)
    if took > allowed:
        raise TimeoutError(f"{took:.2f} s for {len(text)} characters of {markup}, {allowed:.2f} s are allowed")


def _lint(text: str, markup: Markup, pack: str) -> None:
    guess(text)
    page = Page("Some Page", text)
    document = read(page, markup)
    end = 0
    for example in document.examples:
        assert end <= example.marker.start <= example.marker.end <= example.line.start <= example.line.end
        assert example.line.end <= example.span.end <= len(text)
        end = example.span.end
    for span in [*(one.span for one in document.templates), *(one.span for one in document.links), *document.opaque]:
        assert 0 <= span.start < span.end <= len(text)
    facts = Facts(files={}, template_redirects={}) if len(text) % 2 else NO_FACTS
    findings = lint(document, _RULES[pack], facts).findings
    for finding in findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        document.position(finding.span.start)
    if len(text) < 2_000 and any(finding.fix for finding in findings):

        def relint(other: str) -> LintResult:
            return lint(read(Page("Some Page", other), markup), _RULES[pack], facts)

        fixed_text = fix_text(text, relint, lambda one: one.fix is not None)
        assert (fixed_text.text == text) == (not fixed_text.fixed)


def main() -> None:
    """Fuzz for as long as the command line says (in libFuzzer's options)."""
    corpus = Path(".fuzz")
    corpus.mkdir(exist_ok=True)
    examples = [example for rules in _RULES.values() for rule in rules for example in rule.examples]
    for number, example in enumerate(examples):
        head = bytes([list(Markup).index(example.markup), number % len(_RULES), 0])
        (corpus / f"example-{number}").write_bytes(head + example.text.encode())
    atheris.Setup([*sys.argv, f"-dict={_TOKENS}", "-max_len=4096", "-timeout=30", str(corpus)], try_text)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
