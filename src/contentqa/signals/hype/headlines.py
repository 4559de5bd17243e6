"""How like clickbait a headline is worded.

A linear model (``models/headline-1.0``) over words and word pairs without regard to case, every number being one sign:
capitals and punctuation tell publishers apart rather than manners of writing (Chakraborty et al. 2016, ASONAM).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...model import TermScorer

MODEL = "headline-1.0"


def terms(words: Sequence[str]) -> list[str]:
    """Return the binary features of a headline given as its lower-case words."""
    masked = ["^", *("#" if word[0].isdigit() else word for word in words), "$"]
    return [*masked, *(f"{a} {b}" for a, b in pairwise(masked))]


def clickbait(words: Sequence[str]) -> float:
    """Return the probability, 0 to 1, that a headline of these lower-case words is clickbait."""
    return _scorer().probabilities(terms(words))[1]


@functools.cache
def _scorer() -> TermScorer:
    from ... import model

    return model.TermScorer(model.load(MODEL))
