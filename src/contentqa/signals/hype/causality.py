"""How strongly a sentence claims that one thing causes another, in four classes.

0 none, 1 correlational (“is linked to”), 2 conditional causal (“may reduce”), 3 direct causal (“reduces”): the scheme
of Yu, Li & Wang (2019, EMNLP; 2020, COLING). A linear model (``models/certainty-1.0``) reads binary features of the
sentence: stems of words and word pairs, and how cue words of eighteen classes follow one another.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from .words import lists

if TYPE_CHECKING:
    from ...model import TermScorer

MODEL = "certainty-1.0"
NONE, CORRELATIONAL, CONDITIONAL, DIRECT = range(4)

_STEM = 6
_PAIR_REACH = 5
_CLOSE = 3
_LENGTH_STEP = 6
_LONGEST_BIN = 8
_NOT_CUES = frozenset({"function", "observational", "experimental", "animal", "laboratory"})
_CLAIMING = frozenset(
    {"association", "likelihood", "risk", "cause", "increase", "decrease", "benefit", "harm", "effect", "comparison"}
)
_CONDITIONAL = frozenset({"may", "might", "could"})


@functools.cache
def _cues() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return the class of every cue word, the function words, and the cue words without which nothing is claimed."""
    by_name = lists("certainty")
    classes = {word: name for name, words in by_name.items() if name not in _NOT_CUES for word in words}
    claiming = frozenset(word for word, name in classes.items() if name in _CLAIMING) | _CONDITIONAL
    return classes, by_name["function"], claiming


def may_claim(words: Sequence[str]) -> bool:
    """Say whether lower-case ``words`` hold any cue of a causal or correlational statement."""
    return not _cues()[2].isdisjoint(words)


def terms(words: Sequence[str]) -> list[str]:
    """Return the binary features of a sentence given as its lower-case words."""
    classes, function, _ = _cues()
    stems = ["^", *("#" if word[0].isdigit() else word[:_STEM] for word in words), "$"]
    found = [*stems, *(f"{a} {b}" for a, b in pairwise(stems))]
    cues = [(k, classes[word]) for k, word in enumerate(words) if word in classes]
    order = [name for _, name in cues]
    for size in (1, 2, 3):
        found += ["q:" + " ".join(order[k : k + size]) for k in range(len(order) - size + 1)]
    for n, (k, name) in enumerate(cues):
        for at, other in cues[n + 1 : n + 5]:
            found.append(f"s:{name}>{other}")
            if at - k <= _CLOSE:
                found.append(f"c:{name}>{other}")
            if at - k <= _PAIR_REACH:
                found.append(f"w:{words[k][:_STEM]}>{other}")
                found.append(f"v:{name}>{words[at][:_STEM]}")
        if name in _CLAIMING:
            before = words[k - 1] if k else ""
            after = words[k + 1] if k + 1 < len(words) else ""
            found.append(
                f"m:{_shape(before, classes, function)}:{name}{_ending(words[k])}:{_shape(after, classes, function)}"
            )
    found.append(f"n:{min(len(words) // _LENGTH_STEP, _LONGEST_BIN)}")
    return found


def _shape(word: str, classes: dict[str, str], function: frozenset[str]) -> str:
    if word in classes:
        return classes[word]
    return word if word in function else _ending(word) or "x"


def _ending(word: str) -> str:
    return next((ending for ending in ("ed", "ing", "ly", "s") if word.endswith(ending)), "")


def strengths(words: Sequence[str]) -> tuple[float, ...]:
    """Return the probabilities of the four classes for one sentence given as its lower-case words."""
    if not may_claim(words):
        return (1.0, 0.0, 0.0, 0.0)
    return _scorer().probabilities(terms(words))


@functools.cache
def _scorer() -> TermScorer:
    from ... import model

    return model.TermScorer(model.load(MODEL))
