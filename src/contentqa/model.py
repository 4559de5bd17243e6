"""A model folder on disk ⇄ a fitted model in memory; prediction from numbers or features, never from text.

A folder ``models/<name>-<version>/`` holds the weights (``model.skops``, or ``model.onnx`` for an encoder),
``metrics.json`` (feature names, labels, threshold, hash of the weights, corpora, figures) and ``card.md``. A folder
without metrics, or whose weights do not match the hash in them, does not load. Weights are read without pickle.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from .errors import ModelError
from .types import Contribution

DEFAULT = "triage-1.0"
TRUSTED_TYPES = ("numpy.dtype",)
WEIGHTS = ("model.skops", "model.onnx")


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model folder. ``estimator`` is the fitted object, or None where the weights are an ONNX graph."""

    name: str
    folder: Path
    metrics: Mapping[str, Any]
    estimator: Any

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the model's inputs, in the order it was fitted on."""
        return tuple(self.metrics["features"])

    @property
    def weights(self) -> Path:
        """The file that holds the weights."""
        return _weights(self.folder)


def locate(name: str | Path) -> Path:
    """Return the folder of a packaged model by name, or of any model by path; raises ModelError when there is none."""
    given = Path(name)
    places = [given]
    if given.name == str(name):
        package = Path(str(resources.files("contentqa")))
        places = [package / "models" / given, package.parents[1] / "models" / given, given]
    for place in places:
        if place.is_dir():
            return place
    raise ModelError(f"no model folder {name!s}: looked in {', '.join(str(p.parent) for p in places)}")


def load(name: str | Path = DEFAULT) -> Model:
    """Return the model in ``name`` (read once per process); raises ModelError when it is missing, altered or unfit."""
    return _load(locate(name).resolve())


@functools.cache
def _load(folder: Path) -> Model:
    try:
        metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder}: metrics.json cannot be read ({error}); a model without metrics is not used"
        ) from error
    weights = _weights(folder)
    if hashlib.sha256(weights.read_bytes()).hexdigest() != metrics.get("sha256"):
        raise ModelError(f"{weights}: the file is not the one that metrics.json describes (SHA-256 differs)")
    if not metrics.get("features"):
        raise ModelError(f"{folder}: metrics.json names no features")
    return Model(folder.name, folder, metrics, _read(weights))


def _weights(folder: Path) -> Path:
    for name in WEIGHTS:
        if (folder / name).is_file():
            return folder / name
    raise ModelError(f"{folder}: holds neither {' nor '.join(WEIGHTS)}")


def _read(weights: Path) -> Any:
    if weights.suffix == ".onnx":
        return None
    import skops.io

    try:
        unknown = sorted(set(skops.io.get_untrusted_types(file=weights)) - set(TRUSTED_TYPES))
        if unknown:
            raise ModelError(f"{weights}: holds types that are not trusted: {', '.join(unknown)}")
        return skops.io.load(weights, trusted=list(TRUSTED_TYPES))
    except (OSError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(f"{weights}: cannot be read as a skops file: {error}") from error


class TermScorer:
    """A linear classifier over named binary features, scored by dictionary look-up.

    Built from a model whose estimator is ``Pipeline([("vectorizer", DictVectorizer), ("classifier",
    LogisticRegression)])``, or the same packed as plain arrays (``terms``: UTF-8 bytes, one term a line; ``weights``: a
    row per term, a column per score; ``intercept``; ``classes``), which is smaller and faster to read. Gives the same
    probabilities as that pipeline on ``{feature: 1}`` without its overhead.
    """

    def __init__(self, model: Model) -> None:
        if isinstance(model.estimator, dict):
            packed = model.estimator
            terms = packed["terms"].tobytes().decode("utf-8").split("\n")
            rows, intercept, classes = packed["weights"].tolist(), packed["intercept"], packed["classes"]
        else:
            vocabulary = model.estimator.named_steps["vectorizer"].vocabulary_
            classifier = model.estimator.named_steps["classifier"]
            columns = classifier.coef_.T.tolist()
            terms, rows = list(vocabulary), [columns[i] for i in vocabulary.values()]
            intercept, classes = classifier.intercept_, classifier.classes_
        self.classes: tuple[Any, ...] = tuple(classes.tolist())
        self._intercept: tuple[float, ...] = tuple(intercept.tolist())
        self._weights: dict[str, tuple[float, ...]] = {t: tuple(row) for t, row in zip(terms, rows, strict=True)}

    def scores(self, features: Iterable[str]) -> tuple[float, ...]:
        """Return the linear scores (log-odds of the second class when there are two) for the features present."""
        found = filter(None, map(self._weights.get, dict.fromkeys(features)))
        columns = zip(self._intercept, *found, strict=True)
        return tuple(sum(column) for column in columns)

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """Return one probability per class, in the order of :attr:`classes`."""
        totals = self.scores(features)
        if len(totals) == 1:
            positive = logistic(totals[0])
            return (1.0 - positive, positive)
        top = max(totals)
        shares = [math.exp(t - top) for t in totals]
        return tuple(share / sum(shares) for share in shares)

    def weight(self, feature: str) -> tuple[float, ...] | None:
        """Return what one feature adds to the scores, None when the model does not know it."""
        return self._weights.get(feature)


def logistic(log_odds: float) -> float:
    """Return the probability for ``log_odds`` without overflow."""
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1.0 + odds)


@dataclass(frozen=True, slots=True)
class Head:
    """One linear head of a triage model, in plain numbers: log-odds = intercept + Σ weight · (bounded value − centre).

    ``low`` and ``high`` bound each value to the range seen in training (1st to 99th percentile), so that an outlier
    cannot decide alone; a value of None counts as the centre and so contributes nothing.
    """

    name: str
    features: tuple[str, ...]
    intercept: float
    weights: tuple[float, ...]
    centres: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def contributions(self, values: Mapping[str, float | None]) -> tuple[Contribution, ...]:
        """Return what each feature adds to the log-odds, the largest in size first.

        Raises ModelError when ``values`` lacks a feature that the head was fitted on.
        """
        parts = map(Contribution, self.features, map(values.get, self.features), self._steps(values))
        return tuple(sorted(parts, key=lambda part: -abs(part.log_odds)))

    def log_odds(self, values: Mapping[str, float | None]) -> float:
        """Return the calibrated log-odds of concern; raises ModelError as :meth:`contributions` does."""
        return self.intercept + math.fsum(self._steps(values))

    def _steps(self, values: Mapping[str, float | None]) -> list[float]:
        """Return what each feature adds, in the order of the features."""
        missing = [name for name in self.features if name not in values]
        if missing:
            raise ModelError(f"the model needs features that were not measured: {', '.join(missing)}")
        rows = zip(self.features, self.weights, self.centres, self.low, self.high, strict=True)
        return [
            0.0 if (value := values[name]) is None else weight * (min(max(value, low), high) - centre)
            for name, weight, centre, low, high in rows
        ]

    def probability(self, values: Mapping[str, float | None]) -> float:
        """Return the calibrated probability of concern."""
        return logistic(self.log_odds(values))


@dataclass(frozen=True, slots=True)
class TriageModel:
    """The classifier behind a label: its heads, which of them is the main one, and the threshold on that one."""

    name: str
    main: str
    threshold: float
    heads: Mapping[str, Head]


def load_triage(name: str | Path = DEFAULT) -> TriageModel:
    """Return the triage model in folder ``name``; raises ModelError when it is missing, altered or of another kind."""
    return _triage(locate(name).resolve())


@functools.cache
def _triage(folder: Path) -> TriageModel:
    model = _load(folder)
    if model.metrics.get("kind") != "triage":
        raise ModelError(f"{folder}: this is a model of kind {model.metrics.get('kind')!r}, not a triage model")
    try:
        heads = {
            name: Head(
                name=name,
                features=model.features,
                intercept=float(numbers["intercept"]),
                weights=tuple(numbers["weights"].tolist()),
                centres=tuple(numbers["centres"].tolist()),
                low=tuple(numbers["low"].tolist()),
                high=tuple(numbers["high"].tolist()),
            )
            for name, numbers in model.estimator.items()
        }
        return TriageModel(model.name, model.metrics["main_head"], float(model.metrics["threshold"]), heads)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{folder}: not a complete triage model: {type(error).__name__}: {error}") from error
