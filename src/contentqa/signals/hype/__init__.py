"""Hype: promotion, sensation, and how certain the text makes itself sound.

What it measures
    Terms that glamorise, promise or frighten, by category, as rates per 1,000 words; the same in the title; words of
    caution and of certainty; limits of the evidence that the text states itself; how strongly sentences and title claim
    cause, and where they claim more than the study described can show; how like clickbait the title is.

Why it matters
    Promotional wording in health news goes with exaggerated benefit and missing harms (Schwartz et al. 2012, BMJ
    344:d8164; Boutron et al. 2019, BMC Medicine 17:105). Stated limits do the opposite and cost no readers (Adams et
    al. 2019, BMC Medicine 17:91): hedging lowers concern and never raises it.

How
    ``lexicons/hype.toml`` names the terms, each list with its source. :mod:`.context` drops a match that the text
    denies, disowns, hedges and quantifies, uses technically, or that is part of a name. Of overlapping findings the
    longest stays, then the most severe, so a word counts once. Two linear models, :mod:`.causality` and
    :mod:`.headlines`, read sentences and title.

Limits
    Words only: irony, images and hype by omission are not seen. Enthusiasm about something that is no health claim
    counts too. The model of causal strength agrees with its annotators less well than published encoders do (see its
    card), and the design of a study is read off single words.
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import lexicon
from ...types import Document, Evidence, Feature, Measurement, Sentence, Severity, Signal, Span
from .causality import CONDITIONAL, CORRELATIONAL, DIRECT
from .claims import Claims, claims_in, expected, overclaims
from .context import excused
from .headlines import clickbait
from .titles import Title, title_of
from .words import lists, rated

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
    Feature("hype.causal_claims_per_1000_words", _PER, "sentences that claim a cause outright"),
    Feature("hype.conditional_claims_per_1000_words", _PER, "sentences that claim a possible cause"),
    Feature("hype.correlational_claims_per_1000_words", _PER, "sentences that claim an association"),
    Feature("hype.causal_share", "share", "outright causes among all claims of the three kinds; None without any"),
    Feature("hype.overclaims_per_1000_words", _PER, "causes told as fact that the study described cannot show"),
    Feature("hype.title_strength", "0 to 6", "expected strength of the title's causal claim; None without a title"),
    Feature("hype.title_over_body", "-6 to 6", "the title's strength less the mean of the body's claims"),
    Feature("hype.title_clickbait", "probability", "that the title is worded as clickbait; None without a title"),
)

_RANK = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}
_PERFECT = frozenset("natural safe pure effective organic guaranteed harmless accurate herbal certain".split())
_CLICKBAIT = 0.9
_JOINERS = frozenset({"and", "yet", "but"})

_Found = tuple[lexicon.Rule, int, int]


def measure(document: Document) -> Measurement:
    """Return the hype measurement of ``document``; every rate is None where the document has no words."""
    rules = lexicon.load("hype")
    found = sorted(_kept(list(_candidates(document, rules))), key=lambda f: f[1])
    title = title_of(document)
    title_words = title.document.lower[title.first : title.last] if title else None
    claims = claims_in(document, title_words)
    baited = clickbait(title_words) if title_words else None
    told = list(overclaims(document, claims))
    evidence = [_evidence(document, rule, first, last) for rule, first, last in found]
    evidence += [_evidence(document, rules.rule("hype.overclaim"), s.first, s.last, whole=s) for s in told]
    teasing = title_words is not None and not lists()["teasers"].isdisjoint(title_words)
    if title and baited is not None and baited >= _CLICKBAIT and teasing and title.document is document:
        evidence.append(_evidence(document, rules.rule("hype.clickbait-title"), title.first, title.last))
    values: dict[str, float | None] = dict.fromkeys((feature.name for feature in FEATURES), None)
    values["hype.terms_in_title"] = _terms_in_title(document, title, found)
    values["hype.title_clickbait"] = baited
    if document.words:
        values.update(_rates(document, [rule for rule, _, _ in found], len(told), claims))
        values.update(_strengths(claims, title.last if title and title.document is document else 0, document))
    return Measurement("hype", values, tuple(sorted(evidence, key=lambda e: (e.span, e.rule))))


def _rates(document: Document, found: list[lexicon.Rule], told: int, claims: Claims) -> dict[str, float | None]:
    per = 1000 / len(document.words)
    hype = [rule for rule in found if rule.category != "credit"]
    counts = {
        "terms": len(hype),
        "strong_terms": sum(rule.severity is not Severity.LOW for rule in hype),
        **{f"{name}_terms": sum(rule.category == name for rule in hype) for name in CATEGORIES},
        "stated_limits": len(found) - len(hype),
        **_word_counts(document),
        "exclamation_marks": document.text.count("!"),
        "causal_claims": claims.count(DIRECT),
        "conditional_claims": claims.count(CONDITIONAL),
        "correlational_claims": claims.count(CORRELATIONAL),
        "overclaims": told,
    }
    return {f"hype.{name}_per_1000_words": count * per for name, count in counts.items()}


def _strengths(claims: Claims, title_end: int, document: Document) -> dict[str, float | None]:
    """Return the share of outright causes, the title's strength, and how far it exceeds that of the body's claims."""
    kinds = [claims.count(strength) for strength in (DIRECT, CONDITIONAL, CORRELATIONAL)]
    body = [
        expected(p)
        for sentence, p in zip(document.sentences, claims.sentences, strict=True)
        if sentence.first >= title_end and p[0] < max(p[1:])
    ]
    title = None if claims.title is None else expected(claims.title)
    return {
        "hype.causal_share": kinds[0] / sum(kinds) if sum(kinds) else None,
        "hype.title_strength": title,
        "hype.title_over_body": title - sum(body) / len(body) if title is not None and body else None,
    }


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
        last = sentence.first
        for k in range(sentence.first, sentence.last):
            if k < last or lower[k] not in praise:
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
            perfect = (signed or last > k + 1) and last < sentence.last and lower[last] in _PERFECT
            if perfect and not excused(document, sentence, k, last + 1, False):
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


def _evidence(document: Document, rule: lexicon.Rule, first: int, last: int, whole: Sentence | None = None) -> Evidence:
    """Return a finding over ``words[first:last]``, or over the ``whole`` sentence with its marks."""
    span = whole.span if whole else Span(document.words[first].start, document.words[last - 1].end)
    return Evidence(rule.id, span, rule.say(document.quote(span)), rule.severity)


def _terms_in_title(document: Document, title: Title | None, found: list[_Found]) -> float | None:
    """Count the findings inside the title; a title that the text does not hold is measured on its own."""
    if title is None:
        return None
    if title.document is document:
        return float(sum(rule.category != "credit" and first < title.last for rule, first, _ in found))
    own = _kept(list(_candidates(title.document, lexicon.load("hype"))))
    return float(sum(rule.category != "credit" for rule, _, _ in own))


def _word_counts(document: Document) -> dict[str, int]:
    table = rated()
    boosters = hedges = promotional = 0
    for word in document.lower:
        rating = table.get(word)
        if rating is not None:
            boosters += rating[0]
            hedges += rating[1]
            promotional += rating[2]
    return {"boosters": boosters, "hedges": hedges, "promotional_words": promotional}


SIGNAL = Signal("hype", FEATURES, measure)
