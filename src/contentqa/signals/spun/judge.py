"""Weigh what was found: the learned weights of a restoration, and those of an article as a whole."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence

from ...errors import ModelError
from ...model import load, logistic
from ...types import Document, Evidence
from .encoder import MODEL as READER
from .encoder import Reading
from .recall import Original, Ranker
from .restore import Restoration, Weights

MODEL = "spun-screen-1.0"
ARTICLE = (
    "restoration_mass",
    "restorations_likely",
    "restorations_sure",
    "filler",
    "grammar",
    "template_title",
    "link_residue",
    "acronym",
    "unit",
)
LEAST_TRIED = -3.0
_LIKELY, _SURE = -1.5, 0.0
_SMOOTHING = 300

READ = (
    "certain",
    "restored",
    "confirmed",
    "witnessed",
    "filler",
    "grammar",
    "template_title",
    "link_residue",
    "acronym",
    "unit",
)
# Log-odds of a word, as the encoder gives them, from which its original is asked for, about which it counts, and from
# which it counts whatever stood there.
_DOUBTFUL, _SUSPECT, _CERTAIN = -1.4, 2.0, 4.0

__all__ = [
    "ARTICLE",
    "LEAST_TRIED",
    "MODEL",
    "READ",
    "article_log_odds",
    "double_weights",
    "doubtful",
    "logistic",
    "look_log_odds",
    "quantities",
    "ranker",
    "read_log_odds",
    "read_quantities",
    "single_weights",
]


def quantities(document: Document, tried: Sequence[Restoration], told: Sequence[Evidence]) -> tuple[float, ...]:
    """Return the quantities of :data:`ARTICLE`: smoothed rates per 1000 words on a logarithmic scale, and yes or no.

    ``tried`` are one-word restorations (below :data:`LEAST_TRIED` they do not count), ``told`` what the tell rules
    found.
    """
    scale = 1000.0 / (len(document.words) + _SMOOTHING)
    tried = [found for found in tried if found.score >= LEAST_TRIED]
    mass = sum(logistic(found.score) for found in tried)
    rules = [evidence.rule for evidence in told]
    rates = (
        mass,
        sum(found.score >= _LIKELY for found in tried),
        sum(found.score >= _SURE for found in tried),
        rules.count("spun.filler"),
        rules.count("spun.grammar"),
    )
    flags = ("spun.template-title", "spun.link-residue", "spun.acronym-mismatch", "spun.corrupted-term")
    return (*(math.log1p(scale * rate) for rate in rates), *(float(rule in rules) for rule in flags))


def read_quantities(
    document: Document,
    readings: Mapping[int, Reading],
    recalled: Sequence[Original],
    tried: Sequence[Restoration],
    told: Sequence[Evidence],
) -> tuple[float, ...]:
    """Return the quantities of :data:`READ` for an article of which the encoder has read the words in ``readings``.

    A figure of speech surprises the encoder as a swap does, but nothing mends it. So ``certain`` counts only words of
    which the encoder has no doubt, and the others are weighed by their best originals (``recalled``: the originals of
    the words that :func:`doubtful` names): ``restored`` adds up how probable these are, ``confirmed`` how probable it
    is that word and original are what they seem, and ``witnessed`` the same of words that the tables mend too.
    """
    scale = 1000.0 / (len(readings) + _SMOOTHING)
    mended = {i for found in tried if found.score >= LEAST_TRIED for i in range(found.first, found.last)}
    known = [(o.place, logistic(o.score), logistic(readings[o.place].log_odds - _SUSPECT)) for o in recalled]
    rates = (
        sum(reading.log_odds >= _CERTAIN for reading in readings.values()),
        sum(original for _, original, _ in known),
        sum(original * suspicion for _, original, suspicion in known),
        sum(original * suspicion for place, original, suspicion in known if place in mended),
    )
    return (*(math.log1p(scale * rate) for rate in rates), *quantities(document, tried, told)[3:])


def doubtful(readings: Mapping[int, Reading]) -> list[int]:
    """Return the words whose originals the judgement of an article asks for."""
    return sorted(i for i, reading in readings.items() if reading.log_odds >= _DOUBTFUL)


def read_log_odds(row: Sequence[float]) -> float:
    """Return the calibrated log-odds that an article that the encoder has read is spun."""
    return _reader_weights("article").score(row)


def look_log_odds(row: Sequence[float], screen: float, words_read: int) -> float:
    """Return the log-odds that an article is spun of which only some words are read, classes taken as equally common.

    ``row`` are the quantities of :data:`READ` for these words, ``screen`` is what the tables say of the whole.
    """
    return _reader_weights("look").score((*row, screen, math.log(words_read)))


@functools.cache
def ranker() -> Ranker:
    """Return what ranks the words that may have stood where the encoder suspects another."""
    numbers = load(READER).metrics["recall"]
    return Ranker(tuple(numbers["weights"]), numbers["intercept"], numbers["slope"])


def article_log_odds(row: Sequence[float]) -> float:
    """Return the calibrated log-odds that an article with these quantities is spun."""
    return _weights("article").score(row)


def single_weights() -> Weights:
    """Return the weights of one-word restorations."""
    return _weights("single")


def double_weights() -> Weights:
    """Return the weights of two-word restorations."""
    return _weights("double")


@functools.cache
def _reader_weights(name: str) -> Weights:
    model = load(READER)
    if model.features != READ:
        raise ModelError(f"{model.folder}: its weights are for other quantities than this version measures")
    numbers = model.metrics[name]
    return Weights(tuple(numbers["weights"]), numbers["intercept"])


@functools.cache
def _weights(name: str) -> Weights:
    classifier = load(MODEL).estimator[name]
    return Weights(tuple(classifier.coef_[0].tolist()), float(classifier.intercept_[0]))
