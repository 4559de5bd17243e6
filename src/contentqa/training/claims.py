"""Train the claim detector of the citation signal.

    python -m contentqa.training.claims DATA_DIR --out models/claims-1.0

Labelled sentences: those in ``training/data`` (see its README), and at a small weight the sentences of the
cross-genre corpus of Zuo et al. (2022), where a sentence with a check-worthy span is a claim. Word vectors learned from
all the corpora carry the labels over to words that no labelled sentence has: the regression sees the words and, summed
over them, their vectors; afterwards both are folded into one weight a word, so that the shipped model is a table.
Figures by cross-validation with articles kept whole. Deterministic.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from ..segmentation import segment
from ..signals.citation import read
from ..signals.citation.claims import shape, training_features, unique_words, word_parts
from ..types import Article, Document
from . import word_vectors
from .corpora import digest, rows
from .folder import save

LABELLED: Mapping[str, str] = {
    "healthstory": "text",
    "healthrelease": "text",
    "medcred_articles": "text",
    "trec2019_pages": "text",
    "insciout_news": "text",
    "sondhi_pages": "text",
    "recovery": "body_text",
    "cochrane_plain_language": "text",
}
TEXTS: Mapping[str, str] = {
    "healthstory": "text",
    "healthrelease": "text",
    "medcred_articles": "text",
    "trec2019_pages": "text",
    "sondhi_pages": "text",
    "recovery": "body_text",
    "insciout_news": "text",
    "insciout_press_releases": "text",
    "abstracts_plain_text": "text",
    "journal_attribution": "sentence",
}
WEAK = "cross_genre_cited_claims"
OWN = "own sentences"
SEED = 20
FOLDS = 5
STRENGTH = 0.1
VECTOR_SCALE = 0.8
WEAK_WEIGHT = 0.03
STATES = ("cited", "named", "vague", "uncited")
_FEWEST = 2
_DIGITS = 3
_TABLE = "training/data"


@dataclass
class Sentences:
    """Labelled sentences, row by row: features, claim or not, source by hand and by rule, article, corpus, text."""

    features: list[Mapping[str, int]] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    claim: list[int] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    corpus: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def fingerprint(text: str) -> str:
    """Return the name under which a sentence is labelled without its text."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()[:16]


def labelled(data: Path) -> tuple[Sentences, int]:
    """Return the labelled sentences, and how many labels found no sentence (segmentation may have changed)."""
    wanted: dict[tuple[str, int], dict[str, tuple[int, str]]] = {}
    for row in _table("claim_labels.csv"):
        of = wanted.setdefault((row["corpus"], int(row["row"])), {})
        of[row["sentence_sha256_16"]] = (int(row["claim"]), row["source"])
    sentences = Sentences()
    missing = 0
    for corpus, column in LABELLED.items():
        for number, row in enumerate(rows(data, corpus)):
            labels = wanted.get((corpus, number))
            if labels:
                name = f"{corpus}:{number}"
                missing += len(labels) - _add(sentences, segment(Article(name, row[column])), labels, name, corpus)
    for number, row in enumerate(_table("claims.csv")):
        text = row["sentence"]
        labels = {fingerprint(text): (int(row["claim"]), row["source"])}
        missing += 1 - _add(sentences, segment(Article("own", text)), labels, f"{OWN}:{number}", OWN)
    return sentences, missing


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("contentqa").joinpath(_TABLE, name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _add(into: Sentences, document: Document, labels: Mapping[str, tuple[int, str]], article: str, corpus: str) -> int:
    reading = read(document)
    seen: set[str] = set()
    for i, sentence in enumerate(document.sentences):
        text = document.quote(sentence.span)
        name = fingerprint(text)
        if name not in labels or name in seen:
            continue
        seen.add(name)
        words = reading.words[i]
        colon = i > 0 and reading.words[i - 1].text.endswith(":")
        rest = shape(words, document.blocks[sentence.block].kind, reading.own[i], reading.states[i], colon)
        into.features.append(training_features(words, rest))
        into.words.append(unique_words(words))
        into.claim.append(labels[name][0])
        into.source.append(labels[name][1])
        into.found.append(reading.states[i].name.lower())
        into.article.append(article)
        into.corpus.append(corpus)
        into.text.append(text)
    return len(seen)


def weak(data: Path) -> Sentences:
    """Return the sentences of the cross-genre corpus: a claim where any word lies in a check-worthy span."""
    sentences = Sentences()
    words: list[str] = []
    claim = 0

    def close() -> None:
        text = " ".join(words)
        _add(sentences, segment(Article("weak", text)), {fingerprint(text): (claim, "")}, "weak", WEAK)

    for row in rows(data, WEAK):
        token, _, tags = str(row["line"]).partition("\t")
        if token:
            words.append(token)
            claim |= int(not tags.endswith("\tO") and not tags.endswith("O"))
        elif words:
            close()
            words, claim = [], 0
    if words:
        close()
    return sentences


def texts(data: Path) -> Iterator[str]:
    """Yield the running text that the word vectors are learned from."""
    for corpus, column in TEXTS.items():
        for row in rows(data, corpus):
            if row.get(column):
                yield str(row[column])


class Space:
    """Sentences as rows of numbers: their features, and the sum of the vectors of their words."""

    def __init__(self, vectors: tuple[dict[str, int], Any]) -> None:
        self.rows, self.vectors = vectors
        self.vectorizer = DictVectorizer()

    def fit(self, features: Sequence[Mapping[str, int]]) -> None:
        """Learn the columns: features that occur in at least two sentences, and all single words."""
        counts: dict[str, int] = {}
        for present in features:
            for name in present:
                counts[name] = counts.get(name, 0) + 1
        kept = [{n: 1 for n, c in counts.items() if c >= _FEWEST or n.startswith("w:")}]
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


def _fit(matrix: Any, claim: npt.NDArray[np.int_], weight: npt.NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED).fit(
        matrix, claim, sample_weight=weight
    )


def _splits(sentences: Sentences) -> list[tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]]:
    folds = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(sentences.claim, groups=sentences.article))


def out_of_fold(sentences: Sentences, matrix: Any, extra: Sentences, extra_matrix: Any) -> npt.NDArray[np.float64]:
    """Return the probability of every sentence by a model that has not seen its article."""
    claim = np.array(sentences.claim)
    extra_claim = np.array(extra.claim)
    probability = np.zeros(len(claim))
    for train, test in _splits(sentences):
        weight = np.concatenate([np.ones(len(train)), np.full(len(extra_claim), WEAK_WEIGHT)])
        classifier = _fit(
            sparse.vstack([matrix[train], extra_matrix]), np.concatenate([claim[train], extra_claim]), weight
        )
        probability[test] = classifier.predict_proba(matrix[test])[:, 1]
    return probability


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


def train(data: Path, out: Path) -> dict[str, Any]:
    """Fit on all labelled sentences, write the model folder ``out``, and return its metrics."""
    sentences, missing = labelled(data)
    extra = weak(data)
    space = Space(word_vectors.learn(texts(data), SEED))
    space.fit(sentences.features)
    matrix, extra_matrix = space.matrix(sentences), space.matrix(extra)
    probability = out_of_fold(sentences, matrix, extra, extra_matrix)
    claim = np.array(sentences.claim)
    real = np.array([corpus != OWN for corpus in sentences.corpus])
    threshold = _threshold(claim[real], probability[real])
    guess = probability >= threshold
    weight = np.concatenate([np.ones(len(claim)), np.full(len(extra.claim), WEAK_WEIGHT)])
    classifier = _fit(sparse.vstack([matrix, extra_matrix]), np.concatenate([claim, extra.claim]), weight)
    estimator = space.folded(classifier)
    metrics: dict[str, Any] = {
        "kind": "claims",
        "labels": ["no claim", "claim"],
        "features": ["words and pairs of words, form, attribution and kinds: contentqa.signals.citation.claims"],
        "terms": len(estimator["weights"]),
        "threshold": threshold,
        "threshold_chosen": "highest F1 out of fold, smoothed over neighbouring thresholds",
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": STRENGTH},
        "split": "articles kept whole",
        "sentences": {c: sentences.corpus.count(c) for c in (*LABELLED, OWN)},
        "labels_without_sentence": missing,
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
            "One person labelled the sentences; opinions, methods and common knowledge are where people disagree too. "
            "English only.",
            "",
            "## Training data",
            "",
            f"Labels: training/data. Texts for word vectors: {', '.join(TEXTS)}; weak labels: {WEAK} (Zuo et al., JDSA "
            "2022). Their licences are named in contentqa.training.corpora and by their publishers; none of their text "
            "is in the model beyond single words and pairs of words.",
        ]
    )


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/claims-1.0"))
    arguments = parser.parse_args()
    metrics = train(arguments.data, arguments.out)
    print(metrics["figures"])
    print(metrics["sources"])


if __name__ == "__main__":
    main()
