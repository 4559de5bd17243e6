"""Measure a head honestly: out-of-fold predictions on grouped folds, beside three baselines on the same folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.pipeline import make_pipeline

from .bootstrap import interval
from .features import FloatArray, Table
from .fit import Labels, Split, fitted, folds, platt, weights

Corpora = npt.NDArray[np.int_]
_RESAMPLES = 500
_BINS = 10
_DIGITS = 4


def out_of_fold(table: Table, corpora: Corpora, splits: Sequence[Split], columns: npt.NDArray[np.int_]) -> FloatArray:
    """Return, for every article, the raw log-odds by a model that never saw its group."""
    scores = np.zeros(len(table))
    for train, test in splits:
        part = _rows(table, train)
        estimator = fitted(part, weights(part, corpora[train]), columns)
        scores[test] = estimator.decision_function(table.values[np.ix_(test, columns)])
    return scores


def calibrated(
    table: Table, corpora: Corpora, splits: Sequence[Split], columns: npt.NDArray[np.int_], raw: FloatArray, seed: int
) -> FloatArray:
    """Return the probabilities for ``raw`` log-odds, each calibrated on folds inside its own training part."""
    log_odds = np.zeros(len(table))
    for train, test in splits:
        part = _rows(table, train)
        inner = out_of_fold(part, corpora[train], folds(part, seed + 1), columns)
        slope, offset = platt(inner, part.concern, weights(part, corpora[train]))
        log_odds[test] = slope * raw[test] + offset
    return 1.0 / (1.0 + np.exp(-log_odds))


def by_length(table: Table, splits: Sequence[Split]) -> FloatArray:
    """Return out-of-fold log-odds from the number of words alone (its logarithm and the square of that)."""
    lengths = np.log([len(text.split()) for text in table.texts])
    return _simple(np.column_stack([lengths, lengths**2]), table.concern, splits)


def by_best_feature(table: Table, splits: Sequence[Split]) -> FloatArray:
    """Return out-of-fold log-odds from the one feature that separates best in each training part."""
    scores = np.zeros(len(table))
    for train, test in splits:
        filled = np.where(np.isnan(table.values), np.nanmedian(_measured(table.values[train]), axis=0), table.values)
        aucs = np.array([roc_auc_score(table.concern[train], column) for column in filled[train].T])
        best = int(np.argmax(np.abs(aucs - 0.5)))
        scores[test] = _simple(filled[:, [best]], table.concern, [(train, test)])[test]
    return scores


def by_words(table: Table, splits: Sequence[Split]) -> FloatArray:
    """Return out-of-fold log-odds from TF-IDF of word uni- and bigrams with logistic regression."""
    scores = np.zeros(len(table))
    texts = np.array(table.texts, dtype=object)
    for train, test in splits:
        estimator = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=100_000),
            LogisticRegression(class_weight="balanced", max_iter=1_000),
        )
        estimator.fit(texts[train], table.concern[train])
        scores[test] = estimator.decision_function(texts[test])
    return scores


def _simple(values: FloatArray, concern: Labels, splits: Sequence[Split]) -> FloatArray:
    scores = np.zeros(len(values))
    for train, test in splits:
        spread = values[train].std(axis=0) + 1e-9
        scaled = (values - values[train].mean(axis=0)) / spread
        model = LogisticRegression(class_weight="balanced").fit(scaled[train], concern[train])
        scores[test] = model.decision_function(scaled[test])
    return scores


def _measured(values: FloatArray) -> FloatArray:
    return np.where(np.isnan(values).all(axis=0), 0.0, values)


def _rows(table: Table, rows: npt.NDArray[np.int_]) -> Table:
    return Table(
        table.features,
        table.values[rows],
        table.concern[rows],
        tuple(table.groups[i] for i in rows),
        tuple(table.texts[i] for i in rows),
        0,
    )


def figures(concern: Labels, probability: FloatArray, groups: Sequence[str], seed: int) -> dict[str, Any]:
    """Return AUC and average precision with 95 % intervals (groups resampled), Brier score and calibration error."""
    return {
        "articles": len(concern),
        "concern": int(concern.sum()),
        "groups": len(set(groups)),
        "auc": _with_interval(roc_auc_score, concern, probability, groups, seed),
        "average_precision": _with_interval(average_precision_score, concern, probability, groups, seed),
        "brier": _rounded(brier_score_loss(concern, probability)),
        "calibration_error": _rounded(calibration_error(concern, probability)),
    }


def auc(concern: Labels, scores: FloatArray) -> float:
    """Return the area under the ROC curve, rounded for a report."""
    return _rounded(roc_auc_score(concern, scores))


def calibration_error(concern: Labels, probability: FloatArray) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini, Cooper & Hauskrecht 2015)."""
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(probability[bins == b].mean() - concern[bins == b].mean()) * (bins == b).sum()
        for b in range(_BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps) / len(concern))


def at_threshold(concern: Labels, probability: FloatArray, threshold: float) -> dict[str, Any]:
    """Return the confusion matrix at ``threshold``, with precision, recall and the share flagged."""
    flagged = probability >= threshold
    hits = int((flagged & concern).sum())
    return {
        "threshold": _rounded(threshold),
        "true_positives": hits,
        "false_positives": int((flagged & ~concern).sum()),
        "false_negatives": int((~flagged & concern).sum()),
        "true_negatives": int((~flagged & ~concern).sum()),
        "precision": _rounded(hits / max(int(flagged.sum()), 1)),
        "recall": _rounded(hits / max(int(concern.sum()), 1)),
        "flagged": _rounded(float(flagged.mean())),
    }


def _with_interval(
    metric: Callable[..., float], concern: Labels, scores: FloatArray, groups: Sequence[str], seed: int
) -> dict[str, float]:
    low, high = interval(
        lambda rows: metric(concern[rows], scores[rows]) if len(set(concern[rows].tolist())) == 2 else None,
        groups,
        _RESAMPLES,
        seed,
    )
    return {"value": _rounded(metric(concern, scores)), "low": _rounded(low), "high": _rounded(high)}


def _rounded(number: float) -> float:
    return round(float(number), _DIGITS)
