"""Citation: which sentences are health claims, and what source each of them rests on.

What it measures. Every sentence is a claim or not (something checkable about health that a careful reader would want a
source for), and every claim is ``cited`` (an identifiable document), ``named`` (a person, body, journal or study, but no
way to find the very document), ``vague`` ("studies show") or ``uncited``.

Why it matters. Of 130 health news items 78 % gave no full reference (Haneef et al. 2015, PLoS ONE 10:e0140889); a
reader can check only what can be found.

How. Claims by a linear model over the words of the sentence; sources by rules over the words of the sentence and,
where it plainly carries on, of the one before.

Limits. A cited document may not say what it is cited for; nothing here opens it. Definitions: docs/citation.md.
"""

from __future__ import annotations

from typing import NamedTuple

from ...lexicon import load
from ...types import Document, Evidence, Feature, Measurement, Signal, Span
from .claims import Claim, detector
from .links import SCHOLARLY, SUPPORTING, LinkKind, classify, host_of
from .names import casing
from .pairing import pair, quotations
from .references import Mark, References, find_marks, find_references
from .sources import Attribution, SentenceWords, State, attribute

_STATES = {State.CITED: "cited", State.NAMED: "named", State.VAGUE: "vague", State.UNCITED: "uncited"}

FEATURES: tuple[Feature, ...] = (
    Feature("citation.claims_per_1000_words", "claim sentences per 1000 words", "how much the article asserts about health"),
    Feature("citation.share_cited", "share of claims, 0 to 1", "claims that point to an identifiable document"),
    Feature("citation.share_named", "share of claims, 0 to 1", "claims by a named person, body, journal or study"),
    Feature("citation.share_vague", "share of claims, 0 to 1", "claims by anonymous sources such as “studies show”"),
    Feature("citation.share_uncited", "share of claims, 0 to 1", "claims that rest on nobody's word"),
    Feature("citation.vague_attributions_per_1000_words", "per 1000 words", "anonymous attributions, claim or not"),
    Feature("citation.references_listed", "entries", "entries of the reference list; 0 when there is no list"),
    Feature("citation.scholarly_links_per_1000_words", "per 1000 words", "links to journals, indexes, government, universities"),
    Feature("citation.other_links_per_1000_words", "per 1000 words", "links elsewhere"),
    Feature("citation.dead_links", "count", "anchors such as “click here” that lead nowhere"),
)


def measure(document: Document) -> Measurement:
    """Return the claims of ``document`` with the state of their sources."""
    count = len(document.words)
    if not document.sentences or not count:
        return Measurement("citation", {feature.name: None for feature in FEATURES})
    lexicon = load("citation")
    text = document.text
    reading = read(document)
    references, links = reading.references, reading.links
    words, own, states = reading.words, reading.own, reading.states
    evidence: list[Evidence] = []
    tally = dict.fromkeys(State, 0)
    vague = 0
    detect = detector()
    follows_colon = False
    for sentence, w, attribution, state in zip(document.sentences, words, own, states, strict=True):
        if sentence.block in references.blocks:
            continue
        claim = detect.judge(w, document.blocks[sentence.block].kind, attribution, state, follows_colon)
        follows_colon = w.text.endswith(":")
        if claim.probability >= detect.threshold:
            tally[state] += 1
            rule = lexicon.rule(f"citation.claim-{_STATES[state]}")
            evidence.append(Evidence(rule.id, sentence.span, _say(rule.message, claim), rule.severity))
        if attribution.vague is not None and state is State.VAGUE:
            vague += 1
            rule = lexicon.rule("citation.vague-attribution")
            span = attribution.vague
            evidence.append(Evidence(rule.id, span, rule.say(text[span.start : span.end]), rule.severity))
    dead = _dead_links(document, links)
    rule = lexicon.rule("citation.dead-link")
    evidence.extend(Evidence(rule.id, span, rule.say(document.quote(span)), rule.severity) for span in dead)
    claims = sum(tally.values())
    shares = {f"citation.share_{_STATES[s]}": tally[s] / claims if claims else None for s in State}
    per_1000 = 1000.0 / count
    scholarly = sum(kind in SCHOLARLY for _, kind in links)
    values: dict[str, float | None] = {
        "citation.claims_per_1000_words": claims * per_1000,
        **shares,
        "citation.vague_attributions_per_1000_words": vague * per_1000,
        "citation.references_listed": float(references.count),
        "citation.scholarly_links_per_1000_words": scholarly * per_1000,
        "citation.other_links_per_1000_words": (len(links) - scholarly) * per_1000,
        "citation.dead_links": float(len(dead)),
    }
    return Measurement("citation", values, tuple(evidence))


class Reading(NamedTuple):
    """What the sentences of a document say about their sources, before any claim is looked for."""

    references: References
    links: list[tuple[Span, LinkKind]]
    marks: list[Mark]
    words: list[SentenceWords]
    own: list[Attribution]
    states: list[State]


def read(document: Document) -> Reading:
    """Return the references, links and marks of ``document`` and the source of every sentence, claim or not."""
    references = find_references(document)
    own_host = host_of(document.article.metadata.url or "")
    links = [(link.span, classify(link.url, own_host)) for link in document.article.links]
    marks = list(find_marks(document, references))
    words = [_words(document, first, last, span) for span, _, first, last in document.sentences]
    seen = casing(document)
    quoted, inside = quotations(document)
    own = [attribute(w, seen, within) for w, within in zip(words, inside, strict=True)]
    useful = [span for span, kind in links if kind in SUPPORTING and span.end - span.start > 1]
    return Reading(references, links, marks, words, own, pair(document, words, own, quoted, useful, marks))


def _words(document: Document, first: int, last: int, span: Span) -> SentenceWords:
    text = document.text
    spans = document.words[first:last]
    return SentenceWords(
        document.lower[first:last],
        [text[s:e] for s, e in spans],
        [text[a.end : b.start] for a, b in zip(spans, spans[1:], strict=False)],
        spans,
        document.quote(span),
        span.start,
    )


def _dead_links(document: Document, links: list[tuple[Span, LinkKind]]) -> list[Span]:
    """Return the anchors that lead nowhere: an empty target, or "click here" that is no link at all."""
    dead = [span for span, kind in links if kind is LinkKind.DEAD and span.start < span.end]
    for match in load("citation").find(document):
        if all(span.end <= match.span.start or span.start >= match.span.end for span, _ in links):
            dead.append(match.span)
    return sorted(dead)


def _say(message: str, claim: Claim) -> str:
    about = ", ".join(claim.kinds)
    cues = ", ".join(f"“{cue}”" for cue in claim.cues)
    return message + (f": {about}" if about else "") + (f" (words that tell: {cues})" if cues else "")


SIGNAL = Signal("citation", FEATURES, measure)
