"""The numbers that the health index is computed from: one row per sentence, and one row per article.

All come from the shared tokens: word depth (rank among English words), length, syllables and form, sentence length and
punctuation. Means are over the words of a sentence; ``log`` marks ``log(1 + count)``, which tells one rare word from
none better than from two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forms import COLUMN
from .prose import MARKS, Prose
from .words import Facts

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

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
_SENTENCE_MARKS = 8
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
    *(f"{name}_log" for name in tuple(MARKS)[:_SENTENCE_MARKS]),
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
    *(f"{name}_per_sentence" for name in MARKS),
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
    keys = prose.keys.tolist()
    ends = [*starts[1:].tolist(), len(keys)]
    distinct = [len(set(keys[a:b])) / (b - a) for a, b in zip(starts.tolist(), ends, strict=True)]
    return np.column_stack(
        [
            np.minimum(lengths, _LONGEST),
            np.log(lengths),
            means[:, [COLUMN[name] for name in _MEANS]],
            np.log1p(sums[:, [COLUMN[name] for name in _LOGS]]),
            *spreads,
            *(depth[starts + (share * last).astype(np.intp)] for share in _DEPTH_SHARES),
            top,
            *(letters[starts + (share * last).astype(np.intp)] for share in _LETTER_SHARES),
            np.array(distinct),
            np.log1p(prose.marks[:, :_SENTENCE_MARKS]),
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
    depth = np.sort(facts[:, COLUMN["depth"]])
    marks = prose.marks
    return np.array(
        [
            *(means[COLUMN[name]] for name in _MEANS),
            *(facts[:, COLUMN[name]].std() for name in _SPREADS),
            *(depth[int(share * (total - 1))] for share in _DEPTH_SHARES[:-1]),
            min(float(lengths.mean()), _LONGEST),
            logs.mean(),
            logs.std(),
            np.log1p(sums[:, COLUMN["deeper_than_4_3"]]).mean(),
            np.maximum.reduceat(facts[:, COLUMN["depth"]], prose.starts).mean(),
            (sums[:, COLUMN["depth"]] / lengths).std(),
            diversity(prose.keys),
            *np.minimum(marks.mean(axis=0), 5.0),
            marks[:, 0].sum() / total,
        ]
    )


def diversity(keys: NDArray[numpy.intp]) -> float:
    """Return the moving-average type–token ratio in windows of 50 words, which does not depend on length.

    Covington & McFall 2010, J Quant Linguist 17:94. ``keys`` are equal for equal words; a shorter text is one window.
    """
    import numpy as np

    window = min(_WINDOW, len(keys))
    order = np.argsort(keys, kind="stable")
    again = keys[order[1:]] == keys[order[:-1]]
    latest = np.full(len(keys), -1)
    latest[order[1:][again]] = order[:-1][again]
    # A word is new in each window that holds it and starts behind its previous occurrence.
    position = np.arange(len(keys))
    first = np.maximum(latest + 1, position - window + 1)
    final = np.minimum(position, len(keys) - window)
    new = np.maximum(final - first + 1, 0).sum()
    return float(new) / (len(keys) - window + 1) / window


def _sd(prose: Prose, name: str, means: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    import numpy as np

    column = COLUMN[name]
    values = prose.facts[:, column]
    squares = np.add.reduceat(values * values, prose.starts) / prose.sums[:, 0]
    spread: NDArray[numpy.float64] = np.sqrt(np.maximum(squares - means[:, column] ** 2, 0.0))
    return spread


def _ordered(prose: Prose, name: str) -> NDArray[numpy.float64]:
    """Return the values of one fact, ascending within each sentence."""
    import numpy as np

    values = prose.facts[:, COLUMN[name]]
    sentence = np.repeat(np.arange(len(prose.starts)), prose.sums[:, 0].astype(np.intp))
    ordered: NDArray[numpy.float64] = values[np.lexsort((values, sentence))]
    return ordered
