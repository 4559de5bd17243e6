"""Train the clickbait model: ``python -m contentqa.training.headline DATA_DIR --out models/headline-1.0``."""

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
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline

from ..segmentation import segment
from ..signals.hype import headlines
from ..types import Article
from . import linear
from .corpora import digest, rows
from .folder import save

FOLDS = 5
SEED = 0
STRENGTH = 1.0
FEWEST = 2
_CORPUS = "clickbait_headlines"
_DIGITS = 4
_KEY_LETTERS = 40

Labels = npt.NDArray[np.int_]
Terms = Callable[[str], Sequence[str]]


def _words(text: str) -> list[str]:
    return list(segment(Article(id="", text=text)).lower)


def _shipped(text: str) -> list[str]:
    return headlines.terms(_words(text))


def _without_numbers(text: str) -> list[str]:
    return [term for term in _shipped(text) if "#" not in term]


def _surface(text: str) -> list[str]:
    """Return what a headline looks like without its words: capitals, length, marks, a leading number."""
    words = text.split()
    capitals = round(5 * sum(word[:1].isupper() for word in words) / max(len(words), 1))
    marks = [f"mark {mark}" for mark in "?!:\"'" if mark in text]
    return [f"capitals {capitals}", f"words {min(len(words), 20)}", f"leading number {text[:1].isdigit()}", *marks]


def _both(text: str) -> list[str]:
    return [*_shipped(text), *_surface(text)]


def _fit(features: Sequence[dict[str, int]], labels: Labels) -> Pipeline:
    vectorizer = DictVectorizer(dtype=np.float64)
    classifier = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
    classifier.fit(linear.fitted_matrix(vectorizer, linear.frequent(features, FEWEST)), labels)
    return Pipeline([("vectorizer", vectorizer), ("classifier", classifier)])


def _out_of_fold(features: Sequence[dict[str, int]], labels: Labels, splits: Sequence[Any]) -> npt.NDArray[np.float64]:
    probability = np.zeros(len(labels))
    for train, test in splits:
        fitted = _fit([features[i] for i in train], labels[train])
        probability[test] = fitted.predict_proba([features[i] for i in test])[:, 1]
    return probability


def _figures(labels: Labels, probability: npt.NDArray[np.float64]) -> dict[str, float]:
    guess = probability >= 0.5
    return {
        "accuracy": round(float(accuracy_score(labels, guess)), _DIGITS),
        "f1": round(float(f1_score(labels, guess)), _DIGITS),
        "auc": round(float(roc_auc_score(labels, probability)), _DIGITS),
        "brier": round(float(brier_score_loss(labels, probability)), _DIGITS),
    }


def _by_words(texts: Sequence[str], labels: Labels, splits: Sequence[Any]) -> npt.NDArray[np.float64]:
    probability = np.zeros(len(labels))
    for train, test in splits:
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        classifier = LogisticRegression(solver="liblinear", random_state=SEED)
        classifier.fit(vectorizer.fit_transform([texts[i] for i in train]), labels[train])
        probability[test] = classifier.predict_proba(vectorizer.transform([texts[i] for i in test]))[:, 1]
    return probability


def train(data: Path, out: Path) -> dict[str, Any]:
    """Fit on all of ``data``, write the model folder ``out``, and return its metrics."""
    texts = [row["text"] for row in rows(data, _CORPUS)]
    labels = np.array([int(row["clickbait"]) for row in rows(data, _CORPUS)])
    groups = [" ".join(_words(text))[:_KEY_LETTERS] for text in texts]
    splits = list(StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(texts, labels, groups))
    variants: dict[str, Terms] = {
        "shipped: words without case, numbers masked": _shipped,
        "shipped without numbers": _without_numbers,
        "shipped with surface tricks (capitals, marks, length)": _both,
        "surface tricks alone": _surface,
        "best single feature (leading number)": lambda text: [t for t in _surface(text) if t.startswith("leading")],
        "length alone": lambda text: [t for t in _surface(text) if t.startswith("words")],
    }
    figures = {}
    for name, terms in variants.items():
        features = [dict.fromkeys(terms(text), 1) for text in texts]
        figures[name] = _figures(labels, _out_of_fold(features, labels, splits))
    figures["TF-IDF + logistic regression"] = _figures(labels, _by_words(texts, labels, splits))
    estimator = _fit([dict.fromkeys(_shipped(text), 1) for text in texts], labels)
    metrics = {
        "kind": "headline",
        "labels": ["news", "clickbait"],
        "features": ["binary terms of contentqa.signals.hype.headlines.terms"],
        "terms": len(estimator.named_steps["vectorizer"].vocabulary_),
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": STRENGTH},
        "split": "stratified folds in which headlines that open alike stay together; the corpus names no publisher",
        "corpora": {
            _CORPUS: {
                "citation": "Chakraborty et al., ASONAM 2016",
                "licence": "MIT",
                "headlines": len(texts),
                "sha256": digest(data, _CORPUS),
            }
        },
        "published_accuracy": 0.93,
        "figures": figures,
    }
    save(out, linear.packed(estimator), metrics, _card(out.name, metrics))
    return metrics


def _card(name: str, metrics: dict[str, Any]) -> str:
    rows_ = [
        f"| {what} | {of['accuracy']:.3f} | {of['f1']:.3f} | {of['auc']:.3f} | {of['brier']:.3f} |"
        for what, of in metrics["figures"].items()
    ]
    return "\n".join(
        [
            f"# {name}: is a headline worded as clickbait?",
            "",
            f"A linear model over {metrics['terms']} words and word pairs, without case and with numbers masked. "
            f"Logistic regression, C = {metrics['penalty']['C']}, seed {metrics['seed']}. Published accuracy on the "
            f"same corpus: {metrics['published_accuracy']:.2f}.",
            "",
            "## Intended use",
            "",
            "One feature of the hype signal. The corpus is general news against entertainment sites and labels the "
            "publisher's kind, not the headline: a health page may word a fair title in the same way.",
            "",
            "## Figures",
            "",
            f"Out of fold ({metrics['folds']} folds; {metrics['split']}).",
            "",
            "| features | accuracy | F1 | AUC | Brier |",
            "|---|---|---|---|---|",
            *rows_,
            "",
            "## Training data",
            "",
            *(
                f"{corpus}: {about['headlines']} headlines; {about['citation']}; {about['licence']}."
                for corpus, about in metrics["corpora"].items()
            ),
        ]
    )


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/headline-1.0"))
    arguments = parser.parse_args()
    for name, figures in train(arguments.data, arguments.out)["figures"].items():
        print(name, figures)


if __name__ == "__main__":
    main()
