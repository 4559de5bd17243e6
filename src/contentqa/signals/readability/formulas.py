"""The classic readability formulas with the constants of their papers, as functions of counts.

Each function is defined for one word and one sentence upward; below the length of its sample a formula is not valid,
which is for the caller to decide (see ``MINIMUM_WORDS`` and ``MINIMUM_SENTENCES``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

MINIMUM_WORDS = 100
MINIMUM_SENTENCES = 3
SMOG_MINIMUM_SENTENCES = 10
SMOG_SENTENCES = 30
FORCAST_SAMPLE = 150
_DALE_CHALL_GRADES = (
    (4.0, 3.0),
    (4.95, 4.0),
    (5.5, 5.5),
    (6.5, 7.5),
    (7.5, 9.5),
    (8.5, 11.5),
    (9.5, 14.0),
    (10.5, 16.0),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals over the sentences that are measured; the fields after ``words`` are those of ``words.Facts``."""

    sentences: int
    words: int
    syllables: int
    letters: int
    characters: int
    polysyllables: int
    monosyllables: int
    long_words: int
    difficult_words: int
    complex_words: int


def flesch_reading_ease(c: Counts) -> float:
    """Flesch 1948, A new readability yardstick, J Appl Psychol 32:221. Higher is easier; 60–70 is plain English."""
    return 206.835 - 1.015 * c.words / c.sentences - 84.6 * c.syllables / c.words


def flesch_kincaid(c: Counts) -> float:
    """Kincaid et al. 1975, Research Branch Report 8-75, Naval Technical Training Command. US school grade."""
    return 0.39 * c.words / c.sentences + 11.8 * c.syllables / c.words - 15.59


def smog(c: Counts) -> float:
    """McLaughlin 1969, SMOG grading, J Reading 12:639, with the exact regression constants. US school grade.

    The norm is thirty sentences; other numbers of sentences are scaled to thirty.
    """
    return 1.0430 * math.sqrt(c.polysyllables * SMOG_SENTENCES / c.sentences) + 3.1291


def gunning_fog(c: Counts) -> float:
    """Gunning 1952, The Technique of Clear Writing. Years of schooling.

    Hard words have three syllables or more, and are neither names, compounds of short words, nor verbs that -ed, -es or
    -ing makes three syllables long.
    """
    return 0.4 * (c.words / c.sentences + 100 * c.complex_words / c.words)


def coleman_liau(c: Counts) -> float:
    """Coleman & Liau 1975, J Appl Psychol 60:283. US school grade."""
    return 0.0588 * (100 * c.letters / c.words) - 0.296 * (100 * c.sentences / c.words) - 15.8


def automated_readability(c: Counts) -> float:
    """Smith & Senter 1967, AMRL-TR-66-220. US school grade. Letters and figures are strokes, punctuation is not."""
    return 4.71 * c.characters / c.words + 0.5 * c.words / c.sentences - 21.43


def dale_chall(c: Counts) -> float:
    """Dale & Chall 1948, A formula for predicting readability, Educ Res Bull 27:11 and 37. Raw score.

    The constant belongs to the regression and is always added.
    """
    return 0.1579 * (100 * c.difficult_words / c.words) + 0.0496 * c.words / c.sentences + 3.6365


def dale_chall_grade(score: float) -> float:
    """Turn a Dale–Chall raw score into a US school grade by interpolation in the authors' table of grade bands."""
    points = _DALE_CHALL_GRADES
    for (low, low_grade), (high, high_grade) in itertools.pairwise(points):
        if score <= high:
            return low_grade + (max(score, low) - low) * (high_grade - low_grade) / (high - low)
    return points[-1][1]


def forcast(c: Counts) -> float:
    """Caylor et al. 1973, HumRRO TR 73-5: 20 less a tenth of the one-syllable words in 150. US school grade."""
    return 20 - FORCAST_SAMPLE * c.monosyllables / c.words / 10


def lix(c: Counts) -> float:
    """Björnsson 1968, Läsbarhet: words a sentence plus the percentage of words of more than six letters."""
    return c.words / c.sentences + 100 * c.long_words / c.words


def median(values: Sequence[float]) -> float:
    """Return the middle of ``values`` (at least one), halfway between two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def grades(c: Counts) -> dict[str, float]:
    """Return every formula that gives a school grade, whatever the length of the text."""
    return {
        "flesch_kincaid": flesch_kincaid(c),
        "smog": smog(c),
        "gunning_fog": gunning_fog(c),
        "coleman_liau": coleman_liau(c),
        "automated_readability": automated_readability(c),
        "dale_chall": dale_chall_grade(dale_chall(c)),
        "forcast": forcast(c),
    }


def valid_grades(c: Counts) -> dict[str, float]:
    """Return the formulas of :func:`grades` that are valid at this length."""
    enough = c.words >= MINIMUM_WORDS and c.sentences >= MINIMUM_SENTENCES
    if not c.words:
        return {}
    return {
        name: grade
        for name, grade in grades(c).items()
        if (c.sentences >= SMOG_MINIMUM_SENTENCES if name == "smog" else enough)
    }
