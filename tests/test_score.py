"""`make score`: what it counts as right, as a false alarm and as missed."""

from __future__ import annotations

from collections import Counter

import pytest

from tools import score


def test_every_label_is_counted_once() -> None:
    faults = Counter(rule for known in score.labels().values() for (rule, _), fault in known.items() if fault)
    results = score.scores()
    assert {rule: len(one.right) + len(one.missed) for rule, one in results.items()} == faults
    assert faults["natter"] > 100
    assert len(faults) > 20


def test_shares_of_nothing_are_not_shown() -> None:
    results = {"natter": score.Score(["a", "b", "c"], ["d"], ["e", "f", "g"]), "word-cruft": score.Score()}
    assert [line.split() for line in score.table(results)] == [
        ["rule", "tp", "fp", "fn", "precision", "recall", "F1"],
        ["natter", "3", "1", "3", "0.75", "0.50", "0.60"],
        ["word-cruft", "0", "0", "0", "-", "-", "-"],
    ]


def test_a_finding_without_a_label_counts_only_on_the_pages_that_are_labelled_for_every_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(score, "found", lambda _: {("word-cruft", 1)})
    alarms = score.scores()["word-cruft"].alarms
    assert sorted(alarms) == ["folders.tvtropes.txt:1", "trope.txt:1", "work.md:1"]
