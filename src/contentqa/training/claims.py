"""Train the claim detector of the citation signal.

    python -m contentqa.training.claims DATA_DIR --out models/claims-1.0 --base MINILM_DIR

Labelled sentences: those in ``training/data`` (see its README), and at a small weight the sentences of the
cross-genre corpus of Zuo et al. (2022), where a sentence with a check-worthy span is a claim. Word vectors learned from
all the corpora carry the labels over to words that no labelled sentence has: the regression sees the words and, summed
over them, their vectors; afterwards both are folded into one weight a word, so that the shipped model is a table.

With ``--base`` teachers (:mod:`.teacher`) are trained first, one a fold, and the regression also learns from what they
say of many sentences that nobody labelled; without it from the labels alone. Figures by cross-validation with articles
kept whole: the regression of a fold hears only the teacher of that fold, the shipped one the mean of all.
Deterministic for given answers of the teachers.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from ..signals.citation.claims import word_parts
from . import word_vectors
from .claim_sentences import LABELLED, OWN, TEXTS, WEAK, Sentences, labelled, pool, texts, weak
from .corpora import digest
from .folder import save
from .teacher import Answers, Lesson, ask

SEED = 20
FOLDS = 5
# The penalty may be weaker where a teacher has labelled many sentences.
STRENGTH = 0.1
TAUGHT_STRENGTH = 0.3
TAUGHT_FEWEST = 4
VECTOR_SCALE = 0.8
WEAK_WEIGHT = 0.03
STATES = ("cited", "named", "vague", "uncited")
_FEWEST = 2
_TOLD = 0.01
_EVEN = 0.5
_DIGITS = 3


class Space:
    """Sentences as rows of numbers: their features, and the sum of the vectors of their words."""

    def __init__(self, vectors: tuple[dict[str, int], Any]) -> None:
        self.rows, self.vectors = vectors
        self.vectorizer = DictVectorizer()

    def fit(self, features: Sequence[Mapping[str, int]], fewest: int) -> None:
        """Learn the columns: features that occur in at least ``fewest`` sentences, and all single words."""
        counts: dict[str, int] = {}
        for present in features:
            for name in present:
                counts[name] = counts.get(name, 0) + 1
        kept = [{n: 1 for n, c in counts.items() if c >= fewest or n.startswith("w:")}]
        self.vectorizer.fit(kept)

    def matrix(self, sentences: Sentences) -> Any:
        """Return one row a sentence."""
        sums = np.zeros((len(sentences.words), self.vectors.shape[1]))
        for i, words in enumerate(sentences.words):
            known = [self.rows[w] for w in words if w in self.rows]
            if known:
                sums[i] = self.vectors[known].sum(axis=0)
        matrix = sparse.hstack(
            [self.vectorizer.transform(sentences.features), sparse.csr_matrix(sums * VECTOR_SCALE)]
        ).tocsr()
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
        return matrix

    def folded(self, classifier: LogisticRegression) -> dict[str, Any]:
        """Return the regression as one weight a feature, in the arrays that ``model.TermScorer`` reads.

        A known word carries its own weight, those of its parts, and what its vector adds.
        """
        names = self.vectorizer.get_feature_names_out()
        weights = dict(zip(names, classifier.coef_[0][: len(names)].tolist(), strict=True))
        by_vector = (self.vectors @ classifier.coef_[0][len(names) :]) * VECTOR_SCALE
        known = {*self.rows, *(n[2:] for n in weights if n.startswith("w:"))}
        folded = {n: w for n, w in weights.items() if not n.startswith("w:")}
        for word in known:
            own = weights.get(f"w:{word}", 0.0) + sum(weights.get(part, 0.0) for part in word_parts(word))
            folded[f"w:{word}"] = own + (float(by_vector[self.rows[word]]) if word in self.rows else 0.0)
        terms = sorted(n for n, w in folded.items() if n.startswith("w:") or round(w, _DIGITS))
        return {
            "terms": np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8),
            "weights": np.array([[round(folded[t], _DIGITS)] for t in terms], dtype=np.float32),
            "intercept": classifier.intercept_,
            "classes": classifier.classes_,
        }


class Rows(NamedTuple):
    """What a regression is fitted on: rows of numbers, claim or not, and how much each row counts."""

    matrix: Any
    claim: npt.NDArray[np.int_]
    weight: npt.NDArray[np.float64]


def _fit(parts: Sequence[Rows], strength: float) -> LogisticRegression:
    matrix = sparse.vstack([part.matrix for part in parts]).tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return LogisticRegression(C=strength, solver="liblinear", random_state=SEED).fit(
        matrix,
        np.concatenate([part.claim for part in parts]),
        sample_weight=np.concatenate([part.weight for part in parts]),
    )


def _taught(matrix: Any, probability: npt.NDArray[np.float64]) -> Rows:
    """Return every sentence twice, as a claim and as none, each with the weight that a teacher gives it."""
    claim = np.repeat([1, 0], len(probability))
    weight = np.concatenate([probability, 1 - probability])
    told = weight >= _TOLD
    return Rows(sparse.vstack([matrix, matrix]).tocsr()[told], claim[told], weight[told])


def _splits(sentences: Sentences) -> list[tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]]:
    folds = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(sentences.claim, groups=sentences.article))


class Material:
    """The labelled sentences, the weak ones, and those that teachers label, all as rows of numbers."""

    def __init__(self, data: Path, base: Path | None, kept: Path | None) -> None:
        self.sentences, self.missing = labelled(data)
        extra = weak(data)
        self.pool = pool(data, frozenset(self.sentences.article), SEED) if base else Sentences()
        self.answers: Answers | None = None
        if base:
            lesson = Lesson(_plain(self.sentences), self.sentences.claim, self.splits, _plain(self.pool), 2)
            self.answers = ask(lesson, base, kept, SEED)
        self.space = Space(word_vectors.learn(texts(data), SEED))
        self.space.fit([*self.sentences.features, *self.pool.features], TAUGHT_FEWEST if base else _FEWEST)
        self.strength = TAUGHT_STRENGTH if base else STRENGTH
        self.claim = np.array(self.sentences.claim)
        self.matrix = self.space.matrix(self.sentences)
        self._pool = self.space.matrix(self.pool) if base else None
        self._weak = Rows(self.space.matrix(extra), np.array(extra.claim), np.full(len(extra.claim), WEAK_WEIGHT))

    @property
    def splits(self) -> list[tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]]:
        """The folds of the labelled sentences."""
        return _splits(self.sentences)

    def classifier(self, fold: int | None) -> LogisticRegression:
        """Return the regression for a fold, or the one fitted on everything."""
        chosen = self.splits[fold][0] if fold is not None else np.arange(len(self.claim))
        parts = [Rows(self.matrix[chosen], self.claim[chosen], np.ones(len(chosen))), self._weak]
        if self.answers is not None:
            said = self.answers.pool[:, :, 1]
            parts.append(_taught(self._pool, said[fold] if fold is not None else said.mean(axis=0)))
        return _fit(parts, self.strength)

    def out_of_fold(self) -> npt.NDArray[np.float64]:
        """Return the probability of every labelled sentence by a model that has not seen its article."""
        probability = np.zeros(len(self.claim))
        for fold, (_, test) in enumerate(self.splits):
            probability[test] = self.classifier(fold).predict_proba(self.matrix[test])[:, 1]
        return probability


def _plain(sentences: Sentences) -> list[str]:
    return [" ".join(text.split()) for text in sentences.text]


def _threshold(claim: npt.NDArray[np.int_], probability: npt.NDArray[np.float64]) -> float:
    """Return the middle of the five neighbouring thresholds with the highest F1 together: a single peak is chance."""
    candidates = np.arange(0.2, 0.7, 0.025)
    scores = np.array([f1_score(claim, probability >= t) for t in candidates])
    smooth = np.convolve(scores, np.ones(5) / 5, mode="valid")
    return round(float(candidates[int(smooth.argmax()) + 2]), 3)


def baselines(sentences: Sentences, real: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Return the F1 of length, the best single feature, and TF-IDF with logistic regression, on the same folds."""
    claim = np.array(sentences.claim)
    lengths = np.array([[np.log1p(len(t.split()))] for t in sentences.text])
    vectorizer = DictVectorizer()
    binary = vectorizer.fit_transform(sentences.features) > 0
    guesses = {name: np.zeros(len(claim), dtype=int) for name in ("length alone", "best single feature", "TF-IDF + LR")}
    for train, test in _splits(sentences):
        by_length = LogisticRegression().fit(lengths[train], claim[train])
        guesses["length alone"][test] = by_length.predict(lengths[test])
        with_it = np.asarray(binary[train].sum(axis=0)).ravel()
        right = np.asarray(binary[train][claim[train] == 1].sum(axis=0)).ravel()
        f1 = 2 * right / (with_it + claim[train].sum())
        guesses["best single feature"][test] = np.asarray(binary[test][:, int(f1.argmax())].todense()).ravel()
        tfidf = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        learned = tfidf.fit_transform([sentences.text[i] for i in train])
        by_words = LogisticRegression(C=10, class_weight="balanced", max_iter=1000).fit(learned, claim[train])
        guesses["TF-IDF + LR"][test] = by_words.predict(tfidf.transform([sentences.text[i] for i in test]))
    return {name: round(float(f1_score(claim[real], guess[real])), 4) for name, guess in guesses.items()}


def source_figures(sentences: Sentences) -> dict[str, Any]:
    """Return how well the rules tell the source of the labelled claims: F1 by state and their mean."""
    judged = [
        (a, b)
        for a, b, c in zip(sentences.source, sentences.found, sentences.corpus, strict=True)
        if a in STATES and c != OWN
    ]
    by_hand, by_rule = [a for a, _ in judged], [b for _, b in judged]
    scores = f1_score(by_hand, by_rule, labels=list(STATES), average=None)
    return {
        "claims": len(judged),
        "macro_f1": round(float(np.mean(scores)), 4),
        "f1": {state: round(float(score), 4) for state, score in zip(STATES, scores, strict=True)},
        "count": {state: by_hand.count(state) for state in STATES},
    }


def train(data: Path, out: Path, base: Path | None = None, kept: Path | None = None) -> dict[str, Any]:
    """Fit on all labelled sentences, write the model folder ``out``, and return its metrics.

    ``base``: base weights of the teachers, None for none; ``kept``: a file that keeps their answers.
    """
    material = Material(data, base, kept)
    sentences, claim = material.sentences, material.claim
    probability = material.out_of_fold()
    real = np.array([corpus != OWN for corpus in sentences.corpus])
    threshold = _threshold(claim[real], probability[real])
    guess = probability >= threshold
    estimator = material.space.folded(material.classifier(None))
    metrics: dict[str, Any] = {
        "kind": "claims",
        "labels": ["no claim", "claim"],
        "features": ["words and pairs of words, form, attribution and kinds: contentqa.signals.citation.claims"],
        "terms": len(estimator["weights"]),
        "threshold": threshold,
        "threshold_chosen": "highest F1 out of fold, smoothed over neighbouring thresholds",
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": material.strength},
        "split": "articles kept whole",
        "sentences": {c: sentences.corpus.count(c) for c in (*LABELLED, OWN)},
        "labels_without_sentence": material.missing,
        "teachers": _teachers(material, real),
        "corpora": {c: digest(data, c) for c in sorted({*TEXTS, WEAK})},
        "figures": {
            "f1": round(float(f1_score(claim[real], guess[real])), 4),
            "precision": round(float(precision_score(claim[real], guess[real])), 4),
            "recall": round(float(recall_score(claim[real], guess[real])), 4),
            "auc": round(float(roc_auc_score(claim[real], probability[real])), 4),
            "share_of_claims": round(float(claim[real].mean()), 4),
            "f1_by_corpus": {
                c: round(float(f1_score(claim[k], guess[k])), 4)
                for c in LABELLED
                for k in [np.array([corpus == c for corpus in sentences.corpus])]
            },
            "baselines_f1": baselines(sentences, real),
        },
        "sources": source_figures(sentences),
    }
    save(out, estimator, metrics, _card(out.name, metrics))
    return metrics


def _teachers(material: Material, real: npt.NDArray[np.bool_]) -> dict[str, Any] | None:
    """Return how well the teachers do themselves, out of fold, and how much they labelled; None without teachers."""
    if material.answers is None:
        return None
    said, claim = material.answers.own[real, 1], material.claim[real]
    return {
        "base": "all-MiniLM-L6-v2 (Apache-2.0)",
        "sentences_labelled": len(material.pool.text),
        "f1": round(float(f1_score(claim, said >= _EVEN)), 4),
        "auc": round(float(roc_auc_score(claim, said)), 4),
    }


def _card(name: str, metrics: Mapping[str, Any]) -> str:
    figures, sources = metrics["figures"], metrics["sources"]
    by_corpus = [f"| {c} | {metrics['sentences'][c]} | {f1:.3f} |" for c, f1 in figures["f1_by_corpus"].items()]
    base = ", ".join(f"{what} {value:.3f}" for what, value in figures["baselines_f1"].items())
    states = [f"| {s} | {sources['count'][s]} | {sources['f1'][s]:.3f} |" for s in STATES]
    return "\n".join(
        [
            f"# {name}: is this sentence a health claim?",
            "",
            f"Logistic regression folded into one weight for each of {metrics['terms']} terms; C = "
            f"{metrics['penalty']['C']}, seed {metrics['seed']}. A sentence is a claim from a probability of "
            f"{metrics['threshold']} on ({metrics['threshold_chosen']}).",
            "",
            "## Intended use",
            "",
            "Marking the sentences of English health articles that a careful reader would want a source for. It does "
            "not "
            "say whether a claim is true.",
            "",
            "## Figures",
            "",
            f"Out of fold ({metrics['folds']} folds, {metrics['split']}): F1 {figures['f1']:.3f}, precision "
            f"{figures['precision']:.3f}, recall {figures['recall']:.3f}, AUC {figures['auc']:.3f}; "
            f"{figures['share_of_claims']:.0%} of the sentences are claims. Baselines, F1 on the same folds: {base}.",
            "",
            *_taught_by(metrics["teachers"]),
            "| corpus | labelled sentences | F1 |",
            "|---|---|---|",
            *by_corpus,
            "",
            f"Sources of the {sources['claims']} labelled claims by rule (nothing fitted, but the rules were written "
            f"with most of these articles at hand): macro-F1 {sources['macro_f1']:.3f}.",
            "",
            "| state | claims | F1 |",
            "|---|---|---|",
            *states,
            "",
            "## Limits",
            "",
            "The sentences were labelled by language models following the label guide of docs/citation.md, not by a "
            "panel of people; opinions, methods and common knowledge are where annotators disagree. English only.",
            "",
            "## Training data",
            "",
            f"Labels: training/data. Texts for word vectors: {', '.join(TEXTS)}; weak labels: {WEAK} (Zuo et al., JDSA "
            "2022). Their licences are named in contentqa.training.corpora and by their publishers; none of their text "
            "is in the model beyond single words and pairs of words.",
        ]
    )


def _taught_by(teachers: Mapping[str, Any] | None) -> list[str]:
    if teachers is None:
        return []
    return [
        f"The regression also learned from {teachers['sentences_labelled']} sentences labelled by fine-tuned encoders "
        f"({teachers['base']}; out of fold themselves F1 {teachers['f1']:.3f}, AUC {teachers['auc']:.3f}; "
        "not shipped).",
        "",
    ]


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/claims-1.0"))
    parser.add_argument("--base", type=Path, help="folder of the MiniLM base weights, for teachers")
    parser.add_argument("--answers", type=Path, help="file that keeps the teachers' answers")
    arguments = parser.parse_args()
    metrics = train(arguments.data, arguments.out, arguments.base, arguments.answers)
    print(metrics["figures"])
    print(metrics["sources"])


if __name__ == "__main__":
    main()
