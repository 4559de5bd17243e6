"""Train the model of the ten criteria: ``python -m contentqa.training.criteria DATA_DIR --out models/criteria-1.0``."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from ..criteria import ITEM_SCALE, QUESTIONS, Features, features
from ..segmentation import segment
from ..signals import hype, safety
from ..types import Article
from .corpora import digest, outlet, rows
from .folder import save

FOLDS = 5
SEED = 0
STRENGTH = 1.0
FEWEST_TERMS = 3
FEWEST_ITEMS = 8
_CORPUS = "healthrelease"
_DIGITS = 4
_SATISFIED = {"Satisfactory": 0, "Not Satisfactory": 1}
_INSTITUTION = re.compile(r"eurekalert.*?/\d{4}-\d\d/([a-z0-9]+)-")
_WIRES = ("newswise", "prnewswire")

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int_]
Split = tuple[Integers, Integers]


class Releases:
    """The press releases as features, labels per criterion (-1: not applicable) and institutions."""

    def __init__(self, data: Path) -> None:
        self.texts: list[str] = []
        self.features: list[Features] = []
        self.groups: list[str] = []
        labels: list[list[int]] = []
        for row in rows(data, _CORPUS):
            title = row["title"] if isinstance(row["title"], str) else ""
            text = f"{title}\n\n{row['text']}" if title else row["text"]
            document = segment(Article(id=row["id"], text=text, title=title or None))
            self.features.append(features(document, [hype.measure(document), safety.measure(document)]))
            self.texts.append(text)
            self.groups.append(_institution(row["url"], row["id"]))
            labels.append([_SATISFIED.get(row["criteria"][name], -1) for name in QUESTIONS])
        self.labels: Integers = np.array(labels)

    def splits(self, criterion: int, within: Integers, seed: int) -> list[Split]:
        """Return grouped, stratified folds over the rows of ``within`` to which ``criterion`` applies."""
        kept = within[self.labels[within, criterion] >= 0]
        groups = [self.groups[i] for i in kept]
        splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
        return [(kept[a], kept[b]) for a, b in splitter.split(kept, self.labels[kept, criterion], groups)]


def _institution(url: str, row: str) -> str:
    """Return who released it: the contributor's code in a EurekAlert address, else the host; a wire's rows stand alone."""
    found = _INSTITUTION.search(url)
    if found:
        return found.group(1)
    host = outlet(url)
    return row if not host or any(wire in host for wire in _WIRES) else host


class Fitted:
    """A criterion's weights by feature name."""

    def __init__(self, releases: Releases, name: str, train: Integers) -> None:
        criterion = list(QUESTIONS).index(name)
        chosen = [releases.features[i] for i in train]
        self.name = name
        self.terms = _frequent([f.terms | f.near[name] for f in chosen], FEWEST_TERMS)
        self.items = _frequent([f.items for f in chosen], FEWEST_ITEMS)
        classifier = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=SEED)
        classifier.fit(self.matrix(chosen), releases.labels[train, criterion])
        self.intercept = float(classifier.intercept_[0])
        self.term_weights: Floats = classifier.coef_[0][: len(self.terms)]
        self.item_weights: Floats = classifier.coef_[0][len(self.terms) :]

    def matrix(self, chosen: Sequence[Features]) -> Any:
        """Return the scaled features of ``chosen`` articles, terms first."""
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for article in chosen:
            found = [self.terms[t] for t in article.terms | article.near[self.name] if t in self.terms]
            counted = [len(self.terms) + self.items[t] for t in article.items if t in self.items]
            columns += found + counted
            values += [max(len(found), 1) ** -0.5] * len(found) + [ITEM_SCALE] * len(counted)
            ends.append(len(columns))
        shape = (len(chosen), len(self.terms) + len(self.items))
        return sparse.csr_matrix((values, np.array(columns, np.int32), np.array(ends, np.int32)), shape=shape)

    def scores(self, chosen: Sequence[Features]) -> Floats:
        """Return the uncalibrated log-odds of ``chosen`` articles."""
        return np.asarray(self.matrix(chosen) @ np.concatenate([self.term_weights, self.item_weights]) + self.intercept)


def _frequent(present: Sequence[frozenset[str]], fewest: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for found in present:
        counts.update(found)
    return {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= fewest))}


def _out_of_fold(releases: Releases, name: str, within: Integers, seed: int) -> tuple[Floats, Integers]:
    """Return scores out of fold inside ``within``, and the rows they belong to."""
    criterion = list(QUESTIONS).index(name)
    scores = np.full(len(releases.texts), np.nan)
    for train, test in releases.splits(criterion, within, seed):
        scores[test] = Fitted(releases, name, train).scores([releases.features[i] for i in test])
    kept = within[releases.labels[within, criterion] >= 0]
    return scores[kept], kept


def _platt(scores: Floats, labels: Integers) -> tuple[float, float]:
    """Return slope and offset of a calibration that may not turn the order around (Platt 1999)."""
    fitted = LogisticRegression(C=1e3).fit(scores.reshape(-1, 1), labels)
    slope = float(fitted.coef_[0, 0])
    if slope > 0:
        return slope, float(fitted.intercept_[0])
    share = float(np.clip(labels.mean(), 0.01, 0.99))
    return 0.0, float(np.log(share / (1 - share)))


def _evaluate(releases: Releases, name: str) -> dict[str, Any]:
    criterion = list(QUESTIONS).index(name)
    everything = np.arange(len(releases.texts))
    scores = np.full(len(releases.texts), np.nan)
    probability = np.full(len(releases.texts), np.nan)
    baselines = {what: np.full(len(releases.texts), np.nan) for what in _BASELINES}
    for train, test in releases.splits(criterion, everything, SEED):
        fitted = Fitted(releases, name, train)
        scores[test] = fitted.scores([releases.features[i] for i in test])
        inner, kept = _out_of_fold(releases, name, train, SEED + 1)
        slope, offset = _platt(inner, releases.labels[kept, criterion])
        probability[test] = 1 / (1 + np.exp(-(slope * scores[test] + offset)))
        for what, baseline in _BASELINES.items():
            baselines[what][test] = baseline(releases, name, train, test)
    kept = np.flatnonzero(~np.isnan(scores))
    labels = releases.labels[kept, criterion]
    return {
        "releases": len(kept),
        "not_satisfied": int(labels.sum()),
        "auc": _auc(labels, scores[kept]),
        "auc_interval": _interval(labels, scores[kept], [releases.groups[i] for i in kept]),
        "brier": round(float(brier_score_loss(labels, probability[kept])), _DIGITS),
        "brier_of_the_share": round(float(labels.mean() * (1 - labels.mean())), _DIGITS),
        "baselines_auc": {what: _auc(labels, found[kept]) for what, found in baselines.items()},
    }


def _by_words(releases: Releases, name: str, train: Integers, test: Integers) -> Floats:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = vectorizer.fit_transform([releases.texts[i] for i in train])
    classifier = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=SEED)
    classifier.fit(matrix, releases.labels[train, list(QUESTIONS).index(name)])
    return np.asarray(classifier.decision_function(vectorizer.transform([releases.texts[i] for i in test])))


def _by_length(releases: Releases, name: str, train: Integers, test: Integers) -> Floats:
    lengths = np.log([[len(text.split())] for text in releases.texts])
    labels = releases.labels[train, list(QUESTIONS).index(name)]
    return np.asarray(LogisticRegression().fit(lengths[train], labels).decision_function(lengths[test]))


def _by_item(releases: Releases, name: str, train: Integers, test: Integers) -> Floats:
    """Score by the one item that separates best in training."""
    labels = releases.labels[train, list(QUESTIONS).index(name)]
    items = _frequent([releases.features[i].items for i in train], FEWEST_ITEMS)
    best, sign, most = "", 1.0, 0.0
    for item in items:
        gap = float(_auc(labels, np.array([item in releases.features[i].items for i in train], dtype=float))) - 0.5
        if abs(gap) > most:
            best, sign, most = item, float(np.sign(gap)), abs(gap)
    return np.array([sign * (best in releases.features[i].items) for i in test])


_BASELINES: dict[str, Callable[[Releases, str, Integers, Integers], Floats]] = {
    "TF-IDF + logistic regression": _by_words,
    "best single item": _by_item,
    "length alone": _by_length,
}


def _auc(labels: Integers, scores: Floats) -> float:
    return round(float(roc_auc_score(labels, scores)), _DIGITS)


def _interval(labels: Integers, scores: Floats, groups: Sequence[str]) -> list[float]:
    """Return the 95 % interval of the AUC with institutions resampled."""
    generator = np.random.default_rng(SEED)
    names = sorted(set(groups))
    members = {name: np.flatnonzero(np.array(groups) == name) for name in names}
    draws = []
    for _ in range(400):
        chosen = np.concatenate([members[names[k]] for k in generator.integers(len(names), size=len(names))])
        if 0 < labels[chosen].sum() < len(chosen):
            draws.append(roc_auc_score(labels[chosen], scores[chosen]))
    return [round(float(edge), _DIGITS) for edge in np.percentile(draws, (2.5, 97.5))]


def _arrays(releases: Releases) -> dict[str, Any]:
    """Fit every criterion on all releases and return the arrays that ``contentqa.criteria.Weights`` reads."""
    everything = np.arange(len(releases.texts))
    fits, slopes, offsets = [], [], []
    for k, name in enumerate(QUESTIONS):
        fits.append(Fitted(releases, name, everything[releases.labels[:, k] >= 0]))
        scores, kept = _out_of_fold(releases, name, everything, SEED)
        slope, offset = _platt(scores, releases.labels[kept, k])
        slopes.append(slope)
        offsets.append(offset)
    terms = sorted({t for fit in fits for t in fit.terms if not t.startswith("near ")})
    items = sorted({t for fit in fits for t in fit.items})
    arrays: dict[str, Any] = {
        "terms": _bytes(terms),
        "term_weights": _columns(terms, [dict(zip(f.terms, f.term_weights, strict=True)) for f in fits]),
        "items": _bytes(items),
        "item_weights": _columns(items, [dict(zip(f.items, f.item_weights, strict=True)) for f in fits]),
        "intercept": np.array([f.intercept for f in fits]),
        "slope": np.array(slopes),
        "offset": np.array(offsets),
    }
    for fit in fits:
        near = {t: w for t, w in zip(fit.terms, fit.term_weights, strict=True) if t.startswith("near ")}
        arrays[f"near_{fit.name}"] = _bytes(list(near))
        arrays[f"near_{fit.name}_weights"] = np.array(list(near.values()), dtype=np.float32)
    return arrays


def _bytes(terms: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8)


def _columns(names: Sequence[str], weights: Sequence[dict[str, float]]) -> npt.NDArray[np.float32]:
    return np.array([[w.get(name, 0.0) for w in weights] for name in names], dtype=np.float32)


def train(data: Path, out: Path) -> dict[str, Any]:
    """Fit on all of ``data``, write the model folder ``out``, and return its metrics."""
    releases = Releases(data)
    figures = {name: _evaluate(releases, name) for name in QUESTIONS}
    metrics = {
        "kind": "criteria",
        "labels": list(QUESTIONS),
        "features": ["terms, near terms and items of contentqa.criteria.features"],
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": STRENGTH},
        "split": "stratified folds by releasing institution; releases a criterion does not apply to are left out of it",
        "corpora": {
            _CORPUS: {
                "citation": "FakeHealth; Dai, Sun & Wang, ICWSM 2020; ratings by HealthNewsReview.org",
                "licence": "none stated",
                "releases": len(releases.texts),
                "institutions": len(set(releases.groups)),
                "sha256": digest(data, _CORPUS),
            }
        },
        "figures": figures,
    }
    save(out, _arrays(releases), metrics, _card(out.name, metrics))
    return metrics


def _card(name: str, metrics: dict[str, Any]) -> str:
    table = [
        f"| {criterion} | {of['not_satisfied']} of {of['releases']} | {of['auc']:.3f} "
        f"({of['auc_interval'][0]:.3f}–{of['auc_interval'][1]:.3f}) | "
        + " | ".join(f"{of['baselines_auc'][what]:.3f}" for what in _BASELINES)
        + f" | {of['brier']:.3f} | {of['brier_of_the_share']:.3f} |"
        for criterion, of in metrics["figures"].items()
    ]
    about = metrics["corpora"][_CORPUS]
    return "\n".join(
        [
            f"# {name}: the ten questions of HealthNewsReview",
            "",
            f"Ten linear models over words, words near findings, and counts of findings. Logistic regression, "
            f"C = {metrics['penalty']['C']}, Platt calibration on held-out folds, seed {metrics['seed']}.",
            "",
            "## Intended use",
            "",
            "Showing which questions an article about a treatment or test probably leaves open. Trained on press releases "
            "alone: on other kinds of text the probabilities are a guide. Where the AUC is near one half the text does "
            "not tell, and the probability is little more than the share among releases.",
            "",
            "## Figures",
            "",
            f"Out of fold ({metrics['folds']} folds; {metrics['split']}). AUC with 95 % interval, institutions resampled; "
            "the last column is the Brier score of always answering the share.",
            "",
            "| criterion | not satisfied | AUC | " + " | ".join(_BASELINES) + " | Brier | Brier of the share |",
            "|---" * (5 + len(_BASELINES)) + "|",
            *table,
            "",
            "## Training data",
            "",
            f"{_CORPUS}: {about['releases']} releases of {about['institutions']} institutions; {about['citation']}; "
            f"licence {about['licence']}.",
        ]
    )


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/criteria-1.0"))
    arguments = parser.parse_args()
    for name, of in train(arguments.data, arguments.out)["figures"].items():
        print(f"{name:<26} AUC {of['auc']:.3f} {of['auc_interval']} {of['baselines_auc']}")


if __name__ == "__main__":
    main()
