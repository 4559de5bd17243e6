"""Train and evaluate the triage model: `contentqa train` and `contentqa evaluate`.

A head is learned per kind of label, because the corpora label different things: credibility of health web pages (the
main head), quality of health reporting, reliability of the outlet. Features come from the signals alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..criteria import Weights
from ..errors import TrainingError
from ..model import TriageModel, load_triage
from . import card, corpora, fit, validation
from .criteria.fit import cross_fitted
from .features import FloatArray, Table, stack, tabulate
from .folder import save

MAIN = "credibility"
RECALL_WANTED = 0.85
_LABELS = {False: "acceptable", True: "needs_review"}


@dataclass(frozen=True, slots=True)
class Source:
    """A labelled corpus read from disk: how the card describes it, and its table."""

    name: str
    head: str
    about: dict[str, Any]
    table: Table


def train(data: Sequence[Path], out: Path, seed: int = 0) -> dict[str, Any]:
    """Fit a triage model on the labelled articles under ``data`` and write its folder to ``out``.

    Returns the metrics that were written. Raises TrainingError when there is nothing to learn from.
    """
    sources = read(data, cross_fitted)
    names = sorted({source.head for source in sources}, key=lambda name: (name != MAIN, name))
    if MAIN not in names:
        raise TrainingError(f"no corpus for the main head ({MAIN}) under {', '.join(map(str, data))}")
    heads: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    threshold = 0.5
    for name in names:
        table = stack([source.table for source in sources if source.head == name])
        origin = np.concatenate([np.full(len(s.table), i) for i, s in enumerate(sources) if s.head == name])
        measured = _measure_head(table, origin, [source.name for source in sources], seed)
        heads[name] = measured.figures
        arrays[name] = measured.arrays
        if name == MAIN:
            threshold = measured.threshold
    features = list(sources[0].table.features)
    metrics = {
        "kind": "triage",
        "main_head": MAIN,
        "labels": list(_LABELS.values()),
        "threshold": threshold,
        "threshold_chosen": f"highest up to 0.5 with recall of at least {RECALL_WANTED} out of fold on the main head",
        "features": features,
        "seed": seed,
        "folds": fit.FOLDS,
        "corpora": {source.name: source.about for source in sources},
        "heads": heads,
        "coefficients": {name: _coefficients(features, arrays[name]) for name in names},
    }
    save(out, arrays, metrics, card.render(out.name, metrics))
    return metrics


def evaluate(model: str | Path, data: Sequence[Path]) -> dict[str, Any]:
    """Return the figures of ``model`` on labelled articles, corpus by corpus, each by the head that fits its labels.

    The figures mean what they say only for articles that the model was not fitted on.
    """
    triage = load_triage(model)
    results = {}
    for source in read(data):
        head = source.head if source.head in triage.heads else triage.main
        probability = predict(triage, head, source.table)
        results[source.name] = {
            "head": head,
            **validation.figures(source.table.concern, probability, source.table.groups, 0),
            "left_out": source.table.left_out,
            "at_threshold": validation.at_threshold(source.table.concern, probability, triage.threshold),
        }
    return {"model": triage.name, "corpora": results}


def read(
    data: Sequence[Path], criteria: Callable[[Path, str], Mapping[str, Weights]] = lambda folder, corpus: {}
) -> list[Source]:
    """Return every labelled corpus found under the folders ``data``; raises TrainingError when there is none.

    ``criteria`` returns for the groups of a corpus other models of the criteria than the packaged one.
    """
    found = []
    for folder in data:
        if (folder / corpora.LABELS).is_file():
            examples = corpora.labelled_folder(folder)
            about = {
                "head": MAIN,
                "concern": "label needs_review",
                "split_by": "group",
                "citation": f"labelled folder {folder.name}",
                "licence": "as the folder says",
                "sha256": hashlib.sha256((folder / corpora.LABELS).read_bytes()).hexdigest(),
            }
            found.append(_source(folder.name, MAIN, about, tabulate(examples, folder.name)))
        for corpus in corpora.CORPORA:
            if (folder / f"{corpus.name}.jsonl.gz").is_file():
                examples, without_text = corpora.examples(folder, corpus)
                about = {
                    "head": corpus.head,
                    "concern": corpus.positive,
                    "split_by": corpus.split_by,
                    "citation": corpus.citation,
                    "licence": corpus.licence,
                    "sha256": corpora.digest(folder, corpus.name),
                }
                table = tabulate(examples, corpus.name, without_text, criteria(folder, corpus.name))
                found.append(_source(corpus.name, corpus.head, about, table))
    if not found:
        raise TrainingError(
            f"nothing labelled under {', '.join(map(str, data))}: no {corpora.LABELS} and none of "
            + ", ".join(f"{corpus.name}.jsonl.gz" for corpus in corpora.CORPORA)
        )
    return found


def predict(model: TriageModel, head: str, table: Table) -> FloatArray:
    """Return the probabilities of one head for the rows of ``table``; a NaN is a feature that is not measurable."""
    rows = [
        {name: None if np.isnan(x) else float(x) for name, x in zip(table.features, row, strict=True)}
        for row in table.values
    ]
    return np.array([model.heads[head].probability(row) for row in rows])


@dataclass(frozen=True, slots=True)
class _Head:
    figures: dict[str, Any]
    arrays: dict[str, Any]
    threshold: float


def _measure_head(table: Table, origin: npt.NDArray[np.int_], names: list[str], seed: int) -> _Head:
    """Validate a head by grouped folds, then fit it on everything."""
    columns = np.arange(len(table.features))
    splits = fit.folds(table, seed)
    raw = validation.out_of_fold(table, origin, splits, columns)
    probability = validation.calibrated(table, origin, splits, columns, raw, seed)
    threshold = _threshold(table.concern, probability)
    baselines = {
        "length alone": validation.by_length(table, splits),
        "best single feature": validation.by_best_feature(table, splits),
        "TF-IDF + logistic regression": validation.by_words(table, splits),
    }
    without = {
        signal: validation.out_of_fold(table, origin, splits, kept) for signal, kept in _ablations(table.features)
    }
    figures: dict[str, Any] = {
        "all": validation.figures(table.concern, probability, table.groups, seed),
        "at_threshold": validation.at_threshold(table.concern, probability, threshold),
        "prevalence_after_weighting": 0.5,
        "corpora": {},
    }
    for number in sorted(set(origin.tolist())):
        rows = origin == number
        concern = table.concern[rows]
        groups = [group for group, kept in zip(table.groups, rows, strict=True) if kept]
        figures["corpora"][names[number]] = {
            **validation.figures(concern, probability[rows], groups, seed),
            "at_threshold": validation.at_threshold(concern, probability[rows], threshold),
            "baselines_auc": {name: validation.auc(concern, scores[rows]) for name, scores in baselines.items()},
            "auc_without": {name: validation.auc(concern, scores[rows]) for name, scores in without.items()},
            "auc_uncalibrated": validation.auc(concern, raw[rows]),
        }
    sample_weights = fit.weights(table, origin)
    estimator = fit.fitted(table, sample_weights, columns)
    slope, offset = fit.platt(raw, table.concern, sample_weights)
    return _Head(figures, fit.numbers(estimator, slope, offset), threshold)


def _ablations(features: Sequence[str]) -> list[tuple[str, npt.NDArray[np.int_]]]:
    """Return, for each signal, the columns that are left without it."""
    signals = list(dict.fromkeys(name.split(".")[0] for name in features))
    if len(signals) < 2:
        return []
    return [
        (signal, np.array([i for i, name in enumerate(features) if name.split(".")[0] != signal])) for signal in signals
    ]


def _threshold(concern: fit.Labels, probability: FloatArray) -> float:
    """Return the highest threshold, at most a half, that still finds the wanted share of the articles of concern."""
    return round(min(0.5, float(np.quantile(probability[concern], 1.0 - RECALL_WANTED))), 4)


def _coefficients(features: Sequence[str], arrays: dict[str, Any]) -> dict[str, float]:
    """Return log-odds per typical step of each feature: its weight times half the width of its bounds."""
    steps = (np.asarray(arrays["high"]) - np.asarray(arrays["low"])) / 2.0
    return {name: round(float(w * s), 4) for name, w, s in zip(features, arrays["weights"], steps, strict=True)}


def _source(name: str, head: str, about: dict[str, Any], table: Table) -> Source:
    if not len(table):
        raise TrainingError(f"{name}: no article that can be judged")
    described = {**about, "articles": len(table), "concerned": int(table.concern.sum()), "left_out": table.left_out}
    return Source(name, head, described, table)


def summary(metrics: dict[str, Any]) -> str:
    """Return the figures of a training run as a few lines of text."""
    lines = []
    for head, figures in metrics["heads"].items():
        for name, of_corpus in figures["corpora"].items():
            baselines = ", ".join(f"{what} {value:.3f}" for what, value in of_corpus["baselines_auc"].items())
            lines.append(f"{head:<12} {name:<18} AUC {_interval(of_corpus['auc'])}; {baselines}")
    lines.append(f"threshold {metrics['threshold']:.3f} ({metrics['threshold_chosen']})")
    return "\n".join(lines)


def evaluation_summary(metrics: dict[str, Any]) -> str:
    """Return the figures of an evaluation as a few lines of text."""
    lines = [f"model {metrics['model']}"]
    for name, of_corpus in metrics["corpora"].items():
        at = of_corpus["at_threshold"]
        lines.append(
            f"{name:<18} by {of_corpus['head']:<12} {of_corpus['articles']} articles, "
            f"AUC {_interval(of_corpus['auc'])}, "
            f"precision {at['precision']:.2f}, recall {at['recall']:.2f}, Brier {of_corpus['brier']:.3f}"
        )
    return "\n".join(lines)


def _interval(figure: dict[str, float]) -> str:
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
