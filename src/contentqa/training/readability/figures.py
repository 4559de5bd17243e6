"""Measure a level honestly: out-of-fold agreement with people, beside baselines on the same folds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline

from ..bootstrap import interval
from .fit import Split
from .units import Unit

Floats = npt.NDArray[np.float64]

SEED = 0
RESAMPLES = 500


def figures(units: Sequence[Unit], predicted: Floats, splits: Sequence[Split]) -> dict[str, Any]:
    """Return per corpus: Pearson's r with the human target and its interval, beside the baselines on the same folds."""
    target = np.array([unit.target for unit in units])
    inputs = np.array([unit.inputs for unit in units])
    result = {}
    for name in sorted({unit.corpus for unit in units}):
        at = np.array([k for k, unit in enumerate(units) if unit.corpus == name])
        inside = [(np.intersect1d(train, at), np.intersect1d(test, at)) for train, test in splits]
        groups = np.array([units[k].group for k in at])
        baselines = {
            "length alone": _correlation(
                _linear(np.log([[unit.words] for unit in units]), target, inside, len(units))[at], target[at]
            ),
            "best single input": _correlation(_best(inputs, target, inside)[at], target[at]),
            "TF-IDF + ridge regression": _correlation(_bag([u.text for u in units], target, inside)[at], target[at]),
        }
        for formula in units[0].formulas:
            baselines[formula] = _correlation(np.array([units[k].formulas[formula] for k in at]), target[at])
        result[name] = {
            "units": len(at),
            "groups": len(set(groups)),
            "pearson": _with_interval(predicted[at], target[at], groups),
            "baselines_pearson": {key: round(value, 4) for key, value in baselines.items()},
        }
    return result


def _correlation(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _with_interval(predicted: Floats, target: Floats, groups: npt.NDArray[np.str_]) -> list[float]:
    """Return r and its 95 % interval from a bootstrap over groups."""
    low, high = interval(
        lambda rows: _correlation(predicted[rows], target[rows]), [str(name) for name in groups], RESAMPLES, SEED
    )
    return [round(_correlation(predicted, target), 4), round(low, 4), round(high, 4)]


def _linear(columns: Floats, target: Floats, splits: Sequence[Split], size: int) -> Floats:
    predicted = np.zeros(size)
    for train, test in splits:
        predicted[test] = LinearRegression().fit(columns[train], target[train]).predict(columns[test])
    return predicted


def _best(inputs: Floats, target: Floats, splits: Sequence[Split]) -> Floats:
    predicted = np.zeros(len(inputs))
    for train, test in splits:
        strengths = [
            abs(np.corrcoef(column, target[train])[0, 1]) if column.std() else 0.0 for column in inputs[train].T
        ]
        best = inputs[:, [int(np.argmax(strengths))]]
        predicted[test] = LinearRegression().fit(best[train], target[train]).predict(best[test])
    return predicted


def _bag(texts: Sequence[str], target: Floats, splits: Sequence[Split]) -> Floats:
    predicted = np.zeros(len(texts))
    for train, test in splits:
        bag = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), Ridge(1.0))
        predicted[test] = bag.fit([texts[k] for k in train], target[train]).predict([texts[k] for k in test])
    return predicted
