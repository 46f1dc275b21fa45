"""Fits the weights of evidence to labelled bullets; the only import of scikit-learn, scipy and numpy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from linterbot.evidence.scoring import START, likelihood
from linterbot.learn.lessons import Lesson

_WORDS_STRENGTH = 0.4  # of the one that chooses words (L1)
_HELD = 5.0  # how much weights are held where they were when they are adapted to a wiki
_WORD = 0.5  # how much a word counts beside evidence, so that it is held back more
_UNHINDERED = 4.0  # how much evidence counts while words are chosen, so that they only add to it
_MOST_WORDS = 120  # that are learned; a moderator can still read them
_FAMILIES = 60  # in which a word must occur, so that it belongs to no subject


class Weights(NamedTuple):
    """What was learned."""

    evidence: Mapping[str, float]  # by name, `at-first` included
    words: Mapping[str, float]

    def likelihood(self, lesson: Lesson) -> float:
        """Return how likely a bullet is at fault, from 0 to 1."""
        return likelihood(self.total(lesson))

    def total(self, lesson: Lesson) -> float:
        """Return what everything on a bullet weighs together."""
        evidence = sum(self.evidence.get(name, 0.0) for name in lesson.seen)
        return self.evidence[START] + evidence + sum(self.words.get(word, 0.0) for word in lesson.words)


def fitted(lessons: Sequence[Lesson], names: Iterable[str], *, strength: float, with_words: bool) -> Weights:
    """Return the weights that fit some lessons best; those of evidence never seen are 0.

    The smaller the `strength`, the more the weights are held back (L2).
    """
    words = _chosen_words(lessons) if with_words else frozenset()
    rows = [{**dict.fromkeys(one.seen, 1.0), **dict.fromkeys(words & set(one.words), _WORD)} for one in lessons]
    columns, start, learned = _regression(rows, lessons, C=strength)
    weights = dict(zip(columns, learned, strict=True))
    evidence = {START: start, **{name: weights.get(name, 0.0) for name in names if name != START}}
    return Weights(evidence, {word: _WORD * weights[word] for word in sorted(words) if word in weights})


def adapted(lessons: Sequence[Lesson], weights: Weights) -> Weights:
    """Return weights that fit some lessons better, and stay as close to the given ones as the lessons let them."""
    names = [name for name in weights.evidence if name != START]
    table = numpy.array([[1.0, *(float(name in one.seen) for name in names)] for one in lessons])
    known = numpy.array([weights.total(one) for one in lessons])
    sign = numpy.array([1.0 if one.fault else -1.0 for one in lessons])
    counts = numpy.array([one.counts for one in lessons])

    def loss(change: Any) -> tuple[float, Any]:
        margin = sign * (known + table @ change)
        slope = table.T @ (-sign * counts / (1 + numpy.exp(numpy.clip(margin, -30, 30))))
        return float((counts * numpy.logaddexp(0, -margin)).sum() + _HELD / 2 * change @ change), slope + _HELD * change

    change = minimize(loss, numpy.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    moved = {name: weights.evidence[name] + float(by) for name, by in zip(names, change[1:], strict=True)}
    return Weights({START: weights.evidence[START] + float(change[0]), **moved}, weights.words)


def _chosen_words(lessons: Sequence[Lesson]) -> frozenset[str]:
    """Return the words that say most beside the evidence, at most `_MOST_WORDS`."""
    families: dict[str, set[str]] = defaultdict(set)
    for one in lessons:
        for word in one.words:
            families[word].add(one.family)
    common = {word for word, where in families.items() if len(where) >= _FAMILIES}
    if not common:
        return frozenset()
    rows = [{**dict.fromkeys(one.seen, _UNHINDERED), **dict.fromkeys(common & set(one.words), 1.0)} for one in lessons]
    columns, _, learned = _regression(rows, lessons, C=_WORDS_STRENGTH, l1_ratio=1.0, solver="liblinear")
    weighed = [(-abs(weight), word) for word, weight in zip(columns, learned, strict=True) if word in common and weight]
    return frozenset(word for _, word in sorted(weighed)[:_MOST_WORDS])


def _regression(
    rows: list[dict[str, float]], lessons: Sequence[Lesson], **options: Any
) -> tuple[list[str], float, list[float]]:
    """Return the names of the columns, the intercept and the weights of the columns."""
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(rows)
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")  # as liblinear wants it
    model = LogisticRegression(max_iter=5_000, random_state=0, **options)
    model.fit(table, [one.fault for one in lessons], sample_weight=[one.counts for one in lessons])
    return list(vectorizer.get_feature_names_out()), float(model.intercept_[0]), [float(one) for one in model.coef_[0]]
