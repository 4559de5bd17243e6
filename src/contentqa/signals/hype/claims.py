"""How strongly a document claims cause, and where it claims more than the study it describes can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...types import Document, Sentence
from . import causality
from .words import lists

SCALE = (0.0, 2.0, 4.0, 6.0)
"""Strength of the four classes on the 0–6 scale of Sumner et al. (2014): none, correlational, conditional, direct."""

_SURE = 0.6
_LEAD = 3
_FEWEST_ANIMAL = 2
_PEOPLE = frozenset(
    "patients participants people adults women men children volunteers subjects individuals girls boys humans".split()
)
_TELLING = frozenset(
    "study studies research researchers scientists findings finding results result found finds find shows show showed "
    "shown suggests suggest concluded conclude reveals revealed report reported says said discovered proves confirms "
    "confirmed evidence investigators authors we demonstrates demonstrated".split()
)


class Design(StrEnum):
    """What kind of study a text describes, where that kind cannot show cause in people."""

    OBSERVATIONAL = "observational"
    ANIMAL = "in animals or cells"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a document claims: class probabilities of every sentence and, apart, of the title.

    ``title`` is None where there is none; ``design`` where an experiment in people is described, or no design.
    """

    sentences: tuple[tuple[float, ...], ...]
    title: tuple[float, ...] | None
    design: Design | None

    def count(self, strength: int) -> int:
        """Return how many sentences are most likely of class ``strength``."""
        return sum(max(range(4), key=p.__getitem__) == strength for p in self.sentences)


def expected(probabilities: tuple[float, ...]) -> float:
    """Return the expected strength, 0 to 6."""
    return sum(weight * p for weight, p in zip(SCALE, probabilities, strict=True))


def claims_in(document: Document, title: tuple[str, ...] | None) -> Claims:
    """Return the claims of ``document``, whose title has these lower-case words."""
    lower = document.lower
    return Claims(
        tuple(causality.strengths(lower[s.first : s.last]) for s in document.sentences),
        causality.strengths(title) if title else None,
        design_of(lower),
    )


def design_of(words: tuple[str, ...]) -> Design | None:
    """Return the design that lower-case ``words`` describe where it cannot show cause in people, else None."""
    by_name = lists("certainty")
    experimental, observational = by_name["experimental"], by_name["observational"]
    animal, laboratory = by_name["animal"], by_name["laboratory"]
    seen = {"experimental": 0, "observational": 0, "animal": 0, "people": 0}
    for word in words:
        if word in experimental:
            seen["experimental"] += 1
        elif word in observational:
            seen["observational"] += 1
        elif word in animal or word in laboratory:
            seen["animal"] += 1
        elif word in _PEOPLE:
            seen["people"] += 1
    if seen["animal"] >= _FEWEST_ANIMAL and seen["animal"] > seen["people"]:
        return Design.ANIMAL
    if seen["observational"] and not seen["experimental"]:
        return Design.OBSERVATIONAL
    return None


def overclaims(document: Document, claims: Claims) -> Iterator[Sentence]:
    """Yield the sentences that tell the study's result as direct cause though its design cannot show it.

    Only the opening and sentences that speak of the study count: elsewhere a cause may be old and well known.
    """
    if claims.design is None:
        return
    names_animals = lists("certainty")["animal"] | lists("certainty")["laboratory"]
    for number, (sentence, probabilities) in enumerate(zip(document.sentences, claims.sentences, strict=True)):
        if probabilities[causality.DIRECT] < _SURE:
            continue
        words = document.lower[sentence.first : sentence.last]
        if claims.design is Design.ANIMAL and not names_animals.isdisjoint(words):
            continue
        if number < _LEAD or not _TELLING.isdisjoint(words):
            yield sentence
