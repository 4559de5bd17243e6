"""Readability: how hard an article is for a patient, why, and which sentences and words to change.

What is measured
    The classic formulas exactly as published (Flesch, Flesch–Kincaid, SMOG, Gunning fog, Coleman–Liau, ARI, Dale–Chall,
    FORCAST, LIX; the papers are named in ``formulas``), their consensus and spread; a health index that follows human
    ratings of medical writing better than any of them (``index``); and what makes the text hard: long, nested and hard
    sentences, medical terms left unexplained, formal words, undefined abbreviations, passives, verbs hidden in nouns.

Why it matters
    The American Medical Association and the US National Institutes of Health advise the reading level of the sixth to
    eighth grade for patients (Weiss 2007, Health Literacy and Patient Safety); most health pages are far above it.
    Easy is not the same as good: spun text scores easy, so grades never decide alone.

How
    Sentences of paragraphs and list items are counted; headings, labels, fragments and reference lists are not, so
    layout does not change a grade. Syllables come from the CMU Pronouncing Dictionary, familiar words from textstat's
    copy of Dale and Chall's list, word ranks from the vocabulary of GloVe 6B, plain wordings from the CDC's thesaurus.

Limits
    Formulas count surface features and were normed on school texts, not on health articles; each is None below the
    length of the sample it was made for. A figure counts as one word of one syllable. Passives and clauses are told by
    word forms, without parsing. English only.
"""

from __future__ import annotations

from ...segmentation import segment
from ...types import Article, BlockKind, Document, Evidence, Measurement, Sentence, Signal, Span
from . import findings, formulas, index
from .features import FEATURES
from .forms import COLUMN
from .formulas import Counts
from .inputs import ARTICLE_INPUTS, article_inputs
from .prose import Prose, lay_out, measured_sentences

ADVISED_GRADE = 8
_MINIMUM_RATED_WORDS = 20
_DIVERSITY_WORDS = 50
_DIVERSITY = ARTICLE_INPUTS.index("diversity")

__all__ = ["FEATURES", "SIGNAL", "measure", "sentence_readability"]


def measure(document: Document) -> Measurement:
    """Return the readability of ``document``: every feature, and what makes it hard as evidence."""
    values: dict[str, float | None] = dict.fromkeys(feature.name for feature in FEATURES)
    sentences = tuple(measured_sentences(document))
    if not sentences:
        return Measurement("readability", values)
    prose = lay_out(document, sentences)
    counts = prose.counts
    found: list[Evidence] = []
    values.update(_grades(counts))
    values.update(_averages(prose))
    values.update(_rated(prose, found))
    values.update(_causes(prose, found))
    values.update(_structure(prose))
    return Measurement("readability", values, tuple(found))


def sentence_readability(text: str) -> float:
    """Return how hard ``text``, a sentence, is to read: higher is harder.

    The scale is that of human raters of medical sentences (1 easiest to 6 hardest: Jiang & Xu 2024, MedReadMe, EMNLP).
    Raises ValueError when the text holds no word.
    """
    document = segment(Article(id="", text=text))
    if not document.words:
        raise ValueError("there is no word to rate")
    prose = lay_out(document, [Sentence(Span(0, len(text)), 0, 0, len(document.words))])
    ready = index.load()
    return float(ready.sentence_ratings(prose, ready.word_scores(prose))[0])


def _grades(c: Counts) -> dict[str, float | None]:
    enough = c.words >= formulas.MINIMUM_WORDS and c.sentences >= formulas.MINIMUM_SENTENCES
    valid = formulas.valid_grades(c)
    named = ("flesch_kincaid", "smog", "gunning_fog", "coleman_liau", "automated_readability", "forcast")
    consensus = formulas.median(list(valid.values())) if valid else None
    return {
        **{f"readability.{name}_grade": valid.get(name) for name in named},
        "readability.flesch_reading_ease": formulas.flesch_reading_ease(c) if enough else None,
        "readability.dale_chall_score": formulas.dale_chall(c) if enough else None,
        "readability.lix_score": formulas.lix(c) if enough else None,
        "readability.consensus_grade": consensus,
        "readability.grade_spread": max(valid.values()) - min(valid.values()) if valid else None,
        "readability.grades_above_advice": None if consensus is None else max(0.0, consensus - ADVISED_GRADE),
    }


def _averages(prose: Prose) -> dict[str, float | None]:
    totals = dict(zip(COLUMN, prose.sums.sum(axis=0).tolist(), strict=True))
    words = totals["word"]
    return {
        "readability.words_per_sentence": words / len(prose.sentences),
        "readability.syllables_per_word": totals["syllables"] / words,
        "readability.letters_per_word": totals["letters"] / words,
        "readability.polysyllables_per_100_words": 100 * totals["polysyllable"] / words,
        "readability.difficult_words_per_100_words": 100 * totals["difficult"] / words,
        "readability.rare_words_per_100_words": 100 * totals["deeper_than_4_3"] / words,
        "readability.lexical_density_per_100_words": 100 * (1 - totals["function"] / words),
    }


def _rated(prose: Prose, found: list[Evidence]) -> dict[str, float | None]:
    ready = index.load()
    scores = ready.word_scores(prose)
    ratings = ready.sentence_ratings(prose, scores)
    found.extend(findings.hard_sentences(prose, ratings))
    inputs, words = article_inputs(prose), len(prose.words)
    grade = ready.article_grade(inputs, scores) if words >= _MINIMUM_RATED_WORDS else None
    return {
        "readability.health_grade": grade,
        "readability.health_percentile": None if grade is None else ready.percentile(grade),
        "readability.sentence_rating": float(ratings.mean()),
        "readability.hard_sentences_per_100_sentences": 100 * float((ratings >= findings.HARD_RATING).mean()),
        "readability.lexical_diversity": float(inputs[_DIVERSITY]) if words >= _DIVERSITY_WORDS else None,
    }


def _causes(prose: Prose, found: list[Evidence]) -> dict[str, float | None]:
    """Add the findings on words and sentences to ``found``, and return the numbers counted from them."""
    words, sentences = len(prose.words), len(prose.sentences)
    long, nested = list(findings.long_sentences(prose)), list(findings.nested_sentences(prose))
    passives, hidden = list(findings.passives(prose)), list(findings.hidden_verbs(prose))
    terms, abbreviations = list(findings.hard_words(prose)), list(findings.undefined_abbreviations(prose))
    found += [*long, *nested, *passives, *hidden, *(e for e, _ in terms), *(e for e, _ in abbreviations)]
    medical = sum(uses for e, uses in terms if e.rule == "readability.medical-term")
    formal = sum(uses for e, uses in terms if e.rule == "readability.formal-word")
    return {
        "readability.long_sentences_per_100_sentences": 100 * len(long) / sentences,
        "readability.nested_sentences_per_100_sentences": 100 * len(nested) / sentences,
        "readability.passives_per_100_sentences": 100 * len(passives) / sentences,
        "readability.hidden_verbs_per_1000_words": 1000 * len(hidden) / words,
        "readability.medical_terms_per_100_words": 100 * medical / words,
        "readability.formal_words_per_100_words": 100 * formal / words,
        "readability.undefined_abbreviations_per_1000_words": 1000 * sum(n for _, n in abbreviations) / words,
    }


def _structure(prose: Prose) -> dict[str, float | None]:
    kinds = [block.kind for block in prose.document.blocks]
    return {
        "readability.headings_per_1000_words": 1000 * kinds.count(BlockKind.HEADING) / len(prose.words),
        "readability.list_items_per_1000_words": 1000 * kinds.count(BlockKind.LIST_ITEM) / len(prose.words),
    }


SIGNAL = Signal("readability", FEATURES, measure)
