"""What the small term models share: pruning, a matrix that every solver takes, and plain arrays to ship."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.pipeline import Pipeline


def frequent(features: Sequence[Mapping[str, int]], fewest: int) -> list[dict[str, int]]:
    """Return ``features`` without those that occur in fewer than ``fewest`` of the mappings."""
    counts: Counter[str] = Counter()
    for present in features:
        counts.update(present.keys())
    return [{name: value for name, value in present.items() if counts[name] >= fewest} for present in features]


def fitted_matrix(vectorizer: DictVectorizer, features: Sequence[Mapping[str, int]]) -> Any:
    """Fit ``vectorizer`` and return the matrix of ``features`` with the 32-bit indices that liblinear asks for."""
    matrix = vectorizer.fit_transform(features)
    matrix.indices = matrix.indices.astype(np.int32)
    matrix.indptr = matrix.indptr.astype(np.int32)
    return matrix


def packed(estimator: Pipeline) -> dict[str, Any]:
    """Return a fitted vectorizer and logistic regression as the plain arrays that ``model.TermScorer`` reads."""
    vocabulary = estimator.named_steps["vectorizer"].vocabulary_
    classifier = estimator.named_steps["classifier"]
    terms = sorted(vocabulary)
    return {
        "terms": np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8),
        "weights": classifier.coef_.T[[vocabulary[term] for term in terms]].astype(np.float32),
        "intercept": classifier.intercept_,
        "classes": classifier.classes_,
    }
