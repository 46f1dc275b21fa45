"""A review for programs: one JSON object, whose version changes when a key changes its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator

from linterbot.digest.review import Review

VERSION = 1


def render(review: Review) -> Iterator[str]:
    """Yield the object."""
    keys = ("id", "title", "row", "code", "rule", "severity", "confidence", "message", "words", "opened_at")
    value = {
        "version": VERSION,
        "wiki": review.wiki,
        "week": review.week,
        "first_day": review.first.isoformat(),
        "last_day": review.last.isoformat(),
        "needs": list(review.needs),
        "worth_a_look": [{key: getattr(one, key) for key in keys} for one in review.look],
        "weeks": [one._asdict() for one in review.sums],
        "rules": [vars(one) for one in review.rules],
        "accuracy": [one._asdict() for one in review.accuracies],
        "may_go_up": [one.rule for one in review.may_go_up],
        "should_go_down": [one.rule for one in review.should_go_down],
        "age_in_days": [one._asdict() for one in review.ages],
        "edits": review.written,
    }
    yield json.dumps(value, ensure_ascii=False, indent=2)
