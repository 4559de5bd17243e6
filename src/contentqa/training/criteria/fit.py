"""Fit a criterion: what to learn from, the linear model, its calibration, and the arrays that a model folder holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ...criteria import ITEM_SCALE, QUESTIONS, Weights
from .releases import FOLDS, RATED, UNRATED_WEIGHT, Floats, Integers, Releases, Table

SEED = 0
STRENGTH = 1.0
FEWEST_TERMS = 4
FEWEST_ITEMS = 8
# How much a judgement counts beside the rating of the same release.
JUDGED_SHARE = 0.8
NONE: Integers = np.array([], dtype=np.int_)
_ANSWERS = 4
_SMOOTHING = 2


def _wanted(table: Table, train: Integers, apart: Integers) -> tuple[Integers, Floats, Floats]:
    """Return what to learn from, with probabilities and weights: ``train`` and the unrated rows but ``apart``."""
    labels, judged = table.labels[train].astype(float), table.judged[train]
    share = labels.mean()
    meaning = np.array(
        [
            (labels[judged == answer].sum() + _SMOOTHING * share) / ((judged == answer).sum() + _SMOOTHING)
            for answer in range(_ANSWERS)
        ]
    )
    unrated = np.setdiff1d(np.flatnonzero(~np.isnan(table.judged)), np.concatenate([table.releases.rated, apart]))
    known = ~np.isnan(judged)
    probability = labels.copy()
    probability[known] += JUDGED_SHARE * (meaning[judged[known].astype(int)] - labels[known])
    chosen = np.concatenate([train, unrated])
    return (
        chosen,
        np.concatenate([probability, meaning[table.judged[unrated].astype(int)]]),
        np.array(table.releases.weights)[chosen],
    )


class Fitted:
    """A criterion's model: the kept columns of its table, and their weights."""

    def __init__(self, table: Table, train: Integers, apart: Integers = NONE) -> None:
        self.table = table
        chosen, probability, weight = _wanted(table, train, apart)
        self._kept_terms = np.flatnonzero(np.asarray(table.has_term[chosen].sum(axis=0)).ravel() >= FEWEST_TERMS)
        self._kept_items = np.flatnonzero(np.asarray(table.has_item[chosen].sum(axis=0)).ravel() >= FEWEST_ITEMS)
        matrix = self._matrix(chosen)
        bad, good = weight * probability, weight * (1 - probability)
        # Both classes weigh the same in sum, as with balanced class weights.
        half = (bad.sum() + good.sum()) / 2
        weights = np.concatenate([bad * half / bad.sum(), good * half / good.sum()])
        classifier = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
        both = sparse.vstack([matrix, matrix]).tocsr()
        both.indices, both.indptr = both.indices.astype(np.int32), both.indptr.astype(np.int32)
        classifier.fit(both, np.repeat([1, 0], len(chosen)), sample_weight=weights)
        self.intercept = float(classifier.intercept_[0])
        self._weights: Floats = classifier.coef_[0]

    @property
    def terms(self) -> dict[str, float]:
        """The weight of every term."""
        return {self.table.terms[k]: float(w) for k, w in zip(self._kept_terms, self._weights, strict=False)}

    @property
    def items(self) -> dict[str, float]:
        """The weight of every item."""
        weights = self._weights[len(self._kept_terms) :]
        return {self.table.items[k]: float(w) for k, w in zip(self._kept_items, weights, strict=True)}

    def _matrix(self, chosen: Integers) -> Any:
        terms = self.table.has_term[chosen][:, self._kept_terms]
        sizes = np.maximum(np.asarray(terms.sum(axis=1)).ravel(), 1)
        items = self.table.has_item[chosen][:, self._kept_items] * ITEM_SCALE
        matrix = sparse.hstack([sparse.diags(sizes**-0.5) @ terms, items]).tocsr()
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
        return matrix

    def scores(self, chosen: Integers) -> Floats:
        """Return the uncalibrated log-odds of ``chosen`` releases."""
        return np.asarray(self._matrix(chosen) @ self._weights + self.intercept)


def out_of_fold(table: Table, within: Integers, seed: int) -> tuple[Floats, Integers]:
    """Return scores out of fold inside ``within``, and the rows they belong to."""
    scores = np.full(len(table.labels), np.nan)
    for train, test in table.releases.splits(table.criterion, within, seed):
        scores[test] = Fitted(table, train).scores(test)
    kept = within[table.labels[within] >= 0]
    return scores[kept], kept


def platt(scores: Floats, labels: Integers) -> tuple[float, float]:
    """Return slope and offset of a calibration that may not turn the order around (Platt 1999)."""
    fitted = LogisticRegression(C=1e3, solver="newton-cholesky").fit(scores.reshape(-1, 1), labels)
    slope = float(fitted.coef_[0, 0])
    if slope > 0:
        return slope, float(fitted.intercept_[0])
    share = float(np.clip(labels.mean(), 0.01, 0.99))
    return 0.0, float(np.log(share / (1 - share)))


def arrays(tables: Sequence[Table], calibrations: Sequence[tuple[float, float]], apart: Integers) -> dict[str, Any]:
    """Fit every criterion on all releases and return the arrays that ``contentqa.criteria.Weights`` reads.

    Of the unrated texts those of ``apart`` are left out.
    """
    fits = [Fitted(table, _applicable(table), apart) for table in tables]
    weights = [fit.terms for fit in fits]
    terms = sorted({t for of in weights for t in of if not t.startswith("near ")})
    items = sorted({t for fit in fits for t in fit.items})
    found: dict[str, Any] = {
        "terms": _bytes(terms),
        "term_weights": _columns(terms, weights),
        "items": _bytes(items),
        "item_weights": _columns(items, [fit.items for fit in fits]),
        "intercept": np.array([f.intercept for f in fits]),
        "slope": np.array([slope for slope, _ in calibrations]),
        "offset": np.array([offset for _, offset in calibrations]),
    }
    for name, of in zip(QUESTIONS, weights, strict=True):
        near = {t: w for t, w in of.items() if t.startswith("near ")}
        found[f"near_{name}"] = _bytes(list(near))
        found[f"near_{name}_weights"] = np.array(list(near.values()), dtype=np.float32)
    return found


def _applicable(table: Table) -> Integers:
    """Return the rated releases to which the criterion of ``table`` applies."""
    rated = table.releases.rated
    return rated[table.labels[rated] >= 0]


def calibration(table: Table) -> tuple[float, float]:
    """Return slope and offset that turn scores into probabilities, learned out of fold on all rated releases."""
    scores, kept = out_of_fold(table, table.releases.rated, SEED)
    return platt(scores, table.labels[kept])


def cross_fitted(data: Path, corpus: str) -> dict[str, Weights]:
    """Return for each group of ``corpus`` a model of the criteria that learned from no judgement of that group.

    The triage model learns from some texts whose judgements the shipped criteria learned from. Their criteria, known
    better there than on any new article, would count for too much; so in its training these models answer instead.
    Empty where ``data`` has no rated releases, or ``corpus`` fewer than two judged groups.
    """
    if corpus not in UNRATED_WEIGHT or not (data / f"{RATED}.jsonl.gz").is_file():
        return {}
    releases = Releases(data)
    groups = releases.of(corpus)
    if len(groups) < 2:
        return {}
    tables = [Table(releases, name) for name in QUESTIONS]
    calibrations = [calibration(table) for table in tables]
    models = {}
    for fold in range(FOLDS):
        members = list(groups)[fold::FOLDS]
        if members:
            apart = np.concatenate([groups[group] for group in members])
            weights = Weights(arrays(tables, calibrations, apart))
            models.update(dict.fromkeys(members, weights))
    return models


def _bytes(terms: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8)


def _columns(names: Sequence[str], weights: Sequence[dict[str, float]]) -> npt.NDArray[np.float32]:
    return np.array([[w.get(name, 0.0) for w in weights] for name in names], dtype=np.float32)
