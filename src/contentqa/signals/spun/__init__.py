"""Spun text: words replaced by spinner software without looking at the context.

What it measures. Which phrases look like common ones with a word swapped (*stress condition* for stress disorder),
which small words, articles and titles carry the habits of spinner software, and how probable it is that the article as
a whole was spun.

Why it matters. A spun article has no author who checked it: terms, units and names come out changed (*soul cost* for
heart rate), and hype is laundered into words that no lexicon holds. Its readability scores look fine.

How. Words that break the pairs they stand in, mended by a synonym (``restore``); rules for filler, grammar, titles,
pasted text, acronyms and units (``tells``); and, where onnxruntime and tokenizers are installed, a small encoder
trained to see which words a spinner put in and what stood there (``encoder``, ``recall``). All are weighed by models
trained on human prose spun on purpose (models/spun-screen-1.0, models/spun-1.0). The tables look first, and the encoder
reads an article whole only where looks at some of its sentences leave doubt.

Limits. Paraphrase by large language models keeps phrases whole and is out of scope. Light spinning (below one content
word in ten) is often missed. docs/spun.md holds the measured limits.

References. Cabanac, Labbé & Magazinov 2021, arXiv:2107.06751 (tortured phrases); Clark et al. 2020, ICLR (ELECTRA);
Schwartz & Hearst 2003, Pacific Symposium on Biocomputing 8:451 (abbreviations).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from ...lexicon import load
from ...types import Document, Evidence, Feature, Measurement, Signal
from . import findings, tells
from .encoder import Reader, Reading, Window, reader, windows
from .judge import (
    article_log_odds,
    double_weights,
    doubtful,
    logistic,
    look_log_odds,
    quantities,
    ranker,
    read_log_odds,
    read_quantities,
    single_weights,
)
from .recall import Known, Ranker, originals
from .restore import Restoration, restorations

LEAST_WORDS = 80
PHRASE_RULES = ("spun.swap", "spun.phrase", "spun.corrupted-term", "spun.acronym-mismatch")
TELL_RULES = ("spun.filler", "spun.grammar")
_TRIED = -4.0
# The encoder reads an article in looks, the oddest windows first. When it has read this many words it stops where the
# log-odds of what it has seen are below the number; after the last look it reads the rest. Shorter articles, and those
# that the screen suspects, are read whole.
_LOOKS = (130, 170, 220, 300, 400)
_READ_ON = -2.5
_READ_WHOLE_WORDS = 250
_SUSPECTED_BY_SCREEN = 0.0
_TRY_DOUBLES = -1.0
# Probability from which an article is in doubt; one news article in a hundred is.
_DOUBT = 0.2
_GOLDEN = 0.618034
# Shorter windows are headings and items of lists.
_RUNNING = 5

FEATURES: tuple[Feature, ...] = (
    Feature("spun.probability", "probability, 0 to 1", "spinner software rewrote it; None under 80 words"),
    Feature("spun.phrases_per_1000_words", "per 1000 words", "phrases in which a word seems to have been replaced"),
    Feature(
        "spun.restored_per_1000_words", "per 1000 words", "those of them for which the original wording is suggested"
    ),
    Feature("spun.tells_per_1000_words", "per 1000 words", "padded small words and broken grammar of spinner software"),
    Feature("spun.template_titles", "count", "titles cut from a template of mass-produced articles"),
    Feature("spun.link_residues", "count", "titles pasted twice and link texts left in running prose"),
    Feature("spun.share_read", "share of words, 0 to 1", "read by the encoder; 0 means that only the tables judged"),
)


def measure(document: Document) -> Measurement:
    """Return what in ``document`` looks spun, and how probable it is that the whole of it was."""
    count = len(document.words)
    if not count:
        return Measurement("spun", {feature.name: None for feature in FEATURES})
    told = tell(document)
    tried = restorations(document, single_weights(), None, _TRIED)
    log_odds = article_log_odds(quantities(document, tried, told))
    # Of a few sentences the encoder cannot tell whether the whole is spun, on which the weight of its findings rests.
    encoder = reader() if count >= LEAST_WORDS else None
    readings: Mapping[int, Reading] = {}
    known: Known = {}
    if encoder is not None:
        readings, row = read(document, encoder, tried, told, log_odds, known)
        log_odds = read_log_odds(row) if readings else log_odds
    probability = logistic(log_odds) if count >= LEAST_WORDS else None
    spun = None if probability is None else probability >= 0.5
    if encoder is not None and readings and probability is not None:
        spun = None if _DOUBT <= probability < 0.5 else spun
        if spun is not False:
            tried = restorations(document, single_weights(), double_weights(), _TRIED)
        chosen = findings.suspects(document, readings, spun)
        recalled = originals(document, encoder, readings, chosen, ranker(), known)
        swapped = findings.by_encoder(document, readings, recalled, tried, spun)
    else:
        if probability is None or log_odds >= _TRY_DOUBLES:
            tried = restorations(document, single_weights(), double_weights(), _TRIED)
        swapped = findings.by_tables(document, tried, spun)
    inserted = list(findings.by_insertion(document)) if spun else []
    evidence = findings.settled([*told, *inserted], list(swapped))
    rate = 1000.0 / count
    phrases = [e for e in evidence if e.rule in PHRASE_RULES]
    return Measurement(
        "spun",
        {
            "spun.probability": probability,
            "spun.phrases_per_1000_words": rate * len(phrases),
            "spun.restored_per_1000_words": rate * sum(e.suggestion is not None for e in phrases),
            "spun.tells_per_1000_words": rate * sum(e.rule in TELL_RULES for e in evidence),
            "spun.template_titles": float(sum(e.rule == "spun.template-title" for e in evidence)),
            "spun.link_residues": float(sum(e.rule == "spun.link-residue" for e in evidence)),
            "spun.share_read": len(readings) / count,
        },
        tuple(evidence),
    )


def tell(document: Document) -> list[Evidence]:
    """Return the evidence of all tell rules."""
    lexicon = load("spun")
    finders = (tells.lexical, tells.articles, tells.repeated_title, tells.injected, tells.acronyms, tells.units)
    return [evidence for find in finders for evidence in find(document, lexicon)]


def read(
    document: Document,
    encoder: Reader,
    tried: Sequence[Restoration],
    told: Sequence[Evidence],
    log_odds: float,
    known: Known,
) -> tuple[Mapping[int, Reading], tuple[float, ...]]:
    """Return what the encoder says of the words, and the quantities of that.

    It reads all words, or as many as it takes to see nothing odd. ``known`` takes up what it recalls.
    """
    spans = windows(document)
    readings: dict[int, Reading] = {}
    if len(document.words) > _READ_WHOLE_WORDS and log_odds < _SUSPECTED_BY_SCREEN:
        for look in looks(document, spans, tried):
            readings |= encoder.read(document, look)
            row = quantities_read(document, encoder, readings, tried, told, ranker(), known)
            if look_log_odds(row, log_odds, len(readings)) < _READ_ON:
                return readings, row
    readings |= encoder.read(document, [span for span in spans if span.first not in readings])
    return readings, quantities_read(document, encoder, readings, tried, told, ranker(), known)


def quantities_read(
    document: Document,
    encoder: Reader,
    readings: Mapping[int, Reading],
    tried: Sequence[Restoration],
    told: Sequence[Evidence],
    weights: Ranker,
    known: Known,
) -> tuple[float, ...]:
    """Return the quantities of what the encoder has read of the article, its originals ranked by ``weights``."""
    recalled = originals(document, encoder, readings, doubtful(readings), weights, known)
    return read_quantities(document, readings, recalled, tried, told)


def looks(document: Document, spans: Sequence[Window], tried: Sequence[Restoration]) -> Iterator[list[Window]]:
    """Yield what to read of ``spans``, look by look: by turns the window with most to mend and one from anywhere."""
    doubt = {i: logistic(found.score) for found in tried for i in range(found.first, found.last)}
    running = [s for s in spans if s.last - s.first >= _RUNNING] or list(spans)
    odd = sorted(running, key=lambda s: -sum(doubt.get(i, 0.0) for i in range(s.first, s.last)))
    # Multiples of the golden section, less their whole part, spread evenly however many are taken.
    spread = [running[int(k * _GOLDEN % 1 * len(running))] for k in range(len(running))]
    limits = iter(_LOOKS)
    limit: float = next(limits)
    look: list[Window] = []
    size = 0
    for span in dict.fromkeys(span for pair in zip(odd, spread, strict=True) for span in pair):
        look.append(span)
        size += span.last - span.first
        if size >= limit:
            yield look
            look = []
            limit = next((k for k in limits if k > size), math.inf)


def restored(document: Document, measurement: Measurement) -> str:
    """Return the text with every suggestion of ``measurement`` put in: what other signals may measure instead."""
    pieces, position = [], 0
    for evidence in measurement.evidence:
        if evidence.suggestion is not None:
            pieces += [document.text[position : evidence.span.start], evidence.suggestion]
            position = evidence.span.end
    return "".join([*pieces, document.text[position:]])


SIGNAL = Signal("spun", FEATURES, measure)
