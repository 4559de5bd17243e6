"""Train the model of the ten criteria: ``python -m contentqa.training.criteria DATA_DIR --out models/criteria-1.0``.

A few hundred releases rated by HealthNewsReview are few for ten questions, and one reviewer's rating is a noisy label.
So the model also learns from judgements made for this project (``training/data/criteria_judgements.csv``, its README
tells how): language models read releases and news without knowing any rating and said, from 0 to 3, how likely a
reviewer is not satisfied. What each of those four answers means is read off the rated releases of the training part.
Figures are measured against the reviewers' ratings alone, institutions kept whole.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
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
REPEATS = 3
RESAMPLES = 400
STRENGTH = 1.0
FEWEST_TERMS = 4
FEWEST_ITEMS = 8
# How much a judgement counts beside the rating of the same release, and a text without a rating beside a release.
JUDGED_SHARE = 0.8
# None of these corpora trains the triage model, whose features the criteria are: they would be better known there than
# on any new article.
UNRATED_WEIGHT: Mapping[str, float] = {"insciout_press_releases": 1.0, "insciout_news": 0.7}
_CORPUS = "healthrelease"
_ANSWERS = 4
_SMOOTHING = 2
_DIGITS = 4
_SATISFIED = {"Satisfactory": 0, "Not Satisfactory": 1}
_INSTITUTION = re.compile(r"eurekalert.*?/\d{4}-\d\d/([a-z0-9]+)-")
_WIRES = ("newswise", "prnewswire")

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int_]
Split = tuple[Integers, Integers]


class Releases:
    """Texts as features, with ratings and judgements per criterion, weights and institutions.

    ``labels``: 1 not satisfied, 0 satisfied, -1 not applicable or not rated. ``judged``: 0 to 3, nan where nobody
    judged. Corpora of unrated texts are used where ``data`` has them.
    """

    def __init__(self, data: Path) -> None:
        self.texts: list[str] = []
        self.features: list[Features] = []
        self.groups: list[str] = []
        self.weights: list[float] = []
        labels: list[list[int]] = []
        judged: list[list[float]] = []
        judgements = _judgements()
        for corpus in (_CORPUS, *UNRATED_WEIGHT):
            rated = corpus == _CORPUS
            if not rated and not (data / f"{corpus}.jsonl.gz").is_file():
                continue
            for row in rows(data, corpus):
                name = text_name(str(row["text"]))
                judgement = judgements.get((corpus, name))
                if not rated and judgement is None:
                    continue
                title = row.get("title") if isinstance(row.get("title"), str) else ""
                text = f"{title}\n\n{row['text']}" if title else row["text"]
                document = segment(Article(id=f"{corpus}:{name}", text=text, title=title or None))
                self.features.append(features(document, [hype.measure(document), safety.measure(document)]))
                self.texts.append(text)
                self.groups.append(_institution(row["url"], row["id"]) if rated else document.article.id)
                self.weights.append(UNRATED_WEIGHT.get(corpus, 1.0))
                labels.append([_SATISFIED.get(row["criteria"][name], -1) if rated else -1 for name in QUESTIONS])
                judged.append(judgement or [np.nan] * len(QUESTIONS))
        self.labels: Integers = np.array(labels)
        self.judged: Floats = np.array(judged)
        self.rated: Integers = np.array([k for k, group in enumerate(self.groups) if not _unrated(group)])

    def splits(self, criterion: int, within: Integers, seed: int) -> list[Split]:
        """Return grouped, stratified folds over the rows of ``within`` to which ``criterion`` applies."""
        kept = within[self.labels[within, criterion] >= 0]
        groups = [self.groups[i] for i in kept]
        splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
        return [(kept[a], kept[b]) for a, b in splitter.split(kept, self.labels[kept, criterion], groups)]


def _unrated(group: str) -> bool:
    return group.partition(":")[0] in UNRATED_WEIGHT


def text_name(text: str) -> str:
    """Return the name under which a text is judged without being held here."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _judgements() -> dict[tuple[str, str], list[float]]:
    """Return the judgements of every judged text, by corpus and name: nan where the question does not apply."""
    text = resources.files("contentqa").joinpath("training", "data", "criteria_judgements.csv").read_text("utf-8")
    return {
        (row["corpus"], row["text_sha256_16"]): [float(row[name]) if row[name] else np.nan for name in QUESTIONS]
        for row in csv.DictReader(text.splitlines())
    }


def _institution(url: str, row: str) -> str:
    """Return who released it: EurekAlert's code for the contributor, else the host; a wire's rows stand alone."""
    found = _INSTITUTION.search(url)
    if found:
        return found.group(1)
    host = outlet(url)
    return row if not host or any(wire in host for wire in _WIRES) else host


class Table:
    """All features of all releases for one criterion: which terms and which items each release has."""

    def __init__(self, releases: Releases, name: str) -> None:
        self.releases = releases
        self.criterion = list(QUESTIONS).index(name)
        self.labels: Integers = releases.labels[:, self.criterion]
        self.judged: Floats = releases.judged[:, self.criterion]
        self.terms, self.has_term = _binary([f.terms | f.near[name] for f in releases.features])
        self.items, self.has_item = _binary([f.items for f in releases.features])


def _binary(present: Sequence[frozenset[str]]) -> tuple[list[str], Any]:
    """Return the names found, and a row per release with a one for each name that it has."""
    names = sorted(frozenset().union(*present))
    column = {name: k for k, name in enumerate(names)}
    columns = [column[name] for found in present for name in sorted(found)]
    ends = np.cumsum([0, *(len(found) for found in present)])
    values = np.ones(len(columns))
    arrays = (values, np.array(columns, np.int32), ends.astype(np.int32))
    return names, sparse.csr_matrix(arrays, shape=(len(present), len(names)))


def _wanted(table: Table, train: Integers) -> tuple[Integers, Floats, Floats]:
    """Return what to learn from, with probabilities and weights: the rows of ``train`` and all unrated judged rows."""
    labels, judged = table.labels[train].astype(float), table.judged[train]
    share = labels.mean()
    meaning = np.array(
        [
            (labels[judged == answer].sum() + _SMOOTHING * share) / ((judged == answer).sum() + _SMOOTHING)
            for answer in range(_ANSWERS)
        ]
    )
    unrated = np.setdiff1d(np.flatnonzero(~np.isnan(table.judged)), table.releases.rated)
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

    def __init__(self, table: Table, train: Integers) -> None:
        self.table = table
        chosen, probability, weight = _wanted(table, train)
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


def _out_of_fold(table: Table, within: Integers, seed: int) -> tuple[Floats, Integers]:
    """Return scores out of fold inside ``within``, and the rows they belong to."""
    scores = np.full(len(table.labels), np.nan)
    for train, test in table.releases.splits(table.criterion, within, seed):
        scores[test] = Fitted(table, train).scores(test)
    kept = within[table.labels[within] >= 0]
    return scores[kept], kept


def _platt(scores: Floats, labels: Integers) -> tuple[float, float]:
    """Return slope and offset of a calibration that may not turn the order around (Platt 1999)."""
    fitted = LogisticRegression(C=1e3, solver="newton-cholesky").fit(scores.reshape(-1, 1), labels)
    slope = float(fitted.coef_[0, 0])
    if slope > 0:
        return slope, float(fitted.intercept_[0])
    share = float(np.clip(labels.mean(), 0.01, 0.99))
    return 0.0, float(np.log(share / (1 - share)))


def _evaluate(releases: Releases, name: str) -> dict[str, Any]:
    table = Table(releases, name)
    everything = releases.rated
    size = len(releases.texts)
    scores = np.full(size, np.nan)
    probability = np.full(size, np.nan)
    baselines = {what: np.full(size, np.nan) for what in _BASELINES}
    for train, test in releases.splits(table.criterion, everything, SEED):
        scores[test] = Fitted(table, train).scores(test)
        inner, kept = _out_of_fold(table, train, SEED + 1)
        slope, offset = _platt(inner, table.labels[kept])
        probability[test] = 1 / (1 + np.exp(-(slope * scores[test] + offset)))
        for what, baseline in _BASELINES.items():
            baselines[what][test] = baseline(table, train, test)
    repeats = [_out_of_fold(table, everything, SEED + repeat) for repeat in range(1, REPEATS)]
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


_BASELINES: dict[str, Callable[[Table, Integers, Integers], Floats]] = {
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
    for _ in range(RESAMPLES):
        chosen = np.concatenate([members[names[k]] for k in generator.integers(len(names), size=len(names))])
        if 0 < labels[chosen].sum() < len(chosen):
            draws.append(roc_auc_score(labels[chosen], scores[chosen]))
    return [round(float(edge), _DIGITS) for edge in np.percentile(draws, (2.5, 97.5))]


def _arrays(releases: Releases) -> dict[str, Any]:
    """Fit every criterion on all releases and return the arrays that ``contentqa.criteria.Weights`` reads."""
    everything = releases.rated
    fits, slopes, offsets = [], [], []
    for name in QUESTIONS:
        table = Table(releases, name)
        fits.append(Fitted(table, everything[table.labels[everything] >= 0]))
        scores, kept = _out_of_fold(table, everything, SEED)
        slope, offset = _platt(scores, table.labels[kept])
        slopes.append(slope)
        offsets.append(offset)
    weights = [fit.terms for fit in fits]
    terms = sorted({t for of in weights for t in of if not t.startswith("near ")})
    items = sorted({t for fit in fits for t in fit.items})
    arrays: dict[str, Any] = {
        "terms": _bytes(terms),
        "term_weights": _columns(terms, weights),
        "items": _bytes(items),
        "item_weights": _columns(items, [fit.items for fit in fits]),
        "intercept": np.array([f.intercept for f in fits]),
        "slope": np.array(slopes),
        "offset": np.array(offsets),
    }
    for name, of in zip(QUESTIONS, weights, strict=True):
        near = {t: w for t, w in of.items() if t.startswith("near ")}
        arrays[f"near_{name}"] = _bytes(list(near))
        arrays[f"near_{name}_weights"] = np.array(list(near.values()), dtype=np.float32)
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
                "releases": len(releases.rated),
                "institutions": len({releases.groups[k] for k in releases.rated}),
                "sha256": digest(data, _CORPUS),
            },
            **{
                corpus: {"judged": count, "sha256": digest(data, corpus)}
                for corpus in UNRATED_WEIGHT
                if (count := sum(group.startswith(f"{corpus}:") for group in releases.groups))
            },
        },
        "judged_releases": int((~np.isnan(releases.judged[releases.rated]).all(axis=1)).sum()),
        "figures": figures,
    }
    save(out, _arrays(releases), metrics, _card(out.name, metrics))
    return metrics


def _card(name: str, metrics: dict[str, Any]) -> str:
    table = [
        f"| {criterion} | {of['not_satisfied']} of {of['releases']} | {of['auc']:.3f} "
        f"({of['auc_interval'][0]:.3f}–{of['auc_interval'][1]:.3f}) | "
        + ", ".join(f"{value:.3f}" for value in of["auc_of_other_shuffles"])
        + (" | – | " if of["judgements_auc"] is None else f" | {of['judgements_auc']:.3f} | ")
        + " | ".join(f"{of['baselines_auc'][what]:.3f}" for what in _BASELINES)
        + f" | {of['brier']:.3f} | {of['brier_of_the_share']:.3f} |"
        for criterion, of in metrics["figures"].items()
    ]
    about = metrics["corpora"][_CORPUS]
    return "\n".join(
        [
            f"# {name}: the ten questions of HealthNewsReview",
            "",
            f"Ten linear models over stems, stems near findings, and counts of findings. Logistic regression, "
            f"C = {metrics['penalty']['C']}, Platt calibration on held-out folds, seed {metrics['seed']}.",
            "",
            "## Intended use",
            "",
            "Showing which questions an article about a treatment or test probably leaves open. Measured on press "
            "releases alone: on other kinds of text the probabilities are a guide. Where the AUC is near one half the "
            "text does not tell, and the probability is little more than the share among releases.",
            "",
            "## Figures",
            "",
            f"Out of fold ({metrics['folds']} folds; {metrics['split']}). AUC with 95 % interval, institutions "
            "resampled; the last column is the Brier score of always answering the share. The judgements are those of "
            "language models that read the release: the ceiling of what the model could learn from them.",
            "",
            "| criterion | not satisfied | AUC | other shuffles | judgements | "
            + " | ".join(_BASELINES)
            + " | Brier | Brier of the share |",
            "|---" * (7 + len(_BASELINES)) + "|",
            *table,
            "",
            "## Training data",
            "",
            f"{_CORPUS}: {about['releases']} releases of {about['institutions']} institutions; {about['citation']}; "
            f"licence {about['licence']}. Judged by language models, by their text alone: "
            f"{metrics['judged_releases']} of these, and "
            + ", ".join(f"{of['judged']} texts of {name}" for name, of in metrics["corpora"].items() if "judged" in of)
            + ".",
        ]
    )


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/criteria-1.0"))
    arguments = parser.parse_args()
    for name, of in train(arguments.data, arguments.out)["figures"].items():
        print(f"{name:<26} AUC {of['auc']:.3f} {of['auc_of_other_shuffles']} {of['baselines_auc']}")


if __name__ == "__main__":
    main()
