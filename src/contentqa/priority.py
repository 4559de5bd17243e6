"""How soon a person should look: bands that an operator can read, and the model's probability within a band.

A band is opened by a rule about what was found, not by the model. The first band whose rule holds decides; inside it
articles are ordered by probability. Every band but the last makes the label ``needs_review`` whatever the model says.
Spun text and unsupervised dosing come first in the queue; unsourced articles are labelled and keep their place in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .types import Evidence

Values = Mapping[str, float | None]
SPUN_PROBABLE = 0.5
FEWEST_CLAIMS = 10
UNSOURCED_SHARE = 0.95
_CLAIM = "citation.claim-"
_HARMFUL_ADVICE = frozenset({"safety.unsupervised-dosing", "safety.stop-medication"})
_WITHOUT_SOURCE = frozenset({"citation.claim-uncited", "citation.claim-vague"})


@dataclass(frozen=True, slots=True)
class Band:
    """Priorities from ``low`` to ``high`` for the articles that ``holds`` picks; ``because`` says it in words.

    ``rules`` are those whose findings show a reader why the article is in the band.
    """

    name: str
    because: str
    low: float
    high: float
    rules: frozenset[str]
    holds: Callable[[Values, tuple[Evidence, ...]], bool]


def is_spun(values: Values) -> bool:
    """Say whether the text is probably machine-paraphrased."""
    return (values.get("spun.probability") or 0.0) >= SPUN_PROBABLE


def _spun(values: Values, evidence: tuple[Evidence, ...]) -> bool:
    return is_spun(values)


def _dosing(values: Values, evidence: tuple[Evidence, ...]) -> bool:
    return any(found.rule in _HARMFUL_ADVICE for found in evidence)


def _unsourced(values: Values, evidence: tuple[Evidence, ...]) -> bool:
    claims = [found.rule for found in evidence if found.rule.startswith(_CLAIM)]
    without = sum(rule in _WITHOUT_SOURCE for rule in claims)
    return len(claims) >= FEWEST_CLAIMS and without >= UNSOURCED_SHARE * len(claims)


BANDS = (
    Band("spun", "the text is machine-paraphrased", 0.95, 1.0, frozenset({"spun.swap", "spun.corrupted-term"}), _spun),
    Band(
        "dosing",
        "it tells readers to dose themselves, or to stop a treatment, without a clinician",
        0.85,
        0.95,
        _HARMFUL_ADVICE,
        _dosing,
    ),
    Band(
        "unsourced",
        "it makes ten or more health claims and hardly one has a source",
        0.0,
        0.85,
        _WITHOUT_SOURCE,
        _unsourced,
    ),
    Band("model", "the model's probability alone", 0.0, 0.85, frozenset(), lambda values, evidence: True),
)


def band(values: Values, evidence: tuple[Evidence, ...]) -> Band:
    """Return the band that an article's measurements put it in."""
    return next(candidate for candidate in BANDS if candidate.holds(values, evidence))


def priority(chosen: Band, probability: float) -> float:
    """Return the priority, 0 to 1, of an article in the ``chosen`` band with the model's ``probability``."""
    return chosen.low + (chosen.high - chosen.low) * probability


def uncertainty(probability: float, values: Values, features: tuple[str, ...]) -> float:
    """Return how little the model knows, 0 to 1: nearness to a coin toss, more so where features are unmeasurable."""
    measured = sum(values.get(name) is not None for name in features) / max(len(features), 1)
    return 1.0 - abs(2.0 * probability - 1.0) * measured


def by_harm(chosen: Band) -> bool:
    """Say whether the band is about harm to a reader rather than about writing."""
    return chosen.name == "dosing"
