"""The numbers that the health index is computed from: one row per sentence, and one row per article.

All come from the shared tokens: word depth (rank among English words), length, syllables and form, sentence length and
punctuation. Means are over the words of a sentence; ``log`` marks ``log(1 + count)``, which tells one rare word from
none better than from two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .prose import Prose
from .words import Facts

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_COLUMN = {name: k for k, name in enumerate(Facts._fields)}
_MEANS = tuple(name for name in Facts._fields if name not in ("word", "characters", "complex"))
_LOGS = (
    "polysyllable",
    "very_polysyllabic",
    "difficult",
    "deeper_than_3_6",
    "deeper_than_4_0",
    "deeper_than_4_3",
    "deeper_than_4_6",
    "deeper_than_5_0",
    "acronym",
    "figure",
    "mixed",
    "compound",
    "capital",
    "relative",
)
_SPREADS = ("depth", "letters", "syllables")
_DEPTH_SHARES = (0.5, 0.75, 0.9, 1.0)
_LETTER_SHARES = (0.9, 1.0)
_MARKS = (",", "(", ";", ":", "-", "/", "%", "=", "?", '"', "“", "!")
_MARK_NAMES = (
    "commas",
    "brackets",
    "semicolons",
    "colons",
    "hyphens",
    "slashes",
    "percents",
    "equals",
    "questions",
    "straight_quotes",
    "curly_quotes",
    "exclamations",
)
_LONGEST = 60
_WINDOW = 50

SENTENCE_INPUTS: tuple[str, ...] = (
    "words",
    "words_log",
    *(f"{name}_mean" for name in _MEANS),
    *(f"{name}_log" for name in _LOGS),
    *(f"{name}_sd" for name in _SPREADS),
    *(f"depth_at_{share}" for share in _DEPTH_SHARES),
    "deepest_three",
    *(f"letters_at_{share}" for share in _LETTER_SHARES),
    "distinct",
    *(f"{name}_log" for name in _MARK_NAMES[:8]),
)
ARTICLE_INPUTS: tuple[str, ...] = (
    *(f"{name}_mean" for name in _MEANS),
    *(f"{name}_sd" for name in _SPREADS),
    *(f"depth_at_{share}" for share in _DEPTH_SHARES[:-1]),
    "words_mean",
    "words_log_mean",
    "words_log_sd",
    "long_words_log_mean",
    "deepest_mean",
    "depth_means_sd",
    "diversity",
    *(f"{name}_per_sentence" for name in _MARK_NAMES),
    "commas_per_word",
)


def sentence_inputs(prose: Prose) -> NDArray[numpy.float64]:
    """Return one row per sentence, in the order of :data:`SENTENCE_INPUTS`."""
    import numpy as np

    sums, starts = prose.sums, prose.starts
    lengths = sums[:, 0]
    means = sums / lengths[:, None]
    spreads = [_sd(prose, name, means) for name in _SPREADS]
    depth = _ordered(prose, "depth")
    letters = _ordered(prose, "letters")
    last = lengths.astype(np.intp) - 1
    top = np.stack([depth[starts + np.maximum(last - k, 0)] for k in range(3)]).mean(axis=0)
    lower, words = prose.document.lower, prose.words
    ends = [*starts[1:].tolist(), len(words)]
    distinct = [len({lower[w] for w in words[a:b]}) / (b - a) for a, b in zip(starts.tolist(), ends, strict=True)]
    return np.column_stack(
        [
            np.minimum(lengths, _LONGEST),
            np.log(lengths),
            means[:, [_COLUMN[name] for name in _MEANS]],
            np.log1p(sums[:, [_COLUMN[name] for name in _LOGS]]),
            *spreads,
            *(depth[starts + (share * last).astype(np.intp)] for share in _DEPTH_SHARES),
            top,
            *(letters[starts + (share * last).astype(np.intp)] for share in _LETTER_SHARES),
            np.array(distinct),
            np.log1p(_marks(prose)[:, :8]),
        ]
    )


def article_inputs(prose: Prose) -> NDArray[numpy.float64]:
    """Return the one row of the article, in the order of :data:`ARTICLE_INPUTS`."""
    import numpy as np

    facts, sums = prose.facts, prose.sums
    total = len(facts)
    means = facts.mean(axis=0)
    lengths = sums[:, 0]
    logs = np.log(lengths)
    depth = np.sort(facts[:, _COLUMN["depth"]])
    marks = _marks(prose)
    return np.array(
        [
            *(means[_COLUMN[name]] for name in _MEANS),
            *(facts[:, _COLUMN[name]].std() for name in _SPREADS),
            *(depth[int(share * (total - 1))] for share in _DEPTH_SHARES[:-1]),
            min(float(lengths.mean()), _LONGEST),
            logs.mean(),
            logs.std(),
            np.log1p(sums[:, _COLUMN["deeper_than_4_3"]]).mean(),
            np.maximum.reduceat(facts[:, _COLUMN["depth"]], prose.starts).mean(),
            (sums[:, _COLUMN["depth"]] / lengths).std(),
            diversity([prose.document.lower[w] for w in prose.words]),
            *np.minimum(marks.mean(axis=0), 5.0),
            marks[:, 0].sum() / total,
        ]
    )


def diversity(words: list[str]) -> float:
    """Return the moving-average type–token ratio in windows of 50 words, which does not depend on length.

    Covington & McFall 2010, J Quant Linguist 17:94. A shorter text is one window.
    """
    window = min(_WINDOW, len(words))
    last_start = len(words) - window
    latest: dict[str, int] = {}
    total = 0
    for i, word in enumerate(words):
        # The word is new in each window that holds it and starts behind its previous occurrence.
        first = max(latest.get(word, -1) + 1, i - window + 1)
        latest[word] = i
        final = i if i < last_start else last_start
        if final >= first:
            total += final - first + 1
    return total / (last_start + 1) / window


def _sd(prose: Prose, name: str, means: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    import numpy as np

    column = _COLUMN[name]
    values = prose.facts[:, column]
    squares = np.add.reduceat(values * values, prose.starts) / prose.sums[:, 0]
    spread: NDArray[numpy.float64] = np.sqrt(np.maximum(squares - means[:, column] ** 2, 0.0))
    return spread


def _ordered(prose: Prose, name: str) -> NDArray[numpy.float64]:
    """Return the values of one fact, ascending within each sentence."""
    import numpy as np

    values = prose.facts[:, _COLUMN[name]]
    sentence = np.repeat(np.arange(len(prose.starts)), prose.sums[:, 0].astype(np.intp))
    ordered: NDArray[numpy.float64] = values[np.lexsort((values, sentence))]
    return ordered


def _marks(prose: Prose) -> NDArray[numpy.float64]:
    import numpy as np

    text = prose.document.text
    return np.array([[text.count(mark, *s.span) for mark in _MARKS] for s in prose.sentences], dtype=np.float64)
