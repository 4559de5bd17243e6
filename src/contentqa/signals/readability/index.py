"""The health-readability index: a model of human ratings, for a sentence and for an article.

The estimate is a sum of four parts: a linear term over the inputs (see ``inputs``), a smooth correction made of
Gaussian bumps around landmark inputs, the mean learned difficulty of the words' company (how they are used in the
training corpora), and that of the words' beginnings and endings, which also serves words never seen. All weights come
from the model folder ``readability-1.0``; its card tells how they were learned and how well they do.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ... import model
from .forms import FormTable
from .inputs import sentence_inputs
from .prose import Prose
from .words import plain

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

MODEL = "readability-1.0"
SENTENCE, ARTICLE = 0, 1
CLIP = 4.0
_AFFIX_LENGTHS = (3, 4, 5, 6)


def affixes(form: str) -> list[str]:
    """Return the names of the beginnings and endings of a form (from :func:`base_form`), and of the form itself."""
    found = ["=" + form]
    for part in form.split("-"):
        if part.isdigit():
            found.append("#")
            continue
        whole = f"^{part}$"
        for length in _AFFIX_LENGTHS:
            if len(whole) > length:
                found += ["<" + whole[:length], ">" + whole[-length:]]
    return found


def base_form(token: str) -> str:
    """Return the form under which a word token is looked up: plain letters, no possessive ending."""
    return plain(token).removesuffix("'s")


class Level:
    """The weights for one unit of text (sentence or article)."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.bias = float(weights["bias"][0])
        self.center = weights["center"]
        self.scale = weights["scale"]
        self.linear = weights["linear"]
        self.landmarks = weights["landmarks"]
        self.bumps = weights["bumps"]
        self.width = float(weights["width"][0])

    def estimate(self, inputs: NDArray[numpy.float64], word_scores: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
        """Return the index for each row of ``inputs``, given the mean score of the row's words."""
        import numpy as np

        standard = standardised(inputs, self.center, self.scale)
        total: NDArray[numpy.float64] = self.bias + standard @ self.linear + word_scores
        total += np.exp(-self.width * squared_distances(standard, self.landmarks)) @ self.bumps
        return total


def standardised(
    inputs: NDArray[numpy.float64], center: NDArray[numpy.float64], scale: NDArray[numpy.float64]
) -> NDArray[numpy.float64]:
    """Return inputs in standard deviations from the mean, bounded so that odd texts are not extrapolated to."""
    import numpy as np

    bounded: NDArray[numpy.float64] = np.clip((inputs - center) / scale, -CLIP, CLIP)
    return bounded


def squared_distances(rows: NDArray[numpy.float64], others: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Return the squared Euclidean distance of each row to each of the others."""
    import numpy as np

    lengths = (rows * rows).sum(axis=1)[:, None] + (others * others).sum(axis=1)[None, :]
    distances: NDArray[numpy.float64] = np.maximum(lengths - 2 * rows @ others.T, 0.0)
    return distances


class WordScores:
    """What each word form adds to the index of a sentence and of an article, before averaging."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self._company = _table(weights, "company")
        self._affixes = _table(weights, "affix")
        self._unseen = tuple(weights["unseen"].tolist())
        self._table = FormTable(2, self.score)

    def matrix(self, tokens: Sequence[str]) -> NDArray[numpy.float64]:
        """Return one row per lower-case token: its score for a sentence, and for an article."""
        return self._table.look_up(tokens)[1]

    def score(self, token: str) -> tuple[float, float]:
        """Return the scores of one lower-case token."""
        form = base_form(token)
        sentence, article = self._of_company(form)
        names = affixes(form)
        share = len(names) ** -0.5
        for name in names:
            weights = self._affixes.get(name)
            if weights is not None:
                sentence += share * weights[0]
                article += share * weights[1]
        return sentence, article

    def _of_company(self, form: str) -> tuple[float, float]:
        known = self._company.get(form)
        if known is not None:
            return known
        parts = [self._company[part] for part in form.split("-") if part in self._company] if "-" in form else []
        if not parts:
            return self._unseen[0], self._unseen[1]
        return sum(part[0] for part in parts) / len(parts), sum(part[1] for part in parts) / len(parts)


class Index:
    """The fitted index: estimates for sentences and articles, the grade scale, and the reference population."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.levels = (Level(weights["sentence"]), Level(weights["article"]))
        self.words = WordScores(weights)
        self._population = weights["population"]

    def word_scores(self, prose: Prose) -> NDArray[numpy.float64]:
        """Return the scores of the words of ``prose``: one row per word, one column per level."""
        lower = prose.document.lower
        return self.words.matrix([lower[w] for w in prose.words])

    def sentence_ratings(self, prose: Prose, scores: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
        """Return the rating of each sentence on the scale of the raters, 1 (easiest) to 6 (hardest)."""
        import numpy as np

        sums = np.add.reduceat(scores[:, SENTENCE], prose.starts)
        return self.levels[SENTENCE].estimate(sentence_inputs(prose), sums / prose.sums[:, 0])

    def article_grade(self, inputs: NDArray[numpy.float64], scores: NDArray[numpy.float64]) -> float:
        """Return the school grade of the article that has these inputs (see ``inputs.article_inputs``)."""
        return float(self.levels[ARTICLE].estimate(inputs[None, :], scores[:, ARTICLE].mean(keepdims=True))[0])

    def percentile(self, grade: float) -> float:
        """Return the share of health articles, in percent, whose grade is below ``grade``."""
        import numpy as np

        return float(100 * np.searchsorted(self._population, grade) / len(self._population))


def _table(weights: dict[str, Any], name: str) -> dict[str, tuple[float, float]]:
    names = zlib.decompress(weights[f"{name}_names"].tobytes()).decode("utf-8").split("\n")
    pairs = weights[f"{name}_weights"].tolist()
    return {key: (pair[0], pair[1]) for key, pair in zip(names, pairs, strict=True)}


@functools.cache
def load() -> Index:
    """Return the packaged index, read once."""
    return Index(model.load(MODEL).estimator)
