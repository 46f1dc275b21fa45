"""Comments on a page that silence rules there: `<!-- linterbot: ignore natter because both views are needed -->`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from linterbot.markup.document import Document
from linterbot.model import Finding, Span

_COMMENT = re.compile(r"(?:<!--|%%)\s*linterbot\s*:\s*(.*?)\s*(?:-->|$)", re.IGNORECASE | re.DOTALL)
_COMMAND = re.compile(r"(ignore-page|ignore)\b[\s:]*", re.IGNORECASE)
_WORD = re.compile(r",|[^\s,]+")
_LONGEST = 500  # characters that are read of such a comment
_QUOTED = 40  # characters of one that a message quotes
_MOST_GUESSES = 100  # on one page
_FORM = "write <!-- linterbot: ignore RULE because … -->"


class Suppression(NamedTuple):
    """A comment that is meant to silence rules."""

    comment: Span
    rules: tuple[str, ...]  # names or codes, in lower case
    place: Span  # the line that it applies to
    whole_page: bool  # whether it applies to the whole page instead
    faults: tuple[str, ...] = ()  # why it silences nothing, or not all that it should


class Kept(NamedTuple):
    """What is left after comments have silenced some rules."""

    findings: tuple[Finding, ...]  # those that no comment silences
    unused: tuple[tuple[Span, str], ...] = ()  # the comments, each with a rule that it silences without need
    unreadable: tuple[tuple[Span, str], ...] = ()  # the comments that name no rule, each with the reason


def suppressions(document: Document, known: Collection[str]) -> Iterator[Suppression]:
    """Yield the comments meant to silence rules: each applies to its line, or to the next one if it is alone there.

    `known` are the names and codes of all rules, in lower case. What follows the names is a reason, in any words.
    """
    names = _Names(known)
    for span in document.opaque:
        found = _COMMENT.match(span.of(document.text)[:_LONGEST])
        if found is None:
            continue
        command = _COMMAND.match(found[1])
        rules, faults = names.in_words(found[1][command.end() :]) if command else ([], [])
        if not command or not (rules or faults):
            faults = [f"“{found[1][:_QUOTED]}” cannot be read; {_FORM}"]
        whole_page = command is not None and command[1].lower() == "ignore-page"
        yield Suppression(span, tuple(rules), _line(document.text, span), whole_page, tuple(faults))


class _Names:
    """Finds the names of rules in comments, and guesses what the first few misspelt ones were meant to be."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._guesses = 0

    def in_words(self, words: str) -> tuple[list[str], list[str]]:
        """Return the rules that some words begin with, and what is wrong with words that should be one."""
        rules: list[str] = []
        faults: list[str] = []
        left = [word.lower().rstrip(".:;") for word in _WORD.findall(words)]
        due = True  # whether a name has to come now
        for at, word in enumerate(left):
            if word == ",":
                due = True
            elif word in self._known:
                rules.append(word)
                due = False
            elif due and (not rules or "-" in word or self._meant(word)):
                faults.append(self._unknown(word))
                due = False
            elif left[at + 1 : at + 2] and left[at + 1] in self._known:
                continue  # a word that joins two names
            else:
                break
        return rules, faults

    def _unknown(self, word: str) -> str:
        meant = self._meant(word)
        hint = f"did you mean “{meant}”?" if meant else "see linterbot rule --all"
        return f"there is no rule “{word[:_QUOTED]}”; {hint}"

    def _meant(self, word: str) -> str:
        import difflib  # here, because it is slow to load and misspellings are rare

        self._guesses += 1
        if self._guesses > _MOST_GUESSES:
            return ""
        return next(iter(difflib.get_close_matches(word, sorted(self._known), n=1, cutoff=0.75)), "")


def apply(document: Document, findings: Sequence[Finding], known: Collection[str]) -> Kept:
    """Leave out the findings that a comment silences; linterbot's own findings cannot be silenced."""
    wanted = list(suppressions(document, known))
    if not wanted:
        return Kept(tuple(findings))
    used: set[tuple[Span, str]] = set()
    quiet = _Quiet(wanted)
    kept = [finding for finding in findings if not quiet.about(finding, used)]
    unused = tuple((one.comment, rule) for one in wanted for rule in one.rules if (one.comment, rule) not in used)
    unreadable = tuple((one.comment, fault) for one in wanted for fault in one.faults)
    return Kept(tuple(kept), unused, unreadable)


class _Quiet:
    """Which rules are silent where."""

    def __init__(self, wanted: Sequence[Suppression]) -> None:
        self._pages: dict[str, Span] = {}
        self._lines: dict[str, list[Suppression]] = {}
        for one in sorted(wanted, key=lambda suppression: suppression.place):
            for rule in one.rules:
                if one.whole_page:
                    self._pages.setdefault(rule, one.comment)
                else:
                    self._lines.setdefault(rule, []).append(one)

    def about(self, finding: Finding, used: set[tuple[Span, str]]) -> bool:
        """Whether a comment silences a finding; adds the comment and its rule to `used`."""
        for rule in (finding.name, finding.code.lower()):
            lines = self._lines.get(rule, [])
            which = bisect_right(lines, finding.span.start, key=lambda one: one.place.start) - 1
            if which >= 0 and finding.span.start <= lines[which].place.end:
                used.add((lines[which].comment, rule))
                return True
            if rule in self._pages:
                used.add((self._pages[rule], rule))
                return True
        return False


def _line(text: str, comment: Span) -> Span:
    """Return the line that a comment applies to: its own, or the one below if the comment is alone on its line."""
    start = text.rfind("\n", 0, comment.start) + 1
    end = text.find("\n", comment.end)
    end = len(text) if end == -1 else end
    if (text[start : comment.start] + text[comment.end : end]).strip() or end == len(text):
        return Span(start, end)
    below = text.find("\n", end + 1)
    return Span(end + 1, len(text) if below == -1 else below)
