"""Measure a criterion against the reviewers' ratings alone, institutions kept whole, beside its baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from ..bootstrap import interval
from .fit import SEED, Fitted, out_of_fold, platt
from .releases import Floats, Integers, Table

REPEATS = 3
RESAMPLES = 400
_DIGITS = 4


def evaluate(table: Table) -> dict[str, Any]:
    """Return the figures of a criterion, out of fold; calibration is learned inside each training part."""
    releases = table.releases
    everything = releases.rated
    size = len(releases.texts)
    scores = np.full(size, np.nan)
    probability = np.full(size, np.nan)
    baselines = {what: np.full(size, np.nan) for what in BASELINES}
    for train, test in releases.splits(table.criterion, everything, SEED):
        scores[test] = Fitted(table, train).scores(test)
        inner, kept = out_of_fold(table, train, SEED + 1)
        slope, offset = platt(inner, table.labels[kept])
        probability[test] = 1 / (1 + np.exp(-(slope * scores[test] + offset)))
        for what, baseline in BASELINES.items():
            baselines[what][test] = baseline(table, train, test)
    repeats = [out_of_fold(table, everything, SEED + repeat) for repeat in range(1, REPEATS)]
    kept = np.flatnonzero(~np.isnan(scores))
    labels = table.labels[kept]
    return {
        "releases": len(kept),
        "not_satisfied": int(labels.sum()),
        "auc": _auc(labels, scores[kept]),
        "auc_of_other_shuffles": [_auc(table.labels[own], found) for found, own in repeats],
        "judgements_auc": _judgements_auc(table),
        "auc_interval": _interval(labels, scores[kept], [releases.groups[i] for i in kept]),
        "brier": round(float(brier_score_loss(labels, probability[kept])), _DIGITS),
        "brier_of_the_share": round(float(labels.mean() * (1 - labels.mean())), _DIGITS),
        "baselines_auc": {what: _auc(labels, found[kept]) for what, found in baselines.items()},
    }


def _judgements_auc(table: Table) -> float | None:
    """Return how well the judgements alone tell the ratings; None where no rated release was judged."""
    kept = np.flatnonzero((table.labels >= 0) & ~np.isnan(table.judged))
    return _auc(table.labels[kept], table.judged[kept]) if len(kept) else None


def _by_words(table: Table, train: Integers, test: Integers) -> Floats:
    texts = table.releases.texts
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = vectorizer.fit_transform([texts[i] for i in train])
    classifier = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=SEED)
    classifier.fit(matrix, table.labels[train])
    return np.asarray(classifier.decision_function(vectorizer.transform([texts[i] for i in test])))


def _by_length(table: Table, train: Integers, test: Integers) -> Floats:
    lengths = np.log([[len(text.split())] for text in table.releases.texts])
    classifier = LogisticRegression(solver="newton-cholesky").fit(lengths[train], table.labels[train])
    return np.asarray(classifier.decision_function(lengths[test]))


def _by_item(table: Table, train: Integers, test: Integers) -> Floats:
    """Score by the one item that separates best in training: its share among the unsatisfied less the others'."""
    bad = train[table.labels[train] == 1]
    good = train[table.labels[train] == 0]
    gap = np.asarray(table.has_item[bad].mean(axis=0) - table.has_item[good].mean(axis=0)).ravel()
    best = int(np.abs(gap).argmax())
    return np.asarray(np.sign(gap[best]) * table.has_item[test][:, [best]].toarray().ravel())


BASELINES: dict[str, Callable[[Table, Integers, Integers], Floats]] = {
    "TF-IDF + logistic regression": _by_words,
    "best single item": _by_item,
    "length alone": _by_length,
}


def _auc(labels: Integers, scores: Floats) -> float:
    return round(float(roc_auc_score(labels, scores)), _DIGITS)


def _interval(labels: Integers, scores: Floats, groups: Sequence[str]) -> list[float]:
    """Return the 95 % interval of the AUC with institutions resampled."""
    edges = interval(
        lambda rows: float(roc_auc_score(labels[rows], scores[rows])) if 0 < labels[rows].sum() < len(rows) else None,
        groups,
        RESAMPLES,
        SEED,
    )
    return [round(edge, _DIGITS) for edge in edges]
