"""Fit one level by ridge regression over blocks of features, and put its weights into the form the index reads."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from ...signals.readability import index
from .company import Company
from .units import Unit

Floats = npt.NDArray[np.float64]
Split = tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]

LANDMARKS = 150
STRENGTH = 2.0
BLOCK_WEIGHTS = {"linear": 1.0, "bumps": 0.6, "company": 0.5, "registers": 0.3, "affixes": 0.4}
AFFIX_ROWS = {"sentence": 3, "article": 15}


class Blocks:
    """The explicit features of units, block by block, for one level."""

    def __init__(self, units: Sequence[Unit], company: Company, level: str) -> None:
        self.inputs = np.array([unit.inputs for unit in units])
        known: dict[str, tuple[Floats, Floats]] = {}
        for unit in units:
            for form in unit.forms:
                if form not in known:
                    known[form] = company.of(form)
        self.company = np.array([_mean(unit, {f: known[f][0] for f in unit.forms}) for unit in units])
        self.registers = np.array([_mean(unit, {f: known[f][1] for f in unit.forms}) for unit in units])
        self.affix_names, self.rarity, self.affixes = _affix_matrix(units, AFFIX_ROWS[level])
        self.center = self.inputs.mean(axis=0)
        self.scale = np.maximum(self.inputs.std(axis=0), 1e-9)
        self.standard = index.standardised(self.inputs, self.center, self.scale)
        self.width = 0.5 / self.inputs.shape[1]
        order = np.argsort(self.standard[:, 0], kind="stable")
        self.landmarks = self.standard[order[:: max(1, len(order) // LANDMARKS)][:LANDMARKS]]
        between = np.exp(-self.width * index.squared_distances(self.landmarks, self.landmarks))
        values, axes = np.linalg.eigh(between + 1e-4 * np.eye(len(between)))
        self.whitening = axes / np.sqrt(values)
        self.bumps = np.exp(-self.width * index.squared_distances(self.standard, self.landmarks)) @ self.whitening

    @property
    def named(self) -> dict[str, Any]:
        """The blocks by name, each with one row per unit."""
        return {
            "linear": self.standard,
            "bumps": self.bumps,
            "company": self.company,
            "registers": self.registers,
            "affixes": self.affixes,
        }


def _mean(unit: Unit, vectors: dict[str, Floats]) -> Floats:
    total: Floats = np.sum([n * vectors[form] for form, n in unit.forms.items()], axis=0)
    return total / unit.words


def _affix_matrix(units: Sequence[Unit], rows_at_least: int) -> tuple[list[str], Floats, sparse.csr_matrix]:
    """Return the affixes that enough units hold, their rarity, and their mean share in each unit times rarity."""
    per_form = {form: index.affixes(form) for unit in units for form in unit.forms}
    rows: list[dict[str, float]] = []
    for unit in units:
        row: dict[str, float] = {}
        for form, n in unit.forms.items():
            for name in per_form[form]:
                row[name] = row.get(name, 0.0) + n / unit.words * len(per_form[form]) ** -0.5
        rows.append(row)
    held = Counter(name for row in rows for name in row)
    names = sorted(name for name, n in held.items() if n >= rows_at_least)
    position = {name: k for k, name in enumerate(names)}
    cells = [
        (i, position[name], share) for i, row in enumerate(rows) for name, share in row.items() if name in position
    ]
    at, columns, shares = (np.array(column) for column in zip(*cells, strict=True))
    rarity = np.log(len(units) / np.array([held[name] for name in names]))
    return names, rarity, sparse.csr_matrix((shares * rarity[columns], (at, columns)), shape=(len(rows), len(names)))


@dataclass(frozen=True)
class Fit:
    """Weights per block and the bias."""

    weights: dict[str, Floats]
    bias: float

    def predict(self, blocks: dict[str, Any], rows: npt.NDArray[np.int_]) -> Floats:
        """Return the predictions for ``rows`` of the blocks."""
        total = np.full(len(rows), self.bias)
        for name, matrix in blocks.items():
            total += np.asarray(matrix[rows] @ self.weights[name])
        return total


def fit(
    blocks: dict[str, Any], target: Floats, corpus: npt.NDArray[np.str_], rows: npt.NDArray[np.int_], weight: Floats
) -> Fit:
    """Return the ridge fit on ``rows`` in its dual form, with one free intercept per corpus.

    Each block is scaled so that its centred rows have the mean square that ``BLOCK_WEIGHTS`` says.
    """
    masks = [corpus[rows] == name for name in np.unique(corpus[rows])]
    scales: dict[str, float] = {}
    gram = np.zeros((len(rows), len(rows)))
    for name, matrix in blocks.items():
        part = matrix[rows]
        inner = np.asarray((part @ part.T).todense() if sparse.issparse(part) else part @ part.T)
        for mask in masks:
            inner[mask] -= inner[mask].mean(axis=0)
            inner[:, mask] -= inner[:, mask].mean(axis=1, keepdims=True)
        scales[name] = BLOCK_WEIGHTS[name] / float(np.mean(np.diag(inner)))
        gram += scales[name] * inner
    centred = target[rows].copy()
    for mask in masks:
        centred[mask] -= centred[mask].mean()
    dual = np.linalg.solve(gram + np.diag(STRENGTH / weight[rows]), centred)
    for mask in masks:
        dual[mask] -= dual[mask].mean()
    weights = {name: scales[name] * np.asarray(matrix[rows].T @ dual).ravel() for name, matrix in blocks.items()}
    fitted = Fit(weights, 0.0)
    residual = target[rows] - fitted.predict(blocks, rows)
    return Fit(weights, float(np.mean([residual[mask].mean() for mask in masks])))


def out_of_fold(
    units: Sequence[Unit], blocks: Blocks, target: Floats, splits: Sequence[Split], weight: Floats
) -> Floats:
    """Return predictions by fits that never saw the unit's group."""
    corpus = np.array([unit.corpus for unit in units])
    predicted = np.empty(len(units))
    for train, test in splits:
        predicted[test] = fit(blocks.named, target, corpus, train, weight).predict(blocks.named, test)
    return predicted


def level_weights(fitted: Fit, blocks: Blocks) -> dict[str, Floats]:
    """Return what ``index.Level`` reads."""
    return {
        "bias": np.array([fitted.bias]),
        "center": blocks.center,
        "scale": blocks.scale,
        "linear": fitted.weights["linear"],
        "landmarks": blocks.landmarks,
        "bumps": blocks.whitening @ fitted.weights["bumps"],
        "width": np.array([blocks.width]),
    }


def word_weights(company: Company, fits: Sequence[Fit], blocks: Sequence[Blocks]) -> dict[str, npt.NDArray[Any]]:
    """Return what ``index.WordScores`` reads: everything linear in the words, summed up per word."""
    scores = np.column_stack(
        [company.vectors @ f.weights["company"] + company.registers @ f.weights["registers"] for f in fits]
    )
    affixes: dict[str, list[float]] = {}
    for level, (fitted, block) in enumerate(zip(fits, blocks, strict=True)):
        for name, weight, rare in zip(block.affix_names, fitted.weights["affixes"], block.rarity, strict=True):
            affixes.setdefault(name, [0.0, 0.0])[level] = float(weight * rare)
    names = sorted(affixes)
    return {
        "company_names": _packed(company.forms),
        "company_weights": scores.astype(np.float32),
        "affix_names": _packed(names),
        "affix_weights": np.array([affixes[name] for name in names], dtype=np.float32),
        "unseen": np.array([company.unseen @ f.weights["registers"] for f in fits]),
    }


def _packed(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(zlib.compress("\n".join(names).encode("utf-8"), 9), dtype=np.uint8)
