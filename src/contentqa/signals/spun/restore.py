"""Find words that do not fit their neighbours and are mended by swaps of one or two words: the statistical version.

A spinner replaces words of a common phrase by synonyms and breaks the phrase: *stress disorder* becomes *stress
condition*, *heart rate* becomes *soul cost*. So words are suspect when (1) the pairs they make with their neighbours
are not common and (2) synonyms in their place make a common pair. Neither alone will do: metaphors break pairs too, and
synonyms abound. How much each quantity counts is learned from clean prose spun on purpose (training/spun.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from ...types import Document
from .tables import FUNCTION_WORDS, PAIR_FLOOR, Option, followers, options, preceders, terms, word_levels

SINGLE = (
    "restored_association",
    "restored_level",
    "restored_sides",
    "restored_function_left",
    "restored_function_right",
    "found_function_left",
    "found_function_right",
    "found_expected",
    "level_found",
    "level_restored",
    "two_votes",
    "three_votes",
    "choices",
    "medical_term",
    "modifier",
)
DOUBLE = (
    "restored_association",
    "restored_level",
    "found_expected",
    "level_found_first",
    "level_found_second",
    "level_restored_first",
    "level_restored_second",
    "votes",
    "least_votes",
    "choices",
    "medical_term",
)
_TOTAL = 90
_LEAST_ASSOCIATION = 8
_LEAST_DOUBLE_ASSOCIATION = 14
_UNKNOWN_LEVEL = 20


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds per unit of each quantity, in the order of :data:`SINGLE` or :data:`DOUBLE`, and their intercept."""

    weights: tuple[float, ...]
    intercept: float

    def score(self, row: Sequence[float]) -> float:
        """Return the log-odds that a row of quantities is a swap undone."""
        total: float = sum(map(mul, self.weights, row))
        return self.intercept + total


class Restoration(NamedTuple):
    """Suspect words ``Document.words[first:last]``, the wording that mends the phrase, and the log-odds of a swap."""

    first: int
    last: int
    wording: str
    score: float


class Context(NamedTuple):
    """A word and its neighbours in the same clause, None at its edges."""

    left: str | None
    word: str
    right: str | None


def contexts(document: Document) -> Iterator[tuple[int, Context]]:
    """Yield the content words that may have been swapped, with their neighbours.

    Names are left out (a capital within a sentence), and so are words that make a common pair with a content neighbour.
    """
    lower, words, text = document.lower, document.words, document.text
    for sentence in document.sentences:
        for i in range(sentence.first, sentence.last):
            word = lower[i]
            if len(word) < 3 or word in FUNCTION_WORDS or not word.isalpha():
                continue
            if text[words[i].start].isupper() and i > sentence.first:
                continue
            left = lower[i - 1] if i > sentence.first and joined(text, words[i - 1].end, words[i].start) else None
            right = lower[i + 1] if i + 1 < sentence.last and joined(text, words[i].end, words[i + 1].start) else None
            if left is not None and left not in FUNCTION_WORDS and word in followers(left):
                continue
            if right is not None and right not in FUNCTION_WORDS and right in followers(word):
                continue
            yield i, Context(left, word, right)


def joined(text: str, end: int, start: int) -> bool:
    """Say whether only a space or a hyphen parts two words."""
    return start - end == 1 and text[end] in " -\u00a0"


def singles(context: Context) -> Iterator[tuple[str, list[float]]]:
    """Yield the words that may have stood in ``context``, with their quantities.

    Only words count that make a pair with a content neighbour clearly commoner than chance.
    """
    levels = word_levels()
    left, word, right = context
    content_left = left if left is not None and left not in FUNCTION_WORDS and left in levels else None
    content_right = right if right is not None and right not in FUNCTION_WORDS and right in levels else None
    if content_left is None and content_right is None:
        return
    choices = options(word)
    ahead: dict[str, int] = {}
    behind: dict[str, int] = {}
    if content_left is not None and (after := followers(content_left)):
        ahead = {option.word: after[option.word] for option in choices if option.word in after}
    if content_right is not None and (before := preceders(content_right)):
        behind = {option.word: before[option.word] for option in choices if option.word in before}
    if not ahead and not behind:
        return
    before_level = levels[content_left] - _TOTAL if content_left is not None else 0
    after_level = levels[content_right] - _TOTAL if content_right is not None else 0
    found: list[tuple[Option, int, int, int]] = []
    for option in choices:
        one, other = ahead.get(option.word), behind.get(option.word)
        pairs = [pair for pair in (one, other) if pair is not None]
        if not pairs:
            continue
        excess = [
            pair - option.level - beside
            for pair, beside in ((one, before_level), (other, after_level))
            if pair is not None
        ]
        if max(0, *excess) >= _LEAST_ASSOCIATION:
            found.append((option, max(excess), max(pairs), len(pairs)))
    if not found:
        return
    known = terms()
    level_found = levels.get(word, _UNKNOWN_LEVEL)
    expected = max(
        (levels[c] + level_found - _TOTAL for c in (content_left, content_right) if c is not None), default=0
    )
    for option, association, level, sides in found:
        new = option.word
        term = (content_left is not None and f"{left} {new}" in known) or (
            content_right is not None and f"{new} {right}" in known
        )
        yield (
            new,
            [
                association / 10,
                level / 10,
                float(sides == 2),
                _function_association(left, new, True),
                _function_association(right, new, False),
                _function_association(left, word, True),
                _function_association(right, word, False),
                max(0, expected - PAIR_FLOOR) / 10,
                level_found / 10,
                option.level / 10,
                float(option.votes == 2),
                float(option.votes == 3),
                math.log(len(found)),
                float(term),
                float(word.endswith("ly") or new.endswith("ly")),
            ],
        )


def _function_association(neighbour: str | None, word: str, before: bool) -> float:
    """Return in bels how much commoner than chance a pair with a function word is, at least -2; 0 for other words."""
    if neighbour is None or neighbour not in FUNCTION_WORDS:
        return 0.0
    levels = word_levels()
    base = levels.get(neighbour)
    if base is None:
        return 0.0
    expected = base + levels.get(word, _UNKNOWN_LEVEL) - _TOTAL
    pair = followers(neighbour).get(word) if before else followers(word).get(neighbour)
    return max(-2.0, (pair - expected if pair is not None else min(0, PAIR_FLOOR - expected)) / 10)


def doubles(first: str, second: str) -> Iterator[tuple[str, list[float]]]:
    """Yield the common pairs that two neighbouring content words may both have been swapped from."""
    levels = word_levels()
    choices = {option.word: option.votes for option in options(second)}
    found = []
    for option in options(first):
        after = followers(option.word)
        for new in after.keys() & choices.keys():
            association = after[new] - option.level - levels[new] + _TOTAL
            if association >= _LEAST_DOUBLE_ASSOCIATION:
                found.append((option.word, new, association, after[new], option.votes, choices[new]))
    known = terms()
    level_first, level_second = levels.get(first, _UNKNOWN_LEVEL), levels.get(second, _UNKNOWN_LEVEL)
    for one, two, association, level, votes_one, votes_two in sorted(found):
        yield (
            f"{one} {two}",
            [
                association / 10,
                level / 10,
                max(0, level_first + level_second - _TOTAL - PAIR_FLOOR) / 10,
                level_first / 10,
                level_second / 10,
                levels[one] / 10,
                levels[two] / 10,
                float(votes_one + votes_two),
                float(min(votes_one, votes_two)),
                math.log(len(found)),
                float(f"{one} {two}" in known),
            ],
        )


def restorations(document: Document, single: Weights, double: Weights | None, least: float) -> list[Restoration]:
    """Return, in reading order, the suspect words whose best restoration reaches the log-odds ``least``.

    ``double`` is None when only one-word swaps shall be tried, which is much cheaper. Where findings overlap the surest
    one stays.
    """
    known: dict[Context, tuple[float, str] | None] = {}
    found: list[Restoration] = []
    previous: tuple[int, Context] | None = None
    for i, context in contexts(document):
        if context not in known:
            known[context] = _best(singles(context), single)
        best = known[context]
        if best is not None and best[0] >= least:
            found.append(Restoration(i, i + 1, best[1], best[0]))
        if double is not None and previous is not None and previous[0] == i - 1 and context.left == previous[1].word:
            both = _best(doubles(previous[1].word, context.word), double)
            if both is not None and both[0] >= least:
                found.append(Restoration(i - 1, i + 1, both[1], both[0]))
        previous = (i, context)
    return _surest(found)


def _best(choices: Iterator[tuple[str, list[float]]], weights: Weights) -> tuple[float, str] | None:
    return max(((weights.score(row), wording) for wording, row in choices), default=None)


def _surest(found: list[Restoration]) -> list[Restoration]:
    kept: list[Restoration] = []
    for one in sorted(found, key=lambda r: (-r.score, r.first)):
        if all(one.last <= other.first or one.first >= other.last for other in kept):
            kept.append(one)
    return sorted(kept)
