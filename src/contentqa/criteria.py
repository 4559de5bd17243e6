"""The ten questions of HealthNewsReview: how likely an article does not satisfy each, and what in the text bears on it.

The criteria are those of Schwitzer (2008, PLoS Medicine 5:e95). A linear model (``models/criteria-1.0``), trained on
the site's reviews of press releases, reads three kinds of binary features: stems and pairs of stems; the same
near findings that bear on the question, and in the title; and how many findings of each rule of the hype and safety
signals there are. Probabilities are calibrated on held-out releases. Some questions can hardly be read off a text (the
card gives the figures): there the probability stays near how often reviewers were not satisfied.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from .model import load, logistic
from .signals.hype.titles import title_of
from .signals.hype.words import lists
from .types import Criterion, Document, Evidence, Measurement, Severity

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MODEL = "criteria-1.0"
ITEM_SCALE = 0.05
"""Value that an item feature has beside term features, whose values sum to one in square."""

_WINDOW = 12
_STEM = 6
_STEPS = (1, 2, 3, 4, 6, 8, 12, 18)
_DESIGNS = ("animal", "laboratory", "experimental", "observational")
_SIGNALS = frozenset({"hype", "safety"})
_TITLE = "title "
_NEAR = "near "


class Question(NamedTuple):
    """A criterion: what to say when nothing in the text answers it, and the rules whose findings bear on it.

    ``wanted`` is False where the findings speak against the article (sensational language).
    """

    missing: str
    rules: frozenset[str]
    wanted: bool = True


_HYPE = (
    "miracle cure breakthrough glamour promise drama superlative marketing wellness absolute hundred-percent metaphor "
    "fear stacked-praise amplified-praise overclaim"
)
QUESTIONS: Mapping[str, Question] = {
    "costs": Question("Nothing is said about what it costs.", frozenset({"safety.cost-mentioned"})),
    "benefits": Question(
        "No figure says how large the benefit is.",
        frozenset({"safety.benefit-quantified", "safety.evidence-described"}),
    ),
    "harms": Question(
        "Nothing is said about harms or side effects.", frozenset({"safety.harm-mentioned", "safety.contraindication"})
    ),
    "evidence_quality": Question(
        "Neither the kind of study nor its limits are told.",
        frozenset({"safety.evidence-described", "hype.stated-limits"}),
    ),
    "no_disease_mongering": Question(
        "Nothing says how common or how grave the condition is.",
        frozenset({"safety.prevalence-stated"}),
    ),
    "funding_coi": Question(
        "Neither funding nor interests are told, and no one from outside comments.",
        frozenset({"safety.funding-stated", "safety.independent-comment"}),
    ),
    "alternatives": Question("No other option is named.", frozenset({"safety.alternatives-mentioned"})),
    "availability": Question("Nothing says whether people can get it.", frozenset({"safety.availability-mentioned"})),
    "novelty": Question(
        "Nothing sets it beside earlier work.", frozenset({"safety.earlier-work", "hype.breakthrough"})
    ),
    "no_sensational_language": Question(
        "Sensational or promotional language was found.",
        frozenset(f"hype.{name}" for name in _HYPE.split()),
        wanted=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Features:
    """Binary features of one article: shared terms, terms near the findings of each question, and items."""

    terms: frozenset[str]
    near: Mapping[str, frozenset[str]]
    items: frozenset[str]


def criteria(
    document: Document, measurements: Sequence[Measurement], weights: Weights | None = None
) -> Mapping[str, Criterion]:
    """Return every criterion of ``document`` by its name, by the packaged model unless other ``weights`` are given.

    ``measurements`` must hold those of the hype and safety signals. ``present`` says whether the text holds what the
    question asks for: a finding that bears on it, or, for sensational language, no finding of medium or high severity.
    """
    evidence = _evidence(measurements)
    probabilities = (weights or _model()).probabilities(features(document, measurements))
    result = {}
    for name, question in QUESTIONS.items():
        found = tuple(e for e in evidence if e.rule in question.rules)
        present = bool(found) if question.wanted else not any(e.severity is not Severity.LOW for e in found)
        result[name] = Criterion(probabilities[name], present, found)
    return result


def features(document: Document, measurements: Sequence[Measurement]) -> Features:
    """Return the model's features of ``document``, given the measurements of the hype and safety signals."""
    evidence = _evidence(measurements)
    words = [_stem(word) for word in document.lower]
    title = title_of(document)
    title_words: tuple[str, ...] = ()
    title_end = 0
    if title is not None:
        title_words = title.document.lower[title.first : title.last]
        title_end = title.last if title.document is document else 0
    terms = _grams(words)
    starts = [word.start for word in document.words]
    places: dict[str, list[int]] = {}
    for found in evidence:
        places.setdefault(found.rule, []).append(bisect_right(starts, found.span.start) - 1)
    near = {name: _near(words, places, question) for name, question in QUESTIONS.items()}
    items = _items(document, places, title_end, title_words)
    return Features(
        frozenset(terms | {_TITLE + term for term in _grams([_stem(word) for word in title_words])}), near, items
    )


def _evidence(measurements: Sequence[Measurement]) -> tuple[Evidence, ...]:
    return tuple(e for m in measurements if m.signal in _SIGNALS for e in m.evidence)


def _stem(word: str) -> str:
    """Return the first letters of ``word``, one sign for every number."""
    return "#" if word[0].isdigit() else word[:_STEM]


def _grams(words: Sequence[str]) -> set[str]:
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


def _near(words: Sequence[str], places: Mapping[str, list[int]], question: Question) -> frozenset[str]:
    found: set[str] = set()
    for rule in question.rules:
        for place in places.get(rule, ()):
            found |= _grams(words[max(0, place - _WINDOW) : place + _WINDOW])
    return frozenset(_NEAR + term for term in found)


def _items(
    document: Document, places: Mapping[str, list[int]], title_end: int, title_words: Sequence[str]
) -> frozenset[str]:
    """Return what was counted, each count as the steps that it reaches."""
    counts: Counter[str] = Counter({rule: len(at) for rule, at in places.items()})
    by_name = lists("certainty")
    for word in document.lower:
        for name in _DESIGNS:
            if word in by_name[name]:
                counts[name] += 1
        if word[0].isdigit():
            counts["number"] += 1
    counts["number"] //= 5
    counts["words"] = len(document.lower) // 100
    found = {f"{name} >= {step}" for name, count in counts.items() for step in _STEPS if count >= step}
    found |= {f"title: {rule}" for rule, at in places.items() if at and min(at) < title_end}
    found |= {f"title: {name}" for name in _DESIGNS if not by_name[name].isdisjoint(title_words)}
    return frozenset(found)


class Weights:
    """The weights of all criteria as arrays, read from a model's estimator (see ``training/criteria/fit.py``)."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self._terms = _index(arrays["terms"])
        self._term_weights: npt.NDArray[np.float32] = arrays["term_weights"]
        self._items = _index(arrays["items"])
        self._item_weights: npt.NDArray[np.float32] = arrays["item_weights"]
        self._near = {
            name: dict(zip(_index(arrays[f"near_{name}"]), arrays[f"near_{name}_weights"].tolist(), strict=True))
            for name in QUESTIONS
        }
        self._intercept = arrays["intercept"].tolist()
        self._slope = arrays["slope"].tolist()
        self._offset = arrays["offset"].tolist()

    def scores(self, found: Features) -> dict[str, float]:
        """Return the uncalibrated log-odds of every criterion."""
        # Sorted, because the order of a set, and with it the last bit of a sum, differs from process to process.
        rows = sorted(self._terms[term] for term in found.terms if term in self._terms)
        items = sorted(self._items[item] for item in found.items if item in self._items)
        shared = self._term_weights[rows].sum(axis=0).tolist()
        counted = self._item_weights[items].sum(axis=0).tolist()
        result = {}
        for k, name in enumerate(QUESTIONS):
            table = self._near[name]
            near = [table[term] for term in found.near[name] if term in table]
            size = max(len(rows) + len(near), 1)
            told = (shared[k] + math.fsum(near)) / math.sqrt(size)
            result[name] = self._intercept[k] + told + counted[k] * ITEM_SCALE
        return result

    def probabilities(self, found: Features) -> dict[str, float]:
        """Return the calibrated probability that each criterion is not satisfied."""
        return {
            name: logistic(self._slope[k] * score + self._offset[k])
            for k, (name, score) in enumerate(self.scores(found).items())
        }


def _index(terms: npt.NDArray[np.uint8]) -> dict[str, int]:
    text = terms.tobytes().decode("utf-8")
    return {term: i for i, term in enumerate(text.split("\n"))} if text else {}


@functools.cache
def _model() -> Weights:
    return Weights(load(MODEL).estimator)
