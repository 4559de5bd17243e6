"""Find doses and schedules: a number with a unit of medicine, “every four hours”, “booster”."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...types import Document, Sentence

_MASS = frozenset(
    "mg mcg µg μg ug g gm gram grams gramme grammes milligram milligrams milligramme milligrammes microgram micrograms "
    "iu ml millilitre millilitres milliliter milliliters cc".split()
)
_FORMS = frozenset(
    "tablet tablets capsule capsules pill pills drop drops puff puffs teaspoon teaspoons tablespoon tablespoons tsp "
    "tbsp dropper droppers droppersful scoop scoops lozenge lozenges gummy gummies units dose doses tab tabs hit hits "
    "vial vials patch patches suppository suppositories injections injection".split()
)
_NUMBER_WORDS = frozenset("one two three four five six seven eight nine ten twelve half".split())
_PERIODS = frozenset(
    "hour hours hr hrs day days week weeks month months night nights morning mornings evening evenings minutes".split()
)
_TIMES = frozenset("once twice thrice".split())
_EVERY = frozenset("every each per".split())
_BOOSTERS = frozenset("booster boosters redose redosing redosed re-dose re-dosing microdose microdosing".split())
_RANGE_WORDS = frozenset("to or and".split())
_DOSE_WORDS = frozenset("dose doses dosage dosages dosing".split())

_FUSED = re.compile(r"\d[\d.,]*(?:[-–]\d[\d.,]*)?([^\W\d_]+)")
_CONCENTRATION = re.compile(r"\s?(?:/|per)\s?(?:d[lL]|[lL]\b|m[lL]\b|kg/m|lit|min)")


class Doses(NamedTuple):
    """What a sentence says of amounts and times: the words of each dose, and whether it holds a schedule."""

    amounts: tuple[tuple[int, int], ...]
    schedule: bool
    booster: bool
    named: bool


def doses_in(document: Document, sentence: Sentence) -> Doses:
    """Return the doses of ``sentence``: word ranges of amounts; whether a schedule, booster or “dose” occurs."""
    lower = document.lower
    amounts: list[tuple[int, int]] = []
    schedule = booster = named = False
    for k in range(sentence.first, sentence.last):
        word = lower[k]
        if word in _BOOSTERS:
            booster = True
        elif word in _DOSE_WORDS:
            named = True
        elif word in _EVERY or word in _TIMES or word == "daily":
            schedule = schedule or _schedule_at(lower, k, sentence.last)
        elif word[0].isdigit() or word in _NUMBER_WORDS:
            end = _amount_end(document, k, sentence.last)
            if end:
                amounts.append((k, end))
            elif (
                k + 1 < sentence.last and lower[k + 1] in ("times", "hours", "hour") and _later(lower, k, sentence.last)
            ):
                schedule = True
    return Doses(tuple(amounts), schedule, booster, named)


def _amount_end(document: Document, k: int, stop: int) -> int:
    """Return the end of the amount that starts with the number at ``k``, 0 when it is no amount of medicine."""
    lower, words, text = document.lower, document.words, document.text
    fused = _FUSED.fullmatch(lower[k])
    if fused:
        good = fused.group(1) in _MASS and not _CONCENTRATION.match(text, words[k].end)
        return k + 1 if good else 0
    numeric = lower[k][0].isdigit()
    for step in (1, 2):
        if k + step >= stop:
            return 0
        between = text[words[k + step - 1].end : words[k + step].start]
        if between.strip() not in ("", "-", "–"):
            return 0
        unit = lower[k + step]
        if (numeric and unit in _MASS) or unit in _FORMS:
            return 0 if _CONCENTRATION.match(text, words[k + step].end) else k + step + 1
        if not (unit[0].isdigit() or unit in _RANGE_WORDS or unit in _NUMBER_WORDS):
            return 0
    return 0


def _schedule_at(lower: tuple[str, ...], k: int, stop: int) -> bool:
    following = lower[k + 1 : min(stop, k + 4)]
    if lower[k] in _TIMES:
        return bool(following) and (
            following[0] in ("daily", "weekly", "nightly", "per")
            or (following[0] in ("a", "every", "each") and len(following) > 1)
        )
    if lower[k] == "daily":
        return True
    return any(word in _PERIODS for word in following[:3])


def _later(lower: tuple[str, ...], k: int, stop: int) -> bool:
    following = lower[k + 1 : min(stop, k + 5)]
    return (following[0] == "times" and any(w in _PERIODS or w == "daily" for w in following)) or "later" in following
