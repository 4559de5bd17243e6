"""What a claim tells about the study behind it: design, size, comparator, effect, follow-up, species.

The slots are those of reporting guidelines (CONSORT, Schulz et al. 2010, BMJ 340:c332; and for news, Haneef et al.
2015):
a reader weighs "cut relapses by half" differently when it comes from nine mice.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from .sentence_words import SentenceWords


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DESIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("meta-analysis", _words("meta-analysis meta-analyses metaanalysis")),
    ("cell study", _words("vitro in-vitro petri cell-culture")),
    (
        "animal study",
        _words("mice mouse rat rats rodent rodents monkeys macaques zebrafish piglets hamsters rabbits mouse-model"),
    ),
    ("randomised trial", _words("randomized randomised randomly placebo placebo-controlled double-blind rct")),
    ("cohort study", _words("cohort observational longitudinal prospective retrospective")),
    ("case report", _words("case-report case-series")),
    ("survey", _words("survey surveys surveyed questionnaire poll")),
)
_PAIRS = {
    ("systematic", "review"): "meta-analysis",
    ("cell", "lines"): "cell study",
    ("cultured", "cells"): "cell study",
    ("lab", "dish"): "cell study",
    ("lab", "dishes"): "cell study",
    ("test", "tube"): "cell study",
    ("case", "report"): "case report",
    ("case", "reports"): "case report",
    ("clinical", "trial"): "clinical trial",
    ("clinical", "trials"): "clinical trial",
    ("lab", "animals"): "animal study",
    ("laboratory", "animals"): "animal study",
    ("animal", "study"): "animal study",
    ("animal", "studies"): "animal study",
}
_PAIR_OPENINGS = frozenset(first for first, _ in _PAIRS)
STRONG = frozenset({"meta-analysis", "randomised trial", "clinical trial"})
PRECLINICAL = frozenset({"animal study", "cell study"})
_REPORTS = _words(
    "study studies trial trials research researchers scientists participants patients volunteers subjects "
    "placebo cohort "
    "survey findings results mice rats meta-analysis review randomized randomised analysis investigators experiment"
)
_COMPARATORS = _words("placebo compared versus vs control controls counterparts baseline sham than")
_HUMANS = _words("people humans human patients women men adults children you your babies persons users")
_CAVEATS = _words(
    "not may might could if whether unclear unknown yet potentially possible possibly would hope hopes "
    "suggests suggest "
    "perhaps cannot still before"
)
_PEOPLE = (
    r"(?:people|patients|women|men|adults|children|participants|volunteers|subjects|babies|infants|mothers|students|teens"
    r"|teenagers|boys|girls|smokers|individuals|cases|Americans|veterans|nurses|mice|rats|animals|families|pregnancies)"
)
_COUNTED = frozenset(_PEOPLE[3:-1].lower().split("|"))
_FRACTIONS = _words("half twice double third quarter halved doubled tripled ratio one")
_SPANS = _words("day days week weeks month months year years decade decades follow-up follow-ups")
_SIZE = re.compile(rf"\b\d[\d,]*(?:\.\d+)?(?: (?:million|thousand))? (?:[\w-]+ ){{0,3}}{_PEOPLE}\b")
_EFFECT = re.compile(
    r"\d\s?(?:%|percent|per cent)|\b\d+(?:\.\d+)?[ -](?:fold|times)\b"
    r"|\b(?:half|twice|double|third|quarter|halved|doubled|tripled)\b"
    r"|\b(?:hazard|odds|risk) ratio|\bone in \w+"
)
_FOLLOW_UP = re.compile(
    r"\b(?:for|over|after|within|during|by)(?: the| a| an| about| nearly| at least| more than| up to)* "
    r"(?:\d+|one|two|three|four|five|six|eight|ten|twelve|several|many) "
    r"?-?(?:to \d+ )?(?:days?|weeks?|months?|years?|decades?)\b"
    r"|\d[ -](?:day|week|month|year)s? (?:follow-up|trial|study|period)|\bfollow-ups?\b"
)
_PHASE = re.compile(r"\bphase (?:1|2|3|4|i{1,3}|iv)\b", re.IGNORECASE)


class Study(NamedTuple):
    """The slots that a sentence fills; ``designs`` is empty where it names none."""

    designs: tuple[str, ...]
    size: bool
    comparator: bool
    effect: bool
    follow_up: bool
    phase: bool
    as_human: bool

    def told(self) -> str:
        """Return the filled slots in words, empty when there are none."""
        slots = [
            *self.designs,
            *(["sample size"] if self.size else []),
            *(["comparator"] if self.comparator else []),
            *(["effect in numbers"] if self.effect else []),
            *(["follow-up"] if self.follow_up else []),
            *(["phase"] if self.phase else []),
        ]
        return ", ".join(slots)


def find_study(sentence: SentenceWords) -> Study | None:
    """Return what the sentence tells about a study; None when it reports none."""
    lower, text = sentence.lower, sentence.text
    present = sentence.present
    if _REPORTS.isdisjoint(present):
        return None
    designs = [name for name, words in _DESIGNS if not words.isdisjoint(present)]
    if not _PAIR_OPENINGS.isdisjoint(present):
        found = filter(None, map(_PAIRS.get, itertools.pairwise(lower)))
        designs = list(dict.fromkeys([*designs, *found]))
    numbers = sentence.number
    preclinical = not PRECLINICAL.isdisjoint(designs)
    return Study(
        tuple(designs),
        numbers and not _COUNTED.isdisjoint(present) and _SIZE.search(text) is not None,
        not _COMPARATORS.isdisjoint(present),
        (numbers or not _FRACTIONS.isdisjoint(present)) and _EFFECT.search(text) is not None,
        not _SPANS.isdisjoint(present) and _FOLLOW_UP.search(text) is not None,
        "phase" in present and _PHASE.search(text) is not None,
        preclinical and not _HUMANS.isdisjoint(present) and _CAVEATS.isdisjoint(present),
    )
