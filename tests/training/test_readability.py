"""The fitting behind the readability index, on small made-up data."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import scipy.sparse as sparse
from sklearn.linear_model import Ridge

from contentqa.training.readability import fit as fitting
from contentqa.training.readability.fit import fit, out_of_fold
from contentqa.training.readability.units import Unit, in_grades


@pytest.fixture
def data():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(60, 4))
    return rows, rows @ np.array([2.0, -1.0, 0.5, 0.0]) + rng.normal(scale=0.1, size=60)


def unit(target: float, corpus: str = "a", group: str = "g", consensus: float = 10.0) -> Unit:
    return Unit(np.zeros(1), Counter("a"), 1, target, corpus, group, "a", {"consensus": consensus})


def test_one_block_and_one_corpus_is_plain_ridge_regression(data, monkeypatch):
    rows, target = data
    monkeypatch.setattr(fitting, "BLOCK_WEIGHTS", {"linear": 1.0})
    corpus, every = np.array(["a"] * 60), np.arange(60)
    fitted = fit({"linear": rows}, target, corpus, every, np.ones(60))
    centred = rows - rows.mean(axis=0)
    expected = Ridge(fitting.STRENGTH * float((centred**2).sum(axis=1).mean())).fit(rows, target)
    assert fitted.weights["linear"] == pytest.approx(expected.coef_)
    assert fitted.predict({"linear": rows}, every) == pytest.approx(expected.predict(rows))


def test_sparse_blocks_give_the_same_fit_as_dense_ones(data, monkeypatch):
    rows, target = data
    monkeypatch.setattr(fitting, "BLOCK_WEIGHTS", {"linear": 1.0})
    corpus, every = np.array(["a"] * 60), np.arange(60)
    dense = fit({"linear": rows}, target, corpus, every, np.ones(60))
    packed = fit({"linear": sparse.csr_matrix(rows)}, target, corpus, every, np.ones(60))
    assert packed.weights["linear"] == pytest.approx(dense.weights["linear"])


def test_a_difference_between_corpora_is_not_learned(data, monkeypatch):
    rows, target = data
    monkeypatch.setattr(fitting, "BLOCK_WEIGHTS", {"linear": 1.0})
    corpus = np.array(["a", "b"] * 30)
    marked = np.column_stack([rows, corpus == "b"])
    shifted = target + np.where(corpus == "b", 100.0, 0.0)
    fitted = fit({"linear": marked}, shifted, corpus, np.arange(60), np.ones(60))
    assert abs(fitted.weights["linear"][4]) < 1e-6


def test_targets_get_the_mean_and_spread_of_the_consensus_in_each_corpus():
    units = [unit(k, "a", consensus=8 + k) for k in range(5)] + [unit(-k, "b", consensus=20 + 2 * k) for k in range(5)]
    grades = in_grades(units)
    assert grades[:5] == pytest.approx([8, 9, 10, 11, 12])
    assert grades[5:] == pytest.approx([28, 26, 24, 22, 20])


def test_out_of_fold_predictions_do_not_depend_on_the_unit_itself(data, monkeypatch):
    rows, target = data
    monkeypatch.setattr(fitting, "BLOCK_WEIGHTS", {"linear": 1.0})
    units = [unit(t) for t in target]

    class Blocks:
        def __init__(self) -> None:
            self.named = {"linear": rows}

    splits = [(np.arange(30, 60), np.arange(30)), (np.arange(30), np.arange(30, 60))]
    before = out_of_fold(units, Blocks(), target, splits, np.ones(60))
    changed = target.copy()
    changed[:30] += 50
    after = out_of_fold(units, Blocks(), changed, splits, np.ones(60))
    assert after[:30] == pytest.approx(before[:30])
    assert after[30:] != pytest.approx(before[30:])
