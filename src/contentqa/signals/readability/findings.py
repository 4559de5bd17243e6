"""Point at what makes an article hard to read: the evidence of the readability signal."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ... import lexicon
from ...types import Document, Evidence, Span
from . import abbreviations, grammar, terms
from .features import LONG_SENTENCE
from .forms import COLUMN
from .prose import Prose

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

HARDEST = 10
HARD_RATING = 4.5
NESTED_CLAUSES = 3
_POLYSYLLABLES, _DEPTH, _OPENERS = COLUMN["polysyllable"], COLUMN["depth"], COLUMN["opener"]
_RARE = 4.3
_NAMED_WORDS = 3


def hard_sentences(prose: Prose, ratings: NDArray[numpy.float64]) -> Iterator[Evidence]:
    """Yield the ten hardest of the sentences that are rated hard, in reading order, each with what makes it hard."""
    hard = [k for k, rating in enumerate(ratings.tolist()) if rating >= HARD_RATING]
    for k in sorted(sorted(hard, key=lambda k: -ratings[k])[:HARDEST]):
        yield _evidence("hard-sentence", prose.document, prose.sentences[k].span, causes(prose, k))


def causes(prose: Prose, k: int) -> str:
    """Return in words what makes sentence ``k`` hard."""
    sums = prose.sums[k]
    said = [f"{int(sums[0])} words"]
    if sums[_POLYSYLLABLES]:
        said.append(f"{int(sums[_POLYSYLLABLES])} of three or more syllables")
    clauses = int(sums[_OPENERS])
    if clauses > 1:
        said.append(f"{clauses} subordinate clauses")
    rare = _rarest(prose, k)
    if rare:
        said.append("rare words " + ", ".join(f"“{word}”" for word in rare))
    return " It has " + ", ".join(said) + "."


def _rarest(prose: Prose, k: int) -> list[str]:
    start = int(prose.starts[k])
    depths = prose.facts[start : start + int(prose.sums[k, 0]), _DEPTH].tolist()
    order = sorted((i for i, depth in enumerate(depths) if depth > _RARE), key=lambda i: -depths[i])
    words = [prose.document.quote(prose.document.words[prose.words[start + i]]) for i in order]
    return list(dict.fromkeys(words))[:_NAMED_WORDS]


def long_sentences(prose: Prose) -> Iterator[Evidence]:
    """Yield every sentence of more than ``LONG_SENTENCE`` words."""
    for sentence in prose.sentences:
        length = sentence.last - sentence.first
        if length > LONG_SENTENCE:
            yield _evidence("long-sentence", prose.document, sentence.span, f" It has {length} words.")


def nested_sentences(prose: Prose) -> Iterator[Evidence]:
    """Yield every sentence with at least ``NESTED_CLAUSES`` subordinate clauses."""
    for sentence, clauses in zip(prose.sentences, prose.sums[:, _OPENERS].tolist(), strict=True):
        if clauses >= NESTED_CLAUSES:
            yield _evidence("nested-sentence", prose.document, sentence.span, f" It has {int(clauses)} of them.")


def hard_words(prose: Prose) -> Iterator[tuple[Evidence, int]]:
    """Yield medical terms and formal words at their first use, with the number of their uses."""
    for use in terms.hard_terms(prose):
        name = "medical-term" if use.term.kind == terms.MEDICAL else "formal-word"
        suggestion = use.term.plain or None
        advice = f" Plain wording: {suggestion}." if suggestion else " Say in everyday words what it is."
        yield _evidence(name, prose.document, use.span, advice + _times(use.uses), suggestion), use.uses


def undefined_abbreviations(prose: Prose) -> Iterator[tuple[Evidence, int]]:
    """Yield abbreviations that are never spelled out, at their first use, with the number of their uses."""
    for found in abbreviations.undefined(prose):
        yield _evidence("undefined-abbreviation", prose.document, found.span, _times(found.uses)), found.uses


def passives(prose: Prose) -> Iterator[Evidence]:
    """Yield every passive verb, from the form of *be* to the participle."""
    document, after = prose.document, 0
    for word, k in prose.words_with("auxiliary"):
        participle = grammar.passive(document, word, prose.sentences[k].last) if word >= after else None
        if participle is not None:
            after = participle
            yield _evidence("passive", document, Span(document.words[word].start, document.words[participle].end))


def hidden_verbs(prose: Prose) -> Iterator[Evidence]:
    """Yield every noun that hides a verb, with the verb."""
    document = prose.document
    for word, k in prose.words_with("hidden_verb"):
        span = grammar.hidden_verb(document, word, prose.sentences[k])
        if span is not None:
            verb = grammar.verb_inside(document.lower[word])
            yield _evidence("hidden-verb", document, span, f" Try the verb “{verb}”.", verb)


def _times(uses: int) -> str:
    return f" Used {uses} times." if uses > 1 else ""


def _evidence(name: str, document: Document, span: Span, more: str = "", suggestion: str | None = None) -> Evidence:
    rule = _rules()[name]
    return Evidence(rule.id, span, rule.say(document.quote(span)) + more, rule.severity, suggestion)


@functools.cache
def _rules() -> dict[str, lexicon.Rule]:
    return {rule.id.removeprefix("readability."): rule for rule in lexicon.load("readability").rules}
