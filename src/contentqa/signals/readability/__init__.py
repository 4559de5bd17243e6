"""Readability: how hard an article is for a patient, why, and which sentences to change.

What is measured
    The classic formulas exactly as published (Flesch, Flesch–Kincaid, SMOG, Gunning fog, Coleman–Liau, ARI, Dale–Chall,
    FORCAST, LIX; the papers are named in ``formulas``), their consensus and spread, and a health index that follows
    human ratings of medical sentences.

Why it matters
    The American Medical Association and the US National Institutes of Health advise the reading level of the sixth to
    eighth grade for patients (Weiss 2007, Health Literacy and Patient Safety); most health pages are far above it.
    Easy is not the same as good: spun text scores easy, so grades never decide alone.

How
    Sentences of paragraphs and list items are counted; headings, labels, fragments and reference lists are not, so
    layout does not change a grade. Syllables come from the CMU Pronouncing Dictionary, familiar words from textstat's
    copy of Dale and Chall's list.

Limits
    Formulas count surface features and were normed on school texts, not on health articles; each is None below the
    length of the sample it was made for. A figure counts as one word of one syllable. English only.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ... import lexicon
from ...segmentation import segment
from ...types import Article, Document, Evidence, Feature, Measurement, Sentence, Signal
from . import formulas
from .formulas import Counts
from .prose import lay_out, measured_sentences

ADVISED_GRADE = 8
LONG_SENTENCE = 25
HARDEST = 10
HARD_RATING = 5.0
_MINIMUM_RATED_WORDS = 20

FEATURES: tuple[Feature, ...] = (
    Feature("readability.flesch_reading_ease", "score", "Flesch Reading Ease, higher is easier; None below 100 words"),
    Feature("readability.flesch_kincaid_grade", "grade", "Flesch–Kincaid; None below 100 words"),
    Feature("readability.smog_grade", "grade", "SMOG scaled to its 30-sentence norm; None below 10 sentences"),
    Feature("readability.gunning_fog_grade", "grade", "Gunning fog index; None below 100 words"),
    Feature("readability.coleman_liau_grade", "grade", "Coleman–Liau index; None below 100 words"),
    Feature("readability.automated_readability_grade", "grade", "Automated Readability Index; None below 100 words"),
    Feature("readability.dale_chall_score", "score", "Dale–Chall raw score, higher is harder; None below 100 words"),
    Feature("readability.forcast_grade", "grade", "FORCAST, made for prose without sentences; None below 100 words"),
    Feature("readability.lix_score", "score", "LIX, higher is harder; None below 100 words"),
    Feature("readability.consensus_grade", "grade", "median of the grade formulas that are valid here"),
    Feature("readability.grade_spread", "grades", "highest less lowest of the grade formulas that are valid here"),
    Feature("readability.grades_above_advice", "grades", "consensus above grade 8, the most that AMA and NIH advise"),
    Feature("readability.health_grade", "grade", "the health index as a school grade; None below 20 words"),
    Feature("readability.hard_sentences_per_100_sentences", "%", "sentences that the health index rates hard"),
    Feature("readability.words_per_sentence", "words", "mean length of the sentences measured"),
    Feature("readability.long_sentences_per_100_sentences", "%", f"sentences of more than {LONG_SENTENCE} words"),
    Feature("readability.syllables_per_word", "syllables", "mean over the words measured"),
    Feature("readability.letters_per_word", "letters", "mean over the words measured"),
    Feature("readability.polysyllables_per_100_words", "%", "words of three or more syllables"),
    Feature("readability.difficult_words_per_100_words", "%", "words that Dale and Chall's rules call unfamiliar"),
)


class Measured(NamedTuple):
    """A sentence that is measured, its row of counts (words, then the sums of their facts), and its rating."""

    sentence: Sentence
    row: tuple[int, ...]
    rating: float


def measure(document: Document) -> Measurement:
    """Return the readability of ``document``: every feature, and its hardest sentences as evidence."""
    values: dict[str, float | None] = dict.fromkeys(feature.name for feature in FEATURES)
    sentences = tuple(measured_sentences(document))
    measured: list[Measured] = []
    if sentences:
        prose = lay_out(document, sentences)
        rows = [tuple(map(int, row)) for row in prose.sums[:, :9].tolist()]
        measured = [Measured(s, row, _rating(row)) for s, row in zip(sentences, rows, strict=True)]
        counts = prose.counts
        values.update(_grades(counts))
        values.update(_averages(counts, measured))
    return Measurement("readability", values, tuple(_hardest(document, measured)))


def sentence_readability(text: str) -> float:
    """Return how hard ``text``, a sentence, is to read: higher is harder.

    The scale is that of human raters of medical sentences (1 easiest to 6 hardest: Jiang & Xu 2024, MedReadMe, EMNLP).
    Raises ValueError when the text holds no word.
    """
    document = segment(Article(id="", text=text))
    if not document.words:
        raise ValueError("there is no word to rate")
    whole = Sentence(document.blocks[0].span, 0, 0, len(document.words))
    return _rating(lay_out(document, [whole]).sums[0, :9].tolist())


def _rating(row: Sequence[float]) -> float:
    words, syllables, letters, difficult = row[0], row[1], row[2], row[7]
    return 2.21 + 0.033 * min(words, 60) - 0.25 * letters / words + 1.17 * syllables / words + 1.10 * difficult / words


def _grades(c: Counts) -> dict[str, float | None]:
    enough = c.words >= formulas.MINIMUM_WORDS and c.sentences >= formulas.MINIMUM_SENTENCES
    dale_chall = formulas.dale_chall(c) if enough else None
    grades = {
        "readability.flesch_kincaid_grade": formulas.flesch_kincaid(c) if enough else None,
        "readability.smog_grade": formulas.smog(c) if c.sentences >= formulas.SMOG_MINIMUM_SENTENCES else None,
        "readability.gunning_fog_grade": formulas.gunning_fog(c) if enough else None,
        "readability.coleman_liau_grade": formulas.coleman_liau(c) if enough else None,
        "readability.automated_readability_grade": formulas.automated_readability(c) if enough else None,
        "readability.forcast_grade": formulas.forcast(c) if enough else None,
    }
    valid = sorted(grade for grade in grades.values() if grade is not None)
    if dale_chall is not None:
        valid = sorted([*valid, formulas.dale_chall_grade(dale_chall)])
    consensus = (valid[(len(valid) - 1) // 2] + valid[len(valid) // 2]) / 2 if valid else None
    return {
        **grades,
        "readability.flesch_reading_ease": formulas.flesch_reading_ease(c) if enough else None,
        "readability.dale_chall_score": dale_chall,
        "readability.lix_score": formulas.lix(c) if enough else None,
        "readability.consensus_grade": consensus,
        "readability.grade_spread": valid[-1] - valid[0] if valid else None,
        "readability.grades_above_advice": None if consensus is None else max(0.0, consensus - ADVISED_GRADE),
    }


def _averages(c: Counts, measured: list[Measured]) -> dict[str, float | None]:
    rating = sum(m.rating * m.row[0] for m in measured) / c.words
    hard = sum(m.rating >= HARD_RATING for m in measured)
    return {
        "readability.health_grade": 4 * rating - 4 if c.words >= _MINIMUM_RATED_WORDS else None,
        "readability.hard_sentences_per_100_sentences": 100 * hard / c.sentences,
        "readability.words_per_sentence": c.words / c.sentences,
        "readability.long_sentences_per_100_sentences": 100
        * sum(m.row[0] > LONG_SENTENCE for m in measured)
        / c.sentences,
        "readability.syllables_per_word": c.syllables / c.words,
        "readability.letters_per_word": c.letters / c.words,
        "readability.polysyllables_per_100_words": 100 * c.polysyllables / c.words,
        "readability.difficult_words_per_100_words": 100 * c.difficult_words / c.words,
    }


@functools.cache
def _rule() -> lexicon.Rule:
    return lexicon.load("readability").rule("readability.hard-sentence")


def _hardest(document: Document, measured: list[Measured]) -> Iterator[Evidence]:
    """Yield the hardest sentences in reading order, each with what makes it hard."""
    hard = [m for m in measured if m.rating >= HARD_RATING]
    if not hard:
        return
    rule = _rule()
    chosen = sorted(sorted(hard, key=lambda m: (-m.rating, m.sentence.span))[:HARDEST], key=lambda m: m.sentence.span)
    for m in chosen:
        words, polysyllables, difficult = m.row[0], m.row[4], m.row[7]
        cause = f" It has {words} words, {polysyllables} of them of three or more syllables, {difficult} unfamiliar."
        yield Evidence(rule.id, m.sentence.span, rule.message + cause, rule.severity)


SIGNAL = Signal("readability", FEATURES, measure)
