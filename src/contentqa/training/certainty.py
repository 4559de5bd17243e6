"""Train causal strength.

    python -m contentqa.training.certainty DATA_DIR --out models/certainty-1.0 --base MINILM_DIR

With ``--base`` teachers (:mod:`.teacher`), one a fold, also label many sentences that hold a cue of cause or
association; the regression of a fold learns from its own fold's teacher alone. Without it from the corpus alone.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

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
from .teacher import Lesson, ask

FOLDS = 5
SEED = 0
# The penalty may be weaker, and rare terms dropped, where a teacher has labelled many sentences.
STRENGTH, FEWEST = 0.15, 2
TAUGHT_STRENGTH, TAUGHT_FEWEST = 0.5, 4
TAUGHT_WEIGHT = 0.3
CLASSES = ("none", "correlational", "conditional causal", "direct causal")
_CORPUS = "causal_strength"
_DIGITS = 4
_KEY_LETTERS = 60
# Corpora whose sentences a teacher labels: column, articles, and how many of an article's last sentences.
_POOL: Mapping[str, tuple[str, int, int]] = {
    "healthstory": ("text", 1300, 100),
    "healthrelease": ("text", 500, 100),
    "insciout_news": ("text", 1300, 60),
    "insciout_press_releases": ("text", 284, 100),
    "medcred_articles": ("text", 200, 60),
    "sondhi_pages": ("text", 220, 40),
    "abstracts_plain_text": ("text", 8000, 3),
}
_POOL_SIZE = 52_000
_POOL_SHORTEST, _POOL_LONGEST = 6, 70
_TOLD = 0.03

Labels = npt.NDArray[np.int_]


class Sentences(NamedTuple):
    """The corpus, sentence by sentence: text, lower-case words, label, source, group (near-copies share one)."""

    texts: list[str]
    words: list[list[str]]
    labels: Labels
    sources: list[str]
    groups: list[str]

    def splits(self) -> list[tuple[Labels, Labels]]:
        """Return stratified folds in which near-copies of a sentence stay together."""
        strata = [f"{label}{source}" for label, source in zip(self.labels, self.sources, strict=True)]
        splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
        return list(splitter.split(self.texts, strata, self.groups))


class Taught(NamedTuple):
    """Sentences labelled by teachers: their words, and the probabilities of the four classes by fold."""

    words: list[list[str]]
    said: npt.NDArray[np.float64]


def read(folder: Path) -> Sentences:
    """Return the labelled sentences."""
    found = Sentences([], [], np.zeros(0, int), [], [])
    labels = []
    for row in rows(folder, _CORPUS):
        text = row["sentence"].replace("\\xa0", " ")
        lower = list(segment(Article(id="", text=text)).lower)
        found.texts.append(text)
        found.words.append(lower)
        labels.append(int(row["label"]))
        found.sources.append(row["source"])
        found.groups.append(" ".join(lower)[:_KEY_LETTERS])
    return found._replace(labels=np.array(labels))


def pool(folder: Path, but: frozenset[str]) -> tuple[list[str], list[list[str]]]:
    """Return sentences with a cue that nobody labelled, and their words; none that opens like one in ``but``."""
    found: dict[str, list[str]] = {}
    for corpus, (column, articles, last) in _POOL.items():
        for row in itertools.islice(rows(folder, corpus), articles):
            document = segment(Article("", str(row.get(column) or "")))
            for sentence in document.sentences[-last:]:
                words = list(document.lower[sentence.first : sentence.last])
                if (
                    _POOL_SHORTEST <= len(words) <= _POOL_LONGEST
                    and causality.may_claim(words)
                    and " ".join(words)[:_KEY_LETTERS] not in but
                ):
                    found.setdefault(" ".join(document.quote(sentence.span).split()), words)
    chosen = random.Random(SEED).sample(sorted(found), min(_POOL_SIZE, len(found)))
    return chosen, [found[text] for text in chosen]


def _terms(words: Sequence[str]) -> dict[str, int]:
    return dict.fromkeys(causality.terms(words), 1)


def fit(
    words: Sequence[Sequence[str]], labels: Labels, taught: Taught | None = None, fold: int | None = None
) -> Pipeline:
    """Return the model fitted on sentences, each given as its lower-case words, and on what teachers said of others.

    ``fold`` names the one teacher to listen to; None: the mean of all.
    """
    terms = [_terms(sentence) for sentence in words]
    share = len(labels) / (len(CLASSES) * np.maximum(1, np.bincount(labels, minlength=len(CLASSES))))
    chosen, wanted, weight = list(range(len(labels))), list(labels), list(share[labels])
    if taught is not None:
        said = taught.said[fold] if fold is not None else taught.said.mean(axis=0)
        rows_, classes = np.nonzero(said >= _TOLD)
        chosen += (rows_ + len(labels)).tolist()
        wanted += classes.tolist()
        weight += (TAUGHT_WEIGHT * said[rows_, classes] * share[classes]).tolist()
        terms += [_terms(sentence) for sentence in taught.words]
    features = linear.frequent(terms, FEWEST if taught is None else TAUGHT_FEWEST)
    vectorizer = DictVectorizer(dtype=np.float64)
    classifier = LogisticRegression(C=STRENGTH if taught is None else TAUGHT_STRENGTH, max_iter=400, tol=1e-3)
    classifier.fit(vectorizer.fit_transform(features)[chosen], wanted, sample_weight=weight)
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


def evaluate(sentences: Sentences, taught: Taught | None = None) -> dict[str, Any]:
    """Return figures out of fold, per source and together, beside baselines, and from each source to the other.

    No teacher is heard from one source to the other: each has seen both.
    """
    texts = [" ".join(words) for words in sentences.words]
    words, labels, sources = sentences.words, sentences.labels, sentences.sources
    baselines = _baselines()
    guesses = {name: np.zeros(len(labels), dtype=int) for name in ("model", *baselines)}
    for fold, (train, test) in enumerate(sentences.splits()):
        fitted = fit([words[i] for i in train], labels[train], taught, fold)
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


def teach(data: Path, sentences: Sentences, base: Path, kept: Path | None) -> tuple[Taught, npt.NDArray[np.float64]]:
    """Return what teachers say of unlabelled sentences, and their own probabilities out of fold."""
    texts, words = pool(data, frozenset(sentences.groups))
    labels = [int(label) for label in sentences.labels]
    said = ask(Lesson(sentences.texts, labels, sentences.splits(), texts, len(CLASSES)), base, kept, SEED)
    return Taught(words, said.pool), said.own


def train(data: Path, out: Path, base: Path | None = None, kept: Path | None = None) -> dict[str, Any]:
    """Fit on all of ``data``, write the model folder ``out``, and return its metrics.

    ``base``: base weights of the teachers, None for none; ``kept``: a file that keeps their answers.
    """
    sentences = read(data)
    taught, own = teach(data, sentences, base, kept) if base else (None, None)
    estimator = fit(sentences.words, sentences.labels, taught)
    metrics = {
        "kind": "certainty",
        "labels": list(CLASSES),
        "features": ["binary terms of contentqa.signals.hype.causality.terms"],
        "terms": len(estimator.named_steps["vectorizer"].vocabulary_),
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": STRENGTH if taught is None else TAUGHT_STRENGTH},
        "split": "stratified folds in which near-copies of a sentence stay together; and from one source to the other",
        "corpora": {
            _CORPUS: {
                "citation": "Yu, Li & Wang, EMNLP 2019 and COLING 2020",
                "licence": "code GPL-3, data none stated",
                "sha256": digest(data, _CORPUS),
            }
        },
        "published": {"pubmed": 0.878, "eureka": 0.892, "by": "BioBERT and BERT, random folds"},
        "teachers": None
        if taught is None or own is None
        else {
            "base": "all-MiniLM-L6-v2 (Apache-2.0)",
            "sentences_labelled": len(taught.words),
            "macro_f1": _macro(sentences.labels, own.argmax(axis=1)),
        },
        "figures": evaluate(sentences, taught),
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
            *_taught_by(metrics["teachers"]),
            "## Training data",
            "",
            *(f"{corpus}: {about['citation']}; {about['licence']}." for corpus, about in metrics["corpora"].items()),
        ]
    )


def _taught_by(teachers: dict[str, Any] | None) -> list[str]:
    if teachers is None:
        return []
    return [
        f"The regression also learned from {teachers['sentences_labelled']} sentences labelled by fine-tuned encoders "
        f"({teachers['base']}; out of fold themselves macro-F1 {teachers['macro_f1']:.3f}; not shipped).",
        "",
    ]


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/certainty-1.0"))
    parser.add_argument("--base", type=Path, help="folder of the MiniLM base weights, for teachers")
    parser.add_argument("--answers", type=Path, help="file that keeps the teachers' answers")
    arguments = parser.parse_args()
    figures = train(arguments.data, arguments.out, arguments.base, arguments.answers)["figures"]
    for source, of in figures.items():
        print(source, of["macro_f1"], of["baselines_macro_f1"])


if __name__ == "__main__":
    main()
