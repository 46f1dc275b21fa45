"""A review as a section of a wiki page, and the page that keeps a few of them, the newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from linterbot.digest.review import Review
from linterbot.digest.trends import Accuracy
from linterbot.posts.finding_line import finding_lines
from linterbot.posts.report_region import region_of, with_region
from linterbot.posts.texts import Texts
from linterbot.wiki_escape import wiki_escape

_KEPT = 12  # weeks on the page
_SECTION = re.compile(
    r"^<!-- linterbot:week (\d{4}-W\d\d) -->\n.*?(?=^<!-- linterbot:(?:week|end) )", re.DOTALL | re.MULTILINE
)


def section(review: Review, texts: Texts) -> Iterator[str]:
    """Yield the lines of a section."""
    yield f"== {texts.say('digest-heading', number=review.week)} =="
    yield texts.say(
        "digest-week",
        opened=f"{review.sum.opened:,}",
        settled=f"{review.sum.settled:,}",
        people=f"{review.total('resolved'):,}",
        repaired=f"{review.total('repaired'):,}",
        waiting=f"{review.sum.open_at_end:,}",
        count=f"{review.written:,}",
    )
    if review.needs:
        yield from ("", texts.say("digest-needs"), *(f"* {wiki_escape(one)}" for one in review.needs))
    if review.look:
        nameless = [replace(one, author="") for one in review.look]  # nobody whose edits were flagged is named
        yield from ("", texts.say("digest-look"), *finding_lines(nameless, texts))
    yield from _rules("digest-may-go-up", review.may_go_up, texts)
    yield from _rules("digest-should-go-down", review.should_go_down, texts)


def page(current: str, review: Review, texts: Texts) -> str:
    """Return the page with a review at its top, instead of an older one of the same week; what people wrote stays."""
    earlier = {found[1]: found[0].rstrip("\n") for found in _SECTION.finditer(region_of(current))}
    earlier[review.week] = "\n".join([f"<!-- linterbot:week {review.week} -->", *section(review, texts)])
    others = sorted(earlier.keys() - {review.week}, reverse=True)[: _KEPT - 1]  # whatever somebody wrote there
    kept = [earlier[week] for week in sorted([review.week, *others], reverse=True)]
    return with_region(current, [texts.say("digest-intro"), *kept], texts.say("report-marks"))


def _rules(heading: str, rules: Sequence[Accuracy], texts: Texts) -> Iterator[str]:
    if rules:
        yield from ("", texts.say(heading))
    for one in rules:
        yield f"* {texts.say('digest-rule', rule=one.rule, count=f'{one.good:,}', size=f'{one.counted:,}')}"
