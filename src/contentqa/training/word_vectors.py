"""Word vectors from the corpora at hand: what a word is like, learned from the company it keeps.

Positive pointwise mutual information of words within five words of each other, factorised (Levy & Goldberg 2014, NIPS
27:2177; Levy, Goldberg & Dagan 2015, TACL 3:211). They carry what a few thousand labelled sentences teach over to words
that stand in none of them. Deterministic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

_WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_WINDOW = 5
_VOCABULARY = 25_000
_SEEN_AT_LEAST = 8
_DIMENSIONS = 100
_SMOOTHING = 0.75


def learn(texts: Iterable[str], seed: int) -> tuple[dict[str, int], Any]:
    """Return word → row, and the matrix of unit vectors, for the commonest words of ``texts``."""
    tokens = [_tokens(text) for text in texts]
    counts = Counter(word for text in tokens for word in text)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_VOCABULARY]
    rows = {word: i for i, (word, count) in enumerate(ranked) if count >= _SEEN_AT_LEAST}
    gap = [-1] * (_WINDOW + 1)
    stream = np.array([i for text in tokens for i in [*(rows.get(word, -1) for word in text), *gap]], dtype=np.int32)
    size = len(rows)
    together = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        left, right = stream[:-distance], stream[distance:]
        both = (left >= 0) & (right >= 0)
        weights = np.full(int(both.sum()), 1.0 / distance, dtype=np.float32)
        together = together + sparse.coo_matrix((weights, (left[both], right[both])), shape=(size, size)).tocsr()
    pairs = (together + together.T).tocoo()
    margin = np.asarray(pairs.sum(axis=1)).ravel()
    smoothed = margin**_SMOOTHING
    information = np.log(pairs.data * smoothed.sum() / (margin[pairs.row] * smoothed[pairs.col]))
    kept = information > 0
    matrix = sparse.csr_matrix(
        (information[kept].astype(np.float32), (pairs.row[kept], pairs.col[kept])), shape=(size, size)
    )
    left_vectors, strengths, _ = randomized_svd(matrix, _DIMENSIONS, n_iter=3, random_state=seed)
    vectors = left_vectors * np.sqrt(strengths)
    return rows, vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def _tokens(text: str) -> list[str]:
    words = (match.lower().replace("’", "'") for match in _WORD.findall(text))
    return ["#" if word[0].isdigit() else word for word in words]
