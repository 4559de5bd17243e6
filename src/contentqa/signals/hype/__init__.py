"""Hype: promotion, sensation, and how certain the text makes itself sound.

What it measures
    Terms that glamorise, promise or frighten, by category, as rates per 1,000 words; the same in the title; words of
    caution and of certainty; limits of the evidence that the text states itself.

Why it matters
    Promotional wording in health news goes with exaggerated benefit and missing harms (Schwartz et al. 2012, BMJ
    344:d8164; Boutron et al. 2019, BMC Medicine 17:105). Stated limits do the opposite and cost no readers (Adams et al.
    2019, BMC Medicine 17:91): hedging lowers concern and never raises it.

How
    ``lexicons/hype.toml`` names the terms, each list with its source. :mod:`.context` drops a match that the text
    denies, disowns, hedges and quantifies, uses technically, or that is part of a name. Of overlapping findings the
    longest stays, then the most severe, so a word counts once.

Limits
    Words only: irony, images and hype by omission are not seen. Enthusiasm about something that is no health claim
    counts too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import lexicon
from ...types import Document, Evidence, Feature, Measurement, Sentence, Severity, Signal, Span
from .context import excused
from .titles import title_of
from .words import PROMOTIONAL, groups_by_word, lists

CATEGORIES = ("miracle", "novelty", "praise", "promise", "scale", "marketing", "absolute", "metaphor", "fear")
"""Categories of hype; the lexicon's further category ``credit`` speaks for an article."""

_PER = "per 1,000 words"
FEATURES = (
    Feature("hype.terms_per_1000_words", _PER, "hype findings of every category"),
    Feature("hype.strong_terms_per_1000_words", _PER, "hype findings of medium and high severity"),
    *(
        Feature(f"hype.{name}_terms_per_1000_words", _PER, f"hype findings of the category “{name}”")
        for name in CATEGORIES
    ),
    Feature("hype.terms_in_title", "findings", "hype findings in the title"),
    Feature("hype.promotional_words_per_1000_words", _PER, "adjectives of Millar's eight promotional groups"),
    Feature("hype.boosters_per_1000_words", _PER, "words that voice certainty"),
    Feature("hype.hedges_per_1000_words", _PER, "words that voice caution; they never raise concern"),
    Feature("hype.stated_limits_per_1000_words", _PER, "limits of the evidence that the text states itself"),
    Feature("hype.exclamation_marks_per_1000_words", _PER, "exclamation marks"),
)

_RANK = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}
_PERFECT = frozenset("natural safe pure effective organic guaranteed harmless accurate herbal certain".split())
_JOINERS = frozenset({"and", "yet", "but"})

_Found = tuple[lexicon.Rule, int, int]


def measure(document: Document) -> Measurement:
    """Return the hype measurement of ``document``; every rate is None where the document has no words."""
    rules = lexicon.load("hype")
    found = sorted(_kept(list(_candidates(document, rules))), key=lambda f: f[1])
    evidence = tuple(_evidence(document, rule, first, last) for rule, first, last in found)
    hype = [rule for rule, _, _ in found if rule.category != "credit"]
    values: dict[str, float | None] = dict.fromkeys((feature.name for feature in FEATURES), None)
    values["hype.terms_in_title"] = _terms_in_title(document, found)
    if document.words:
        per = 1000 / len(document.words)
        values["hype.terms_per_1000_words"] = len(hype) * per
        values["hype.strong_terms_per_1000_words"] = sum(rule.severity is not Severity.LOW for rule in hype) * per
        for name in CATEGORIES:
            values[f"hype.{name}_terms_per_1000_words"] = sum(rule.category == name for rule in hype) * per
        values["hype.stated_limits_per_1000_words"] = (len(found) - len(hype)) * per
        for name, count in _word_counts(document).items():
            values[f"hype.{name}_per_1000_words"] = count * per
        values["hype.exclamation_marks_per_1000_words"] = document.text.count("!") * per
    return Measurement("hype", values, evidence)


def _candidates(document: Document, rules: lexicon.Lexicon) -> Iterator[_Found]:
    """Yield what is found and not excused, overlaps included."""
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    for match in rules.find(document):
        while sentence is not None and match.first >= sentence.last:
            sentence = next(sentences, None)
        assert sentence is not None
        weak = match.rule.severity is Severity.LOW
        if match.rule.category == "credit" or not excused(document, sentence, match.first, match.last, weak):
            yield match.rule, match.first, match.last
    yield from _stacked(document, rules)
    yield from _hundred_percent(document, rules)


def _stacked(document: Document, rules: lexicon.Lexicon) -> Iterator[_Found]:
    """Yield praise joined to praise, and praise behind an intensifier."""
    praise, intensifiers = lists()["praise"], lists()["intensifiers"]
    stacked, amplified = rules.rule("hype.stacked-praise"), rules.rule("hype.amplified-praise")
    lower = document.lower
    for sentence in document.sentences:
        for k in range(sentence.first, sentence.last):
            if lower[k] not in praise:
                continue
            last = _praise_run(document, sentence, k, praise)
            if last > k + 1 and not excused(document, sentence, k, last, False):
                yield stacked, k, last
            if (
                k > sentence.first
                and lower[k - 1] in intensifiers
                and not excused(document, sentence, k - 1, k + 1, False)
            ):
                yield amplified, k - 1, k + 1


def _hundred_percent(document: Document, rules: lexicon.Lexicon) -> Iterator[_Found]:
    """Yield “100% natural” and its like."""
    rule, lower, words, text = rules.rule("hype.hundred-percent"), document.lower, document.words, document.text
    for sentence in document.sentences:
        for k in range(sentence.first, sentence.last - 1):
            if lower[k] != "100":
                continue
            last = (
                k + 2
                if lower[k + 1] in ("percent", "per-cent")
                else k + 3
                if lower[k + 1 : k + 3] == ("per", "cent")
                else k + 1
            )
            signed = text[words[k].end : words[k + 1].start].strip() == "%"
            if (signed or last > k + 1) and last < sentence.last and lower[last] in _PERFECT:
                if not excused(document, sentence, k, last + 1, False):
                    yield rule, k, last + 1


def _praise_run(document: Document, sentence: Sentence, first: int, praise: frozenset[str]) -> int:
    """Return where a run of praise words starting at ``first`` ends: neighbours, a comma or one “and” between them."""
    lower, words, text = document.lower, document.words, document.text
    last = first + 1
    while last < sentence.last:
        step = 1 if lower[last] in _JOINERS else 0
        after = last + step
        if after >= sentence.last or lower[after] not in praise:
            break
        between = text[words[last - 1].end : words[after].start]
        if any(mark in between for mark in ".;:()—–/"):
            break
        last = after + 1
    return last


def _kept(candidates: list[_Found]) -> Iterator[_Found]:
    """Yield the findings that stay where several share a word: the longest, then the most severe."""
    taken: set[int] = set()
    for rule, first, last in sorted(candidates, key=lambda f: (f[1] - f[2], _RANK[f[0].severity], f[1], f[0].id)):
        covered = range(first, last)
        if taken.isdisjoint(covered):
            taken.update(covered)
            yield rule, first, last


def _evidence(document: Document, rule: lexicon.Rule, first: int, last: int) -> Evidence:
    start, end = document.words[first].start, document.words[last - 1].end
    return Evidence(rule.id, Span(start, end), rule.say(document.text[start:end]), rule.severity)


def _terms_in_title(document: Document, found: list[_Found]) -> float | None:
    """Count the findings inside the title; a title that the text does not hold is measured on its own."""
    title = title_of(document)
    if title is None:
        return None
    if title.document is document:
        return float(sum(rule.category != "credit" and first < title.last for rule, first, _ in found))
    own = _kept(list(_candidates(title.document, lexicon.load("hype"))))
    return float(sum(rule.category != "credit" for rule, _, _ in own))


def _word_counts(document: Document) -> dict[str, int]:
    groups = groups_by_word()
    counts = {"boosters": 0, "hedges": 0, "promotional_words": 0}
    for word in document.lower:
        names = groups.get(word)
        if names is None:
            continue
        counts["boosters"] += "boosters" in names
        counts["hedges"] += "hedges" in names
        counts["promotional_words"] += not _PROMOTIONAL.isdisjoint(names)
    return counts


_PROMOTIONAL = frozenset(PROMOTIONAL)

SIGNAL = Signal("hype", FEATURES, measure)
