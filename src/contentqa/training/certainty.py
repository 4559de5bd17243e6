"""Train causal strength: ``python -m contentqa.training.certainty DATA_DIR --out models/certainty-1.0``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, cohen_kappa_score, confusion_matrix, f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline

from ..segmentation import segment
from ..signals.hype import causality
from ..types import Article
from . import linear
from .corpora import digest, rows
from .folder import save

FOLDS = 5
SEED = 0
STRENGTH = 0.15
FEWEST = 2
CLASSES = ("none", "correlational", "conditional causal", "direct causal")
_CORPUS = "causal_strength"
_DIGITS = 4
_KEY_LETTERS = 60

Labels = npt.NDArray[np.int_]


def read(folder: Path) -> tuple[list[list[str]], Labels, list[str], list[str]]:
    """Return the words, label, source and group of every sentence; near-copies of a sentence share a group."""
    words, labels, sources, groups = [], [], [], []
    for row in rows(folder, _CORPUS):
        lower = list(segment(Article(id="", text=row["sentence"].replace("\\xa0", " "))).lower)
        words.append(lower)
        labels.append(int(row["label"]))
        sources.append(row["source"])
        groups.append(" ".join(lower)[:_KEY_LETTERS])
    return words, np.array(labels), sources, groups


def _terms(words: Sequence[str]) -> dict[str, int]:
    return dict.fromkeys(causality.terms(words), 1)


def fit(words: Sequence[Sequence[str]], labels: Labels) -> Pipeline:
    """Return the model fitted on sentences, each given as its lower-case words."""
    features = linear.frequent([_terms(sentence) for sentence in words], FEWEST)
    vectorizer = DictVectorizer(dtype=np.float64)
    classifier = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=400, tol=1e-3)
    classifier.fit(vectorizer.fit_transform(features), labels)
    return Pipeline([("vectorizer", vectorizer), ("classifier", classifier)])


def _predict(estimator: Pipeline, words: Sequence[Sequence[str]]) -> Labels:
    predicted = estimator.predict([_terms(sentence) for sentence in words])
    gated = np.array([not causality.may_claim(sentence) for sentence in words])
    return np.where(gated, causality.NONE, predicted)


def _baselines() -> dict[str, Callable[[Sequence[str], Labels, Sequence[str]], Labels]]:
    def words(train: Sequence[str], labels: Labels, test: Sequence[str]) -> Labels:
        estimator = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(class_weight="balanced", max_iter=400, tol=1e-3),
        )
        return np.asarray(estimator.fit(train, labels).predict(test))

    def length(train: Sequence[str], labels: Labels, test: Sequence[str]) -> Labels:
        def columns(texts: Sequence[str]) -> npt.NDArray[np.float64]:
            counts = np.array([len(text.split()) for text in texts], dtype=float)
            return np.column_stack([np.log1p(counts), counts / 50])

        estimator = LogisticRegression(class_weight="balanced").fit(columns(train), labels)
        return np.asarray(estimator.predict(columns(test)))

    def cue(train: Sequence[str], labels: Labels, test: Sequence[str]) -> Labels:
        def columns(texts: Sequence[str]) -> list[dict[str, int]]:
            found = [causality.terms(text.split()) for text in texts]
            return [{t: 1 for t in terms if t.startswith("q:") and " " not in t} for terms in found]

        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(columns(train))
        spread = np.array([np.ptp([matrix[labels == c, k].mean() for c in range(4)]) for k in range(matrix.shape[1])])
        best = [int(spread.argmax())]
        estimator = LogisticRegression(class_weight="balanced").fit(matrix[:, best], labels)
        return np.asarray(estimator.predict(vectorizer.transform(columns(test))[:, best]))

    return {"TF-IDF + logistic regression": words, "length alone": length, "best single cue class": cue}


def evaluate(words: list[list[str]], labels: Labels, sources: list[str], groups: list[str]) -> dict[str, Any]:
    """Return figures out of fold, per source and together, beside baselines, and from each source to the other."""
    texts = [" ".join(sentence) for sentence in words]
    baselines = _baselines()
    guesses = {name: np.zeros(len(labels), dtype=int) for name in ("model", *baselines)}
    strata = [f"{label}{source}" for label, source in zip(labels, sources, strict=True)]
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in splitter.split(texts, strata, groups):
        fitted = fit([words[i] for i in train], labels[train])
        guesses["model"][test] = _predict(fitted, [words[i] for i in test])
        for name, guess in baselines.items():
            guesses[name][test] = guess([texts[i] for i in train], labels[train], [texts[i] for i in test])
    origin = np.array(sources)
    result: dict[str, Any] = {"all": _figures(labels, guesses["model"])}
    for source in sorted(set(sources)):
        chosen = origin == source
        result[source] = _figures(labels[chosen], guesses["model"][chosen])
        fitted = fit([words[i] for i in np.flatnonzero(~chosen)], labels[~chosen])
        across = _predict(fitted, [words[i] for i in np.flatnonzero(chosen)])
        result[source]["macro_f1_trained_on_the_other_source"] = _macro(labels[chosen], across)
        for name in baselines:
            result[source].setdefault("baselines_macro_f1", {})[name] = _macro(labels[chosen], guesses[name][chosen])
    result["all"]["baselines_macro_f1"] = {name: _macro(labels, guesses[name]) for name in baselines}
    result["all"]["confusion"] = confusion_matrix(labels, guesses["model"]).tolist()
    return result


def _figures(labels: Labels, guess: Labels) -> dict[str, Any]:
    per_class = f1_score(labels, guess, average=None, labels=range(4))
    return {
        "sentences": len(labels),
        "macro_f1": _macro(labels, guess),
        "accuracy": round(float(accuracy_score(labels, guess)), _DIGITS),
        "kappa": round(float(cohen_kappa_score(labels, guess)), _DIGITS),
        "f1": {name: round(float(value), _DIGITS) for name, value in zip(CLASSES, per_class, strict=True)},
    }


def _macro(labels: Labels, guess: Labels) -> float:
    return round(float(f1_score(labels, guess, average="macro")), _DIGITS)


def train(data: Path, out: Path) -> dict[str, Any]:
    """Fit on all of ``data``, write the model folder ``out``, and return its metrics."""
    words, labels, sources, groups = read(data)
    estimator = fit(words, labels)
    metrics = {
        "kind": "certainty",
        "labels": list(CLASSES),
        "features": ["binary terms of contentqa.signals.hype.causality.terms"],
        "terms": len(estimator.named_steps["vectorizer"].vocabulary_),
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": STRENGTH},
        "split": "stratified folds in which near-copies of a sentence stay together; and from one source to the other",
        "corpora": {
            _CORPUS: {
                "citation": "Yu, Li & Wang, EMNLP 2019 and COLING 2020",
                "licence": "code GPL-3, data none stated",
                "sha256": digest(data, _CORPUS),
            }
        },
        "published": {"pubmed": 0.878, "eureka": 0.892, "by": "BioBERT and BERT, random folds"},
        "figures": evaluate(words, labels, sources, groups),
    }
    save(out, linear.packed(estimator), metrics, _card(out.name, metrics))
    return metrics


def _card(name: str, metrics: dict[str, Any]) -> str:
    figures = metrics["figures"]
    table = [
        f"| {source} | {of['sentences']} | {of['macro_f1']:.3f} | {of['kappa']:.3f} | "
        + " | ".join(f"{of['baselines_macro_f1'][b]:.3f}" for b in of["baselines_macro_f1"])
        + f" | {_or_dash(of.get('macro_f1_trained_on_the_other_source'))} "
        + f"| {_or_dash(metrics['published'].get(source))} |"
        for source, of in figures.items()
    ]
    names = list(figures["all"]["baselines_macro_f1"])
    per_class = ", ".join(f"{what} {value:.3f}" for what, value in figures["all"]["f1"].items())
    return "\n".join(
        [
            f"# {name}: causal strength of a sentence",
            "",
            f"A linear model over {metrics['terms']} binary terms; classes {', '.join(metrics['labels'])}. "
            f"Multinomial logistic regression, C = {metrics['penalty']['C']}, seed {metrics['seed']}.",
            "",
            "## Intended use",
            "",
            "Counting how strongly a health text words its findings. It reads one sentence, not the study behind it. "
            "It falls short of the published encoders, which cost more than this project pays.",
            "",
            "## Figures",
            "",
            f"Macro-F1 out of fold ({metrics['folds']} folds; {metrics['split']}); per class: {per_class}.",
            "",
            f"| source | sentences | macro-F1 | kappa | {' | '.join(names)} | trained on the other | published |",
            "|---" * (6 + len(names)) + "|",
            *table,
            "",
            "## Training data",
            "",
            *(f"{corpus}: {about['citation']}; {about['licence']}." for corpus, about in metrics["corpora"].items()),
        ]
    )


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/certainty-1.0"))
    arguments = parser.parse_args()
    figures = train(arguments.data, arguments.out)["figures"]
    for source, of in figures.items():
        print(source, of["macro_f1"], of["baselines_macro_f1"])


if __name__ == "__main__":
    main()
