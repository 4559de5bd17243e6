"""How well claims and their sources are told, on corpora that others have labelled.

    python benchmarks/claims.py DATA_DIR [--out claims.json]

- journal_attribution (Wang & Yu 2021): does a sentence name a journal as its source? The rules of the citation signal,
  nothing fitted; also for the journals that the shipped table of titles does not have.
- scientific_claims (Achakulvisut et al. 2019): which sentences of an abstract are its claims? Fitted on the corpus's
  own training part, with the sentence's place in the abstract; figures on its test part.
- health_advice (Li, Wang & Yu 2021): no, weak or strong advice; abstracts kept whole, five folds.
- the shipped claim detector, out of fold, from models/claims-1.0/metrics.json.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold

from contentqa.model import load
from contentqa.segmentation import segment
from contentqa.signals.citation import read
from contentqa.signals.citation.journals import find_journals
from contentqa.training.corpora import rows
from contentqa.types import Article

SEED = 20
PUBLISHED = {
    "scientific_claims": "over 0.78 (preprint of Achakulvisut et al. 2019)",
    "health_advice": "0.933 (BERT, Li et al. 2021)",
}


def journal_attribution(data: Path) -> dict[str, Any]:
    """Return how often the rules agree with the label, over all journals and over those the table does not have."""
    known = _known_titles()
    right: list[bool] = []
    unseen: list[bool] = []
    for row in rows(data, "journal_attribution"):
        reading = read(segment(Article("sentence", str(row["sentence"]))))
        named = any(True for w in reading.words for _ in find_journals(w.lower, w.cased, w.separators, w.capital))
        label = str(row["label"]) == "1"
        right.append(named == label)
        if label and _normal(str(row["jo"])) not in known:
            unseen.append(named)
    return {
        "sentences": len(right),
        "accuracy": float(np.mean(right)),
        "sentences_naming_journals_outside_the_table": len(unseen),
        "recall_on_them": float(np.mean(unseen)) if unseen else None,
    }


@functools.cache
def _known_titles() -> frozenset[str]:
    packed = resources.files("contentqa").joinpath("tables", "journal_names.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n"))


def _normal(title: str) -> str:
    return " ".join(w for w in re.findall(r"[^\W_]+", title.lower()) if w not in {"the", "and"})


def scientific_claims(data: Path) -> dict[str, Any]:
    """Return the F1 of claim sentences on the test part."""
    parts: dict[str, tuple[list[str], list[list[float]], list[int]]] = {}
    for row in rows(data, "scientific_claims"):
        texts, places, labels = parts.setdefault("test" if row["split"] == "test" else "train", ([], [], []))
        count = len(row["sentences"])
        for i, (sentence, label) in enumerate(zip(row["sentences"], row["labels"], strict=True)):
            texts.append(str(sentence))
            places.append(
                [i / count, float(i == count - 1), float(i == count - 2), float(i == count - 3), float(i == 0)]
            )
            labels.append(int(label))
    (texts, places, labels), (other, other_places, truth) = parts["train"], parts["test"]
    vectorizer = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    matrix = sparse.hstack([vectorizer.fit_transform(texts), sparse.csr_matrix(np.array(places) * 2)])
    model = LogisticRegression(C=6, class_weight="balanced", max_iter=2000).fit(matrix, labels)
    guess = model.predict(sparse.hstack([vectorizer.transform(other), sparse.csr_matrix(np.array(other_places) * 2)]))
    return {
        "test_sentences": len(truth),
        "f1": float(f1_score(truth, guess)),
        "published": PUBLISHED["scientific_claims"],
    }


def health_advice(data: Path) -> dict[str, Any]:
    """Return the macro-F1 over no, weak and strong advice, abstracts kept whole; by part of the paper."""
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in rows(data, "health_advice"):
        by_source.setdefault(str(row["source"]), []).append(row)
    return {source: _advice(part) for source, part in by_source.items()} | {"published": PUBLISHED["health_advice"]}


def _advice(part: list[dict[str, Any]]) -> dict[str, Any]:
    texts = [str(row["sentence"]) for row in part]
    labels = np.array([int(row["label"]) for row in part])
    groups = [str(row["pmid"] or i) for i, row in enumerate(part)]
    guess = np.zeros(len(labels), dtype=int)
    for train, test in GroupKFold(5, shuffle=True, random_state=SEED).split(texts, labels, groups):
        vectorizer = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=r"[^\W_]+")
        matrix = vectorizer.fit_transform([texts[i] for i in train])
        model = LogisticRegression(C=20, class_weight="balanced", max_iter=3000).fit(matrix, labels[train])
        guess[test] = model.predict(vectorizer.transform([texts[i] for i in test]))
    return {
        "sentences": len(labels),
        "macro_f1": float(f1_score(labels, guess, average="macro")),
        "accuracy": float(accuracy_score(labels, guess)),
    }


def results(data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every figure by name."""
    yield "journal_attribution", journal_attribution(data)
    yield "scientific_claims", scientific_claims(data)
    yield "health_advice", health_advice(data)
    metrics = load("claims-1.0").metrics
    yield "claim_detector", dict(metrics["figures"])
    yield "sources", dict(metrics["sources"])


def main() -> None:
    """Print the figures, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    found: dict[str, Any] = {}
    for name, figures in results(arguments.data):
        found[name] = figures
        print(name, json.dumps(figures))
    if arguments.out:
        arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
