"""No safe fix is ever wrong: each is tried on 1,200 pages, which is enough to claim that less than 0.25 % are wrong.

With no failure in n tries, the share of failures is below 3 / n with 95 % confidence.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from linterbot.lint.fixing import apply_edits, fix_text
from linterbot.lint.linter import LintResult, lint
from linterbot.markup import read
from linterbot.model import NO_FACTS, Finding, Markup, Page, Safety
from linterbot.rulebook import packs

pytestmark = pytest.mark.slow
TRIES = 1_200
_NAMES = "Ansel Crabbe Oda Quill Odile Tellwright Moss Tarn Vidal Gosse Pym Aldith Rennie Bodine Orsolya Wilhelmina"
_DOES = "forgets hides sells eats rings paints borrows weighs buries answers steals mends counts drowns marries insures"
_THINGS = "the key,the candle,the bell,a halberd,her trombone,the ledger,a lamp,his coat,the ferry,an eel,a map,a toll"
_WHERE = "in the flooded vault,on the stairs,for four days,without a word,before the storm,in act two"
NAMES, DOES, THINGS, WHERE = _NAMES.split(), _DOES.split(), _THINGS.split(","), _WHERE.split(",")
MEDIA = ["Film", "Literature", "Music", "Radio", "Theatre", "Video Games", "Webcomics", "Western Animation"]


def sentence(chance: random.Random) -> str:
    who, does, what, where = (chance.choice(words) for words in (NAMES, DOES, THINGS, WHERE))
    return f"{who} {does} {what} {where}, and {chance.choice(NAMES)} {chance.choice(DOES)} {chance.choice(THINGS)}."


def example(chance: random.Random, level: int = 1) -> str:
    marks = "*" * level
    title = f"''{chance.choice(NAMES)}'s {chance.choice(THINGS).split()[-1].title()} {chance.randrange(99)}'': "
    return f"{marks}{chance.choice(['', ' '])}{title if chance.random() < 0.7 else ''}{sentence(chance)}"


def listed(chance: random.Random) -> list[str]:
    lines: list[str] = []
    for _ in range(chance.randrange(1, 7)):
        lines.append(example(chance))
        if chance.random() < 0.3:
            lines += [example(chance, 2) for _ in range(chance.randrange(2, 4))]
        elif chance.random() < 0.2:
            lines.append(f"*: {sentence(chance)}")
    return lines


def with_copies(chance: random.Random, lines: list[str]) -> list[str]:
    """Repeat some bullets without children further down in the same list."""
    out = list(lines)
    for _ in range(chance.randrange(1, 4)):
        places = [at for at, line in enumerate(out) if line.startswith("*") and not line.startswith(("**", "*:"))]
        at = chance.choice(places)
        if at + 1 < len(out) and out[at + 1].startswith(("**", "*:")):
            continue
        below = [place for place in places if place > at]
        out.insert(chance.choice(below) if below else len(out), out[at])
    return out


def page(chance: random.Random, opener: str, closer: str, copies: bool) -> str:
    lines = [sentence(chance), ""] if chance.random() < 0.7 else []
    for medium in sorted(chance.sample(MEDIA, chance.randrange(1, 4))):
        body = listed(chance)
        lines += [
            opener.format(medium),
            *(with_copies(chance, body) if copies else body),
            *([closer] if closer else []),
        ]
    end = chance.choice(["", "\n", "\n\n"])
    return chance.choice(["\n", "\n", "\r\n"]).join(lines) + end


def workshop(chance: random.Random) -> str:
    return chance.choice(["", "\n", "<!-- a note -->\n", "{{trope}}\n"]) + page(chance, "== {} ==", "", copies=False)


def entries(chance: random.Random) -> str:
    """Return a work's page whose entries have colons, dashes of all kinds, or neither."""
    signs = [": ", ": ", " - ", " – ", "—", " -- ", " -", " "]
    lines = ["{{work}}", sentence(chance), "{{tropelist}}"]
    for _ in range(chance.randrange(1, 8)):
        link = f"[[{chance.choice(THINGS).title()} {chance.randrange(99)}]]"
        lines.append(f"{'*' * chance.randrange(1, 3)} {link}{chance.choice(signs)}{sentence(chance)}")
    return "\n".join(lines) + chance.choice(["", "\n", "\n\n"])


def unsorted(chance: random.Random) -> str:
    end = chance.choice(["", "\n[[Category:Theatre]]", "\n{{reflist}}\n", "\n[[fr:Lampe]]"])
    return chance.choice(["{{work}}\n", "{{trope}}\n"]) + page(chance, "== {} ==", "", copies=False) + end


CASES: dict[str, tuple[str, str, Markup, Callable[[random.Random], str]]] = {
    "duplicate-example": ("tropedia", "X", Markup.MEDIAWIKI, lambda one: page(one, "== {} ==", "", copies=True)),
    "dash-for-colon": ("tropedia", "X", Markup.MEDIAWIKI, entries),
    "missing-sort-key": ("tropedia", "The Lamp", Markup.MEDIAWIKI, unsorted),
    "missing-workshop-markup": ("tropedia", "Trope Workshop:X", Markup.MEDIAWIKI, workshop),
    "missing-folder-control": (
        *("tvtropes", "X", Markup.TVTROPES),
        lambda one: page(one, "[[folder:{}]]", "[[/folder]]", copies=False),
    ),
}


def test_these_are_all_the_safe_fixes_there_are() -> None:
    safe = set()
    for rule in (rule for pack in packs.names() for rule in packs.load(pack)):
        for one in rule.examples:
            namespace = one.title.partition(":")[0] if ":" in one.title else ""
            document = read(Page(one.title, one.text, namespace), one.markup)
            found = lint(document, [rule], one.facts).findings
            safe |= {finding.name for finding in found if finding.fix and finding.fix.safety is Safety.SAFE}
    assert safe == set(CASES)


def linted(rule: str, text: str) -> LintResult:
    pack, title, markup, _ = CASES[rule]
    document = read(Page(title, text, "Trope Workshop" if ":" in title else ""), markup)
    return lint(document, packs.load(pack), NO_FACTS)


def kinds(lint_result: LintResult) -> Counter[str]:
    return Counter(one.name for one in lint_result.all_findings)


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_safe_fix_is_never_wrong(rule: str) -> None:
    chance = random.Random(rule)
    tried = 0
    while tried < TRIES:
        text = CASES[rule][3](chance)
        before = linted(rule, text)
        wanted = [one for one in before.findings if one.name == rule and is_safe(one)]
        for finding in wanted:
            tried += 1
            assert finding.fix is not None
            after = apply_edits(text, finding.fix.edits)
            assert kinds(linted(rule, after)) == kinds(before) - Counter([rule]), text
            assert nothing_else_touched(text, after, finding), text
        done = fix_text(text, partial(linted, rule), is_safe)
        assert len(done.fixed) >= len(wanted), text
        assert not [one for one in linted(rule, done.text).findings if is_safe(one)], text
        assert fix_text(done.text, partial(linted, rule), is_safe).text == done.text, text


def nothing_else_touched(text: str, after: str, finding: Finding) -> bool:
    """Return whether every line of the page is still there, in order, except those that the fix removes."""
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    removed = edit.span.of(text)
    same = after == text[: edit.span.start] + edit.text + text[edit.span.end :]
    one_line = removed.strip("\r\n").count("\n") == 0 or not removed
    copy_stays = not removed.strip(" -–—") or removed.strip() in after
    return same and one_line and copy_stays


def test_fixes_of_two_rules_give_the_same_text_in_either_order() -> None:
    chance = random.Random("order")
    pairs = 0
    while pairs < TRIES:
        rule, text = chance.choice(
            [
                ("missing-workshop-markup", page(chance, "== {} ==", "", copies=True)),
                ("missing-folder-control", page(chance, "[[folder:{}]]", "[[/folder]]", copies=True)),
            ]
        )
        first = {one.name: one for one in linted(rule, text).findings if is_safe(one)}
        if {rule, "duplicate-example"} - first.keys():
            continue
        pairs += 1
        texts = set()
        for order in ([rule, "duplicate-example"], ["duplicate-example", rule]):
            done = text
            for name in order:
                wanted = first[name].fingerprint
                found = next(one for one in linted(rule, done).findings if one.fingerprint == wanted)
                assert found.fix is not None
                done = apply_edits(done, found.fix.edits)
            texts.add(done)
        assert len(texts) == 1, text
