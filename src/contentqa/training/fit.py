"""Fit one head of the triage model: bounded, centred features; logistic regression; Platt calibration.

Everything is chosen inside grouped folds: the bounds, the strength of the penalty and the calibration never see the
articles that they are measured on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from ..errors import TrainingError
from .features import FloatArray, Table

PENALTIES = (0.003, 0.01, 0.03, 0.1)
FOLDS = 5
_BOUNDS = (1.0, 99.0)
Labels = npt.NDArray[np.bool_]
Split = tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range of each feature in training, 1st to 99th percentile; values outside are pulled to its edge."""

    low: FloatArray
    high: FloatArray


def bounds(values: FloatArray) -> Bounds:
    """Return the bounds of the columns of ``values``; a column never measured gets 0 to 0."""
    edges = []
    for column in values.T:
        measured = column[~np.isnan(column)]
        edges.append(np.percentile(measured, _BOUNDS) if len(measured) else np.zeros(2))
    low, high = np.array(edges).T
    return Bounds(low, high)


def pipeline(limits: Bounds, strength: float) -> Pipeline:
    """Return the unfitted estimator that pulls values inside ``limits``; ``strength`` is scikit-learn's C."""
    return make_pipeline(
        FunctionTransformer(np.clip, kw_args={"a_min": limits.low, "a_max": limits.high}),
        SimpleImputer(strategy="median", keep_empty_features=True),
        StandardScaler(),
        LogisticRegression(C=strength, solver="newton-cholesky"),
    )


def weights(table: Table, corpora: npt.NDArray[np.int_]) -> FloatArray:
    """Return weights that give each class of each corpus the same total, so that no corpus speaks for the others."""
    result = np.ones(len(table))
    cells = [(corpora == c) & (table.concern == label) for c in np.unique(corpora) for label in (True, False)]
    for cell in cells:
        if cell.any():
            result[cell] = len(table) / (len(cells) * cell.sum())
    return result


def folds(table: Table, seed: int) -> list[Split]:
    """Return train and test rows of grouped, stratified folds; raises TrainingError when the data do not allow it."""
    distinct = len(set(table.groups))
    if len(set(table.concern.tolist())) < 2:
        raise TrainingError("all examples have one label; both acceptable and needs_review are needed")
    if distinct < FOLDS:
        raise TrainingError(f"{distinct} groups; at least {FOLDS} are needed for a grouped split")
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    return list(splitter.split(table.values, table.concern, table.groups))


def fitted(table: Table, sample_weights: FloatArray, columns: npt.NDArray[np.int_]) -> Pipeline:
    """Return the estimator fitted on ``table``, its penalty chosen by grouped folds inside it.

    The strongest penalty is taken whose loss lies within one standard error of the least (Breiman et al. 1984): where
    the folds cannot tell two models apart, the plainer one judges articles of other publishers better. Where the folds
    cannot be compared, because too few groups hold one of the labels, the strongest is taken.
    """
    values = table.values[:, columns]
    groups = np.array(table.groups)
    splitter = GroupKFold(min(FOLDS, len(set(table.groups))))
    splits = [
        (train, test)
        for train, test in splitter.split(values, table.concern, groups)
        if len(set(table.concern[train].tolist())) == 2
    ]
    strength = PENALTIES[0]
    tested = {label for _, test in splits for label in table.concern[test].tolist()}
    if len(splits) > 1 and len(tested) == 2:
        losses = {c: _losses(values, table.concern, sample_weights, splits, c) for c in PENALTIES}
        best = min(losses.values(), key=lambda of_folds: float(of_folds.mean()))
        limit = best.mean() + best.std(ddof=1) / np.sqrt(len(best))
        strength = min(c for c in PENALTIES if losses[c].mean() <= limit)
    return _estimator(values, table.concern, sample_weights, strength)


def _estimator(values: FloatArray, concern: Labels, sample_weights: FloatArray, strength: float) -> Pipeline:
    """Return the estimator fitted with one penalty."""
    estimator = pipeline(bounds(values), strength)
    estimator.fit(values, concern, logisticregression__sample_weight=sample_weights)
    return estimator


def _losses(
    values: FloatArray, concern: Labels, sample_weights: FloatArray, splits: Sequence[Split], strength: float
) -> FloatArray:
    """Return for each fold the loss of the estimator fitted on the others, once all folds are calibrated together."""
    rows = np.concatenate([test for _, test in splits])
    raw = np.zeros(len(concern))
    for train, test in splits:
        estimator = _estimator(values[train], concern[train], sample_weights[train], strength)
        raw[test] = estimator.decision_function(values[test])
    slope, offset = platt(raw[rows], concern[rows], sample_weights[rows])
    log_odds = slope * raw + offset
    each = np.logaddexp(0.0, np.where(concern, -log_odds, log_odds))
    return np.array([np.average(each[test], weights=sample_weights[test]) for _, test in splits])


def platt(log_odds: FloatArray, concern: Labels, sample_weights: FloatArray) -> tuple[float, float]:
    """Return slope and offset that turn raw log-odds into calibrated ones (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(log_odds.reshape(-1, 1), concern, sample_weight=sample_weights)
    return max(float(model.coef_[0, 0]), 0.05), float(model.intercept_[0])


def numbers(estimator: Pipeline, slope: float, offset: float) -> dict[str, Any]:
    """Return the fitted head as plain arrays: what :class:`contentqa.model.Head` holds."""
    bounder, imputer, scaler, classifier = (step for _, step in estimator.steps)
    weights = slope * classifier.coef_[0] / scaler.scale_
    centres = imputer.statistics_
    intercept = offset + slope * classifier.intercept_[0] + float(np.dot(weights, centres - scaler.mean_))
    return {
        "intercept": np.float64(intercept),
        "weights": weights,
        "centres": centres,
        "low": bounder.kw_args["a_min"],
        "high": bounder.kw_args["a_max"],
    }
