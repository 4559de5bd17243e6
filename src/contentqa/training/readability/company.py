"""What company words keep: vectors and register frequencies of word forms, from unlabelled text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.decomposition import TruncatedSVD

from ...signals.readability import index
from ...signals.readability.words import plain
from .. import corpora
from .units import AUDIENCES

Floats = npt.NDArray[np.float64]

SEED = 0
VOCABULARY = 40_000
SEEN_AT_LEAST = 3
WINDOW = 5
DIMENSIONS = 150
SET_ASIDE = 1_000
UNLABELLED = {
    "abstracts_plain_text": ("text",),
    "healthstory": ("text",),
    "healthrelease": ("text",),
    "recovery": ("body_text",),
    "medcred_articles": ("text",),
    "human_texts_varied": ("text",),
    "sondhi_pages": ("text",),
    "clear_readability": ("Excerpt",),
    "insciout_press_releases": ("text",),
    "insciout_news": ("text",),
    "trec2019_pages": ("text",),
}
REGISTERS = (
    "abstracts_plain_text",
    "healthstory",
    "recovery",
    "trec2019_pages",
    "news-ele",
    "mixed-spok",
    "mixed-fic",
    "public-health-journal",
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


class Company:
    """Vectors and register frequencies of word forms, from unlabelled text."""

    def __init__(self, data: Path) -> None:
        texts: list[list[str]] = []
        registers: dict[str, Counter[str]] = {name: Counter() for name in REGISTERS}
        for register, words in _unlabelled(data):
            texts.append(words)
            if register in registers:
                registers[register].update(words)
        seen = Counter(word for words in texts for word in set(words))
        ranked = sorted((word for word, n in seen.items() if n >= SEEN_AT_LEAST), key=lambda word: (-seen[word], word))
        self.forms = ranked[:VOCABULARY]
        self.position = {form: k for k, form in enumerate(self.forms)}
        self.vectors = _vectors(texts, self.position)
        totals = {name: sum(counts.values()) for name, counts in registers.items()}
        self.registers = np.array(
            [[np.log10((registers[r][form] + 0.5) / totals[r] * 1e6) for r in REGISTERS] for form in self.forms]
        )
        self.unseen = np.array([np.log10(0.5 / totals[r] * 1e6) for r in REGISTERS])

    def of(self, form: str) -> tuple[Floats, Floats]:
        """Return the vector and the register frequencies of ``form``, as the index looks words up."""
        if form in self.position:
            k = self.position[form]
            return self.vectors[k], self.registers[k]
        parts = [self.position[part] for part in form.split("-") if part in self.position] if "-" in form else []
        if not parts:
            return np.zeros(self.vectors.shape[1]), self.unseen
        return self.vectors[parts].mean(axis=0), self.registers[parts].mean(axis=0)


def _unlabelled(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (register, words) of unlabelled texts, without the abstracts that the audience check may draw on."""
    for name, fields in UNLABELLED.items():
        for number, row in enumerate(corpora.rows(data, name)):
            if name in AUDIENCES and number < SET_ASIDE:
                continue
            words = _TOKEN.findall(plain(" ".join(str(row[field] or "") for field in fields)))
            if len(words) > 20:
                register = str(row["genre"]) if name == "human_texts_varied" else name
                yield register, [index.base_form(word) for word in words]


def _vectors(texts: Sequence[Sequence[str]], position: dict[str, int]) -> Floats:
    """Return one unit vector per form, from windowed co-occurrence weighted by 1/distance."""
    size = len(position)
    encoded = [np.array([position.get(word, -1) for word in words]) for words in texts]
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left = np.concatenate([ids[:-distance] for ids in encoded])
        right = np.concatenate([ids[distance:] for ids in encoded])
        known = (left >= 0) & (right >= 0)
        weights = np.full(int(known.sum()), 1 / distance, dtype=np.float32)
        counts = counts + sparse.csr_matrix((weights, (left[known], right[known])), shape=(size, size))
    counts = (counts + counts.T).tocoo()
    kept = counts.data >= 0.5
    rows, columns, data = counts.row[kept], counts.col[kept], counts.data[kept]
    frequency = np.bincount(rows, data, size) + 1e-9
    context = frequency**0.75 / (frequency**0.75).sum()
    information = np.maximum(np.log(data / (frequency[rows] * context[columns])), 0.0)
    association = sparse.csr_matrix((information, (rows, columns)), shape=(size, size))
    svd = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=SEED)
    vectors = svd.fit_transform(association) / np.sqrt(svd.singular_values_)
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return unit
