"""Say what stood where the encoder suspects a word: recall by the encoder, and the tables as a second witness.

Candidates are the synonyms of the suspect word and the words that the encoder itself recalls. Each is weighed by how
probable the encoder holds it, by the thesaurus, and by how much better it goes with its neighbours; neighbours that are
suspect themselves and surer are restored first, so that *soul cost* can become heart cost, then heart rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...types import Document
from .encoder import Reader, Reading
from .restore import Weights, joined
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
    "suspicion",
    "function_word",
)
_BEST = 12
_UNKNOWN_LEVEL = 20
_FLOOR = -12.0


class Original(NamedTuple):
    """A word that probably stood at ``Document.words[place]``, and the log-odds that it did."""

    place: int
    word: str
    score: float


def options(
    document: Document, reader: Reader, readings: Mapping[int, Reading], index: int, restored: Mapping[int, str]
) -> Iterator[tuple[str, list[float]]]:
    """Yield the words that may have stood at ``index`` with their quantities, given what was restored around it."""
    lower, words, text, levels = document.lower, document.words, document.text, word_levels()
    word = lower[index]
    left = right = None
    if index and joined(text, words[index - 1].end, words[index].start):
        left = restored.get(index - 1, lower[index - 1])
    if index + 1 < len(words) and joined(text, words[index].end, words[index + 1].start):
        right = restored.get(index + 1, lower[index + 1])
    votes = {c.word: c.votes for c in candidates(word)}
    found = _fits(left, word, right)
    for recalled in reader.recall(readings[index], _BEST, votes):
        new = recalled.word
        if new == word:
            continue
        count = votes.get(new, 0)
        mended = _fits(left, new, right)
        yield (
            new,
            [
                max(_FLOOR, recalled.log_probability),
                float(count == 1),
                float(count == 2),
                float(count == 3),
                *mended[:2],
                *found[:2],
                *mended[2:],
                *found[2:],
                levels.get(new, _UNKNOWN_LEVEL) / 10,
                levels.get(word, _UNKNOWN_LEVEL) / 10,
                readings[index].log_odds,
                float(new in FUNCTION_WORDS),
            ],
        )


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
    document: Document, reader: Reader, readings: Mapping[int, Reading], suspects: Iterable[int], weights: Weights
) -> list[Original]:
    """Return the most probable original of every suspect word, in reading order."""
    restored: dict[int, str] = {}
    found: list[Original] = []
    for index in sorted(suspects, key=lambda i: (-readings[i].log_odds, i)):
        scored = [
            (weights.score(row), wording) for wording, row in options(document, reader, readings, index, restored)
        ]
        if scored:
            score, wording = max(scored)
            found.append(Original(index, wording, score))
            if score >= 0:
                restored[index] = wording
    return sorted(found)
