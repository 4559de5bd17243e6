"""Which sentences state something checkable about health, and of what kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...types import BlockKind


class Claim(NamedTuple):
    """A sentence judged to be a claim, with the kinds of claim that its words point to."""

    probability: float
    kinds: tuple[str, ...]


_STEMS = {
    "efficacy": "benefi effective efficac treat cure reliev relief heal prevent protect improv boost enhanc help allevi reduc lower "
    "eas strengthen support remission recover success sooth combat fight detox cleans cut cuts",
    "harm": "risk harm danger side-effect toxic adverse death fatal die mortal damag worsen addict poison bleed overdos complicat "
    "contraindicat unsafe injur hazard suicid kill",
    "mechanism": "cause caus trigger affect increas decreas releas block inhibit stimulat activat produc lead regulat contain "
    "contribut result suppress absorb metabol convert interfer bind slow rais promot induc associat link influenc impact",
    "statistic": "percent per-cent prevalen incidence rate rates likelihood average median million thousand half doubl tripl fold",
    "dose": "mg mcg milligram microgram gram dose dosage dosing daily capsule tablet",
    "diagnosis": "symptom diagnos sign detect screen prognos syndrome disorder infect disease condition",
    "study result": "stud trial research found finding placebo participant evidence",
    "regulatory status": "approv licens guideline regulat banned legal recall fda",
}
_PREFIX: dict[str, str] = {}
for _kind, _stems in _STEMS.items():
    for _stem in _stems.split():
        _PREFIX.setdefault(_stem, _kind)
_SHORTEST = 3
_LONGEST = max(map(len, _PREFIX))
_AUXILIARY = frozenset("can may could might will would helps help is are was were has have does causes lead leads".split())
_IMPERATIVE = frozenset(
    "talk ask call see visit speak consult try avoid take use eat drink get make keep consider click read learn find join sign "
    "subscribe share follow contact check start stop choose add mix remember note please let don't do set go look limit "
    "discuss tell give include wear wash apply be buy order download".split()
)
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?\s?(?:%|percent|per cent|mg|mcg|µg|g\b|ml|IU)")


def kind_of(word: str) -> str | None:
    """Return the kind of claim that ``word`` (lower case) points to, None when it points to none."""
    for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        kind = _PREFIX.get(word[:size])
        if kind is not None and (size > _SHORTEST or len(word) <= size + 3):
            return kind
    return None


def judge(lower: Sequence[str], text: str, block: BlockKind) -> Claim:
    """Return how likely the sentence is a claim, and its kinds."""
    kinds = dict.fromkeys(k for k in map(kind_of, lower) if k)
    if _NUMBER.search(text):
        kinds.setdefault("statistic")
    score = 0.19 * sum(1 for word in lower if kind_of(word)) + (0.2 if not _AUXILIARY.isdisjoint(lower) else 0.0)
    score += 0.15 if "statistic" in kinds else 0.0
    if block is BlockKind.HEADING or text.rstrip("\"”').").endswith("?") or len(lower) < 5:
        score = 0.0
    elif lower[0] in _IMPERATIVE:
        score -= 0.4
    if not {"i", "my", "me", "i'm", "i've"}.isdisjoint(lower):
        score -= 0.3
    return Claim(max(0.0, min(1.0, score)), tuple(kinds))
