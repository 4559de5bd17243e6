"""Citation: which sentences are health claims, and what source each of them rests on.

What it measures. Every sentence is a claim or not (something checkable about health that a careful reader would want a
source for), and every claim is ``cited`` (an identifiable document), ``named`` (a person, body, journal or study, but
no
way to find the very document), ``vague`` ("studies show") or ``uncited``; and for claims that report a study, which
slots of its evidence are told (design, size, comparator, effect, follow-up).

Why it matters. Of 130 health news items 78 % gave no full reference (Haneef et al. 2015, PLoS ONE 10:e0140889); a
reader can check only what can be found.

How. Claims by a linear model over the words of the sentence (claims.py); sources by the grammar of attribution in the
sentence (sources.py, names.py, journals.py), by links and marks (links.py, references.py), and carried over where a
sentence plainly goes on with the one before (pairing.py); slots by study.py.

Limits. A cited document may not say what it is cited for; nothing here opens it. Names and journals are known by their
form, so an unusual name can be missed. English only. Definitions and figures: docs/citation.md.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ...lexicon import Lexicon, load
from ...types import Document, Evidence, Feature, Measurement, Signal, Span
from .claims import KINDS, Claim, detector
from .links import SCHOLARLY, SUPPORTING, LinkKind, classify, find_addresses, host_of
from .names import casing
from .pairing import pair, quotations
from .references import Mark, References, find_marks, find_references
from .sentence_words import SentenceWords, sentence_words
from .sources import Attribution, State, attribute
from .study import PRECLINICAL, STRONG, Study, find_study

_STATES = {State.CITED: "cited", State.NAMED: "named", State.VAGUE: "vague", State.UNCITED: "uncited"}
_KIND_FEATURES = {kind: f"citation.{kind.replace(' ', '_')}_claims_per_1000_words" for kind in KINDS}

FEATURES: tuple[Feature, ...] = (
    Feature(
        "citation.claims_per_1000_words", "claim sentences per 1000 words", "how much the article asserts about health"
    ),
    Feature("citation.share_cited", "share of claims, 0 to 1", "claims that point to an identifiable document"),
    Feature("citation.share_named", "share of claims, 0 to 1", "claims by a named person, body, journal or study"),
    Feature("citation.share_vague", "share of claims, 0 to 1", "claims by anonymous sources such as “studies show”"),
    Feature("citation.share_uncited", "share of claims, 0 to 1", "claims that rest on nobody's word"),
    Feature("citation.vague_attributions_per_1000_words", "per 1000 words", "anonymous attributions, claim or not"),
    Feature("citation.references_listed", "entries", "entries of the reference list; 0 when there is no list"),
    Feature(
        "citation.scholarly_links_per_1000_words",
        "per 1000 words",
        "links to journals, indexes, government, universities",
    ),
    Feature("citation.other_links_per_1000_words", "per 1000 words", "links elsewhere"),
    Feature("citation.misleading_links", "count", "links to sites known to publish misleading content"),
    Feature("citation.dead_links", "count", "anchors such as “click here” that lead nowhere"),
    Feature("citation.unlisted_marks", "count", "reference marks that the reference list does not have"),
    *(
        Feature(name, "claim sentences per 1000 words", f"claims of the kind {kind}")
        for kind, name in _KIND_FEATURES.items()
    ),
    Feature("citation.study_claims_per_1000_words", "claim sentences per 1000 words", "claims that report a study"),
    Feature("citation.share_studies_designed", "share of study claims, 0 to 1", "study claims that name a design"),
    Feature("citation.share_studies_strong", "share of study claims, 0 to 1", "… a clinical trial or a meta-analysis"),
    Feature("citation.share_studies_preclinical", "share of study claims, 0 to 1", "… work on animals or cells"),
    Feature("citation.share_studies_sized", "share of study claims, 0 to 1", "study claims that give a sample size"),
    Feature("citation.share_studies_compared", "share of study claims, 0 to 1", "study claims that name a comparator"),
    Feature(
        "citation.share_studies_effect", "share of study claims, 0 to 1", "study claims that give the effect in numbers"
    ),
    Feature("citation.share_studies_followed", "share of study claims, 0 to 1", "study claims that tell how long"),
    Feature("citation.animal_as_human", "count", "claims for people that rest on animals or cells"),
)


class Reading(NamedTuple):
    """What the sentences of a document say about their sources, before any claim is looked for."""

    references: References
    links: list[tuple[Span, LinkKind]]
    marks: list[Mark]
    words: list[SentenceWords]
    own: list[Attribution]
    states: list[State]


def measure(document: Document) -> Measurement:
    """Return the claims of ``document`` with the state of their sources."""
    count = len(document.words)
    if not document.sentences or not count:
        return Measurement("citation", {feature.name: None for feature in FEATURES})
    lexicon = load("citation")
    reading = read(document)
    claims, vague = _judge(document, reading, lexicon)
    dead = _dead_links(document, reading.links)
    misleading = _misleading_links(document, reading.links)
    unlisted = [mark.span for mark in reading.marks if not mark.listed]
    evidence = [finding.evidence for finding in claims]
    as_human = [f.evidence.span for f in claims if f.study is not None and f.study.as_human]
    for rule_id, spans in (
        ("citation.vague-attribution", vague),
        ("citation.dead-link", dead),
        ("citation.misleading-link", misleading),
        ("citation.unlisted-mark", unlisted),
        ("citation.animal-as-human", as_human),
    ):
        rule = lexicon.rule(rule_id)
        evidence.extend(Evidence(rule.id, span, rule.say(document.quote(span)), rule.severity) for span in spans)
    per_1000 = 1000.0 / count
    scholarly = sum(kind in SCHOLARLY for _, kind in reading.links)
    values: dict[str, float | None] = {
        "citation.claims_per_1000_words": len(claims) * per_1000,
        **_shares(claims),
        "citation.vague_attributions_per_1000_words": len(vague) * per_1000,
        "citation.references_listed": float(reading.references.entries),
        "citation.scholarly_links_per_1000_words": scholarly * per_1000,
        "citation.other_links_per_1000_words": (len(reading.links) - scholarly) * per_1000,
        "citation.misleading_links": float(len(misleading)),
        "citation.dead_links": float(len(dead)),
        "citation.unlisted_marks": float(len(unlisted)),
        **_kinds(claims, per_1000),
        **_slots(claims, per_1000),
        "citation.animal_as_human": float(len(as_human)),
    }
    return Measurement("citation", values, tuple(sorted(evidence, key=lambda e: (e.span, e.rule))))


def read(document: Document) -> Reading:
    """Return the references, links and marks of ``document`` and the source of every sentence, claim or not."""
    references = find_references(document)
    own_host = host_of(document.article.metadata.url or "")
    links = [(link.span, classify(link.url, own_host)) for link in document.article.links]
    marks = list(find_marks(document, references))
    words = sentence_words(document)
    seen = casing(document.text, words)
    quoted, inside = quotations(document, words)
    own = [attribute(w, seen, within) for w, within in zip(words, inside, strict=True)]
    useful = [span for span, kind in links if kind in SUPPORTING and span.end - span.start > 1]
    return Reading(references, links, marks, words, own, pair(document, words, own, quoted, useful, marks))


class _Finding(NamedTuple):
    """A claim: its evidence, the state of its source, its kinds, and the study it reports if any."""

    evidence: Evidence
    state: State
    claim: Claim
    study: Study | None


def _judge(document: Document, reading: Reading, lexicon: Lexicon) -> tuple[list[_Finding], list[Span]]:
    """Return the claims outside the reference list, and the anonymous attributions that nothing better backs."""
    rules = {state: lexicon.rule(f"citation.claim-{name}") for state, name in _STATES.items()}
    detect = detector()
    claims: list[_Finding] = []
    vague: list[Span] = []
    follows_colon = False
    for i, sentence in enumerate(document.sentences):
        if reading.references.covers(sentence):
            continue
        words, attribution, state = reading.words[i], reading.own[i], reading.states[i]
        claim = detect.judge(words, document.blocks[sentence.block].kind, attribution, state, follows_colon)
        follows_colon = words.text.endswith(":")
        if claim.probability >= detect.threshold:
            study = find_study(words)
            rule = rules[state]
            message = _say(rule.message, claim, study)
            claims.append(_Finding(Evidence(rule.id, sentence.span, message, rule.severity), state, claim, study))
        if attribution.vague is not None and state is State.VAGUE:
            vague.append(attribution.vague)
    return claims, vague


def _say(message: str, claim: Claim, study: Study | None) -> str:
    about = ", ".join(claim.kinds)
    cues = ", ".join(f"“{cue}”" for cue in claim.cues)
    told = study.told() if study else ""
    return (
        message
        + (f": {about}" if about else "")
        + (f" (words that tell: {cues})" if cues else "")
        + (f"; of the study it tells: {told}" if told else "")
    )


def _shares(claims: list[_Finding]) -> dict[str, float | None]:
    tally = Counter(finding.state for finding in claims)
    return {f"citation.share_{name}": tally[state] / len(claims) if claims else None for state, name in _STATES.items()}


def _kinds(claims: list[_Finding], per_1000: float) -> dict[str, float]:
    tally = Counter(kind for finding in claims for kind in finding.claim.kinds)
    return {name: tally[kind] * per_1000 for kind, name in _KIND_FEATURES.items()}


def _slots(claims: list[_Finding], per_1000: float) -> dict[str, float | None]:
    studies = [finding.study for finding in claims if finding.study is not None]
    filled = {
        "designed": sum(bool(s.designs) for s in studies),
        "strong": sum(not STRONG.isdisjoint(s.designs) for s in studies),
        "preclinical": sum(not PRECLINICAL.isdisjoint(s.designs) for s in studies),
        "sized": sum(s.size for s in studies),
        "compared": sum(s.comparator for s in studies),
        "effect": sum(s.effect for s in studies),
        "followed": sum(s.follow_up for s in studies),
    }
    shares = {f"citation.share_studies_{slot}": n / len(studies) if studies else None for slot, n in filled.items()}
    return {"citation.study_claims_per_1000_words": len(studies) * per_1000, **shares}


def _dead_links(document: Document, links: list[tuple[Span, LinkKind]]) -> list[Span]:
    """Return the anchors that lead nowhere: an empty target, or "click here" that is no link at all.

    An anchor that is a whole block, or a label before a colon, is a place to jump to and promises nothing.
    """
    targets = {block.span for block in document.blocks}
    dead = [
        span
        for span, kind in links
        if kind is LinkKind.DEAD
        and span.start < span.end
        and span not in targets
        and document.text[span.end - 1] != ":"
    ]
    for match in load("citation").find(document):
        if all(span.end <= match.span.start or span.start >= match.span.end for span, _ in links):
            dead.append(match.span)
    return sorted(dead)


def _misleading_links(document: Document, links: list[tuple[Span, LinkKind]]) -> list[Span]:
    """Return the links to sites known to mislead, and such addresses written out in the text."""
    spans = [span for span, kind in links if kind is LinkKind.MISLEADING and span.start < span.end]
    for match in find_addresses(document.text):
        span = Span(*match.span())
        if classify(match.group(), "") is LinkKind.MISLEADING and all(
            span.end <= s.start or span.start >= s.end for s in spans
        ):
            spans.append(span)
    return sorted(spans)


SIGNAL = Signal("citation", FEATURES, measure)
