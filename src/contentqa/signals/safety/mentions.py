"""Findings of the safety signal that are computed: prices, figures on effects, study sizes, garbled units, mixtures."""

from __future__ import annotations

from collections.abc import Iterator

from ... import lexicon
from ...types import Document, Evidence, Sentence, Span
from .advice import instructs, warns
from .substances import danger_of

_CURRENCY = "$€£¥"
_PERCENT = frozenset("percent percentage pct per".split())
_CHANGES = frozenset(
    "reduce reduced reduces reducing reduction reductions lower lowered lowers lowering decrease decreased decreases "
    "fell fall falls dropped drop drops cut cuts declined decline improved improve improves improvement increased "
    "increase increases rose risen more less fewer likely higher better worse greater relieved recovered responded "
    "survived benefited effective efficacy remission faster longer slowed prevented protected achieved experienced "
    "compared versus success successful lost gained".split()
)
_PEOPLE = frozenset(
    "patients participants people adults women men children volunteers subjects individuals americans infants babies "
    "students veterans survivors smokers adolescents teenagers girls boys couples families mothers pregnancies mice "
    "rats twins users nurses households donors cases".split()
)
_TIME_FAKES = frozenset("moments moment instants".split())
_COMBINE = frozenset("combine combining mix mixing stack stacking pair pairing".split())
_WITH = frozenset("with and".split())


def computed(document: Document, rules: lexicon.Lexicon) -> Iterator[Evidence]:
    """Yield every computed finding of ``document`` apart from dosing."""
    for sentence in document.sentences:
        numbers = [k for k in range(sentence.first, sentence.last) if document.lower[k][0].isdigit()]
        if numbers:
            yield from _figures(document, sentence, numbers, rules)
        yield from _combinations(document, sentence, rules)


def _figures(document: Document, sentence: Sentence, numbers: list[int], rules: lexicon.Lexicon) -> Iterator[Evidence]:
    text, words, lower = document.text, document.words, document.lower
    changing = any(word in _CHANGES for word in lower[sentence.first : sentence.last])
    for k in numbers:
        start, end = words[k]
        if start and text[start - 1] in _CURRENCY:
            yield _say(document, rules, "safety.cost-mentioned", start - 1, end)
        following = lower[k + 1 : min(sentence.last, k + 4)]
        percent = text[end : end + 1] == "%" or text[end : end + 2] == " %"
        if percent or (following and following[0] in ("percent", "per") and following[:2] != ("per", "day")):
            if changing:
                stop = (
                    text.index("%", end) + 1
                    if percent
                    else words[k + (2 if following[:2] == ("per", "cent") else 1)].end
                )
                yield _say(document, rules, "safety.benefit-quantified", start, stop)
        elif changing and len(following) > 1 and following[0] in ("of", "in", "out") and following[-1][0].isdigit():
            yield _say(document, rules, "safety.benefit-quantified", start, words[k + len(following)].end)
        elif changing and len(following) > 1 and following[0] in ("of", "in") and following[1][0].isdigit():
            yield _say(document, rules, "safety.benefit-quantified", start, words[k + 2].end)
        if following and following[0] in _TIME_FAKES:
            yield _say(document, rules, "safety.corrupted-unit", start, words[k + 1].end)
        for step, word in enumerate(following, 1):
            if word in _PEOPLE and not percent:
                if following[0] not in ("of", "in", "percent", "per", "million", "billion"):
                    yield _say(document, rules, "safety.evidence-described", start, words[k + step].end)
                break


def _combinations(document: Document, sentence: Sentence, rules: lexicon.Lexicon) -> Iterator[Evidence]:
    lower, words = document.lower, document.words
    for k in range(sentence.first, sentence.last):
        if lower[k] not in _COMBINE:
            continue
        reach = range(k + 1, min(sentence.last, k + 8))
        named = [j for j in reach if danger_of(lower[j]) is not None]
        if len(named) < 2 or not any(lower[j] in _WITH for j in range(named[0], named[-1])):
            continue
        if instructs(document, sentence) and not warns(document, sentence, k):
            yield _say(document, rules, "safety.combined-substances", words[k].start, words[named[-1]].end)


def _say(document: Document, rules: lexicon.Lexicon, rule_id: str, start: int, end: int) -> Evidence:
    rule = rules.rule(rule_id)
    return Evidence(rule_id, Span(start, end), rule.say(document.text[start:end]), rule.severity)
