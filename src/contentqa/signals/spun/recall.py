"""Say what stood where the encoder suspects a word: recall by the encoder, and the tables as a second witness.

Candidates are the synonyms of the suspect word and the words that the encoder itself recalls. Each is weighed by how
probable the encoder holds it, by the thesaurus, and by how much better it goes with its neighbours; neighbours that are
suspect themselves and surer are restored first, so that *soul cost* can become heart cost, then heart rate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from ...types import Document
from .encoder import Reader, Reading, Recalled
from .restore import joined
from .tables import FUNCTION_WORDS, association, candidates, word_levels

RECALL = (
    "log_probability",
    "one_vote",
    "two_votes",
    "three_votes",
    "restored_left",
    "restored_right",
    "found_left",
    "found_right",
    "restored_left_function",
    "restored_right_function",
    "found_left_function",
    "found_right_function",
    "level_restored",
    "level_found",
    "function_word",
)
_BEST = 12
_UNKNOWN_LEVEL = 20
_FLOOR = -12.0
# A word that the encoder recalls with a probability of 0.7 is taken at its word, even where it is the word that stands
# there: of "a lot more" each recalls "more".
_SURE = math.log(0.7)
_ALMOST = -1e-4


# What has been recalled of a document so far, by the index of the word.
Known = dict[int, tuple[Recalled, ...]]


class Original(NamedTuple):
    """A word that probably stood at ``Document.words[place]``, and the log-odds that it did."""

    place: int
    word: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """A conditional logit over the candidates for a word and "none of them".

    ``weights`` are those of :data:`RECALL`; "none of them" has the utility ``intercept + slope · suspicion``.
    """

    weights: tuple[float, ...]
    intercept: float
    slope: float

    def best(self, options: Sequence[tuple[str, list[float]]], suspicion: float) -> tuple[float, str] | None:
        """Return the log-odds and the word of the most probable option, None when there is none."""
        if not options:
            return None
        utilities = [sum(map(mul, self.weights, row)) for _, row in options]
        top = max(range(len(options)), key=lambda k: (utilities[k], options[k][0]))
        others = [self.intercept + self.slope * suspicion, *utilities[:top], *utilities[top + 1 :]]
        highest = max(others)
        rest = highest + math.log(sum(math.exp(u - highest) for u in others))
        return utilities[top] - rest, options[top][0]


def recalls(
    document: Document,
    reader: Reader,
    readings: Mapping[int, Reading],
    places: Sequence[int],
    known: Known,
) -> dict[int, tuple[Recalled, ...]]:
    """Return for each place the words that the encoder recalls and the synonyms that it knows.

    ``known`` holds what was asked for before, and takes up what is asked for now.
    """
    new = [i for i in places if i not in known]
    if new:
        synonyms = [[candidate.word for candidate in candidates(document.lower[i])] for i in new]
        known |= zip(new, reader.recall([readings[i] for i in new], _BEST, synonyms), strict=True)
    return {i: known[i] for i in places}


def options(
    document: Document, index: int, recalled: Sequence[Recalled], restored: Mapping[int, str]
) -> list[tuple[str, list[float]]]:
    """Return the words that may have stood at ``index`` with their quantities, given what was restored around it."""
    lower, words, text, levels = document.lower, document.words, document.text, word_levels()
    word = lower[index]
    left = right = None
    if index and joined(text, words[index - 1].end, words[index].start):
        left = restored.get(index - 1, lower[index - 1])
    if index + 1 < len(words) and joined(text, words[index].end, words[index + 1].start):
        right = restored.get(index + 1, lower[index + 1])
    votes = {c.word: c.votes for c in candidates(word)}
    found = _fits(left, word, right)
    rows = []
    for new, log_probability in recalled:
        if new == word:
            continue
        count = votes.get(new, 0)
        mended = _fits(left, new, right)
        row = [
            max(_FLOOR, log_probability),
            float(count == 1),
            float(count == 2),
            float(count == 3),
            *mended[:2],
            *found[:2],
            *mended[2:],
            *found[2:],
            levels.get(new, _UNKNOWN_LEVEL) / 10,
            levels.get(word, _UNKNOWN_LEVEL) / 10,
            float(new in FUNCTION_WORDS),
        ]
        rows.append((new, row))
    return rows


def _fits(left: str | None, word: str, right: str | None) -> list[float]:
    """Return the associations in bels with a content word left and right, and with a function word left and right."""
    row = [0.0] * 4
    for side, pair in enumerate(((left, word), (word, right))):
        neighbour = (left, right)[side]
        if neighbour is None or pair[0] is None or pair[1] is None:
            continue
        value = association(pair[0], pair[1])
        if value is not None:
            row[side + (2 if neighbour in FUNCTION_WORDS else 0)] = max(-2.0, value / 10)
    return row


def originals(
    document: Document,
    reader: Reader,
    readings: Mapping[int, Reading],
    places: Sequence[int],
    ranker: Ranker,
    known: Known,
) -> list[Original]:
    """Return the most probable original of each word at ``places``, in reading order.

    ``known`` serves and grows as in :func:`recalls`.
    """
    recalled = recalls(document, reader, readings, places, known)
    restored: dict[int, str] = {}
    found: list[Original] = []
    for index in sorted(places, key=lambda i: (-readings[i].log_odds, i)):
        best = ranker.best(options(document, index, recalled[index], restored), readings[index].log_odds)
        sure = max(recalled[index], key=lambda r: r.log_probability)
        if sure.log_probability >= _SURE and readings[index].log_odds >= 0:
            alone = -math.log(math.expm1(-min(sure.log_probability, _ALMOST)))
            best = max((alone, sure.word), best or (alone, sure.word))
        if best is None:
            continue
        found.append(Original(index, best[1], best[0]))
        if best[0] >= 0:
            restored[index] = best[1]
    return sorted(found)
