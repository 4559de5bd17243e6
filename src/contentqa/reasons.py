"""Say in plain sentences why an article stands where it does: what was found, counted and quoted."""

from __future__ import annotations

import math
from collections.abc import Sequence

from . import lexicon
from .priority import Band
from .types import Contribution, Document, Evidence, Measurement, Severity

_MOST_REASONS = 6
_MOST_QUOTES = 3
_LONGEST_QUOTE = 90
_WEIGHT = {Severity.HIGH: 4.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
_COUNT_CAP = 5
_QUIET = 0.3

_SUMMARIES = {
    "spun.swap": ("spun phrase", "spun phrases"),
    "spun.corrupted-term": ("garbled medical term or unit", "garbled medical terms or units"),
    "spun.phrase": ("phrase that reads as machine-paraphrased", "phrases that read as machine-paraphrased"),
    "spun.filler": ("filler of the kind article spinners add", "fillers of the kind article spinners add"),
    "spun.grammar": ("slip of grammar typical of spun text", "slips of grammar typical of spun text"),
    "citation.claim-uncited": ("health claim without any source", "health claims without any source"),
    "citation.claim-vague": ("claim credited to nobody in particular", "claims credited to nobody in particular"),
    "safety.unsupervised-dosing": ("dosing instruction without a clinician", "dosing instructions without a clinician"),
    "safety.stop-medication": ("advice to stop a treatment", "pieces of advice to stop a treatment"),
    "safety.clinician-set-aside": ("way around clinicians and tests", "ways around clinicians and tests"),
    "citation.vague-attribution": ("anonymous attribution", "anonymous attributions"),
    "readability.medical-term": ("medical term many readers do not know", "medical terms many readers do not know"),
    "readability.formal-word": ("formal word with an everyday one", "formal words with everyday ones"),
    "readability.long-sentence": ("very long sentence", "very long sentences"),
    "readability.nested-sentence": ("sentence with many clauses", "sentences with many clauses"),
    "readability.passive": ("sentence in the passive voice", "sentences in the passive voice"),
    "readability.hidden-verb": ("verb hidden in a noun", "verbs hidden in nouns"),
    "readability.hard-sentence": ("sentence hard to follow", "sentences hard to follow"),
}
_CREDIT = "credit"


def reasons(
    document: Document,
    measurements: Sequence[Measurement],
    contributions: Sequence[Contribution],
    chosen: Band,
) -> tuple[str, ...]:
    """Return up to six reasons, the weightiest first; each names a count and quotes the text where it can.

    Findings weigh by severity and number, and more where the model held their signal against the article. With no
    finding to quote, the features that moved the model most are named.
    """
    concern: dict[str, float] = {}
    for part in contributions:
        signal = part.feature.split(".")[0]
        concern[signal] = concern.get(signal, 0.0) + part.log_odds
    groups: dict[tuple[str, str], list[Evidence]] = {}
    for measurement in measurements:
        for found in measurement.evidence:
            if not _speaks_for(found):
                groups.setdefault((measurement.signal, _family(found)), []).append(found)
    ranked = sorted(
        groups.items(),
        key=lambda item: (
            item[0][1] not in chosen.rules,
            -_weight(item[1]) * (1.0 + max(concern.get(item[0][0], 0.0), 0.0)),
        ),
    )
    said = [_sentence(document, family, found) for (_, family), found in ranked[:_MOST_REASONS]]
    if not said:
        said = [
            f"{part.feature} is {part.value:.2f}, which counts {'against' if part.log_odds > 0 else 'for'} the article"
            for part in contributions[:_MOST_QUOTES]
            if part.value is not None and abs(part.log_odds) > _QUIET
        ]
    return tuple(said)


def _speaks_for(found: Evidence) -> bool:
    """Say whether a finding is to the article's credit: no reason to look at it."""
    return lexicon.load(found.rule.split(".")[0]).rule(found.rule).category == _CREDIT


def _family(found: Evidence) -> str:
    """Hype rules are many and alike: they are told as one; every other rule stands for itself."""
    return "hype" if found.rule.startswith("hype.") else found.rule


def _weight(found: Sequence[Evidence]) -> float:
    return max(_WEIGHT[e.severity] for e in found) * math.sqrt(min(len(found), _COUNT_CAP))


def _sentence(document: Document, family: str, found: Sequence[Evidence]) -> str:
    worst = sorted(found, key=lambda e: (-_WEIGHT[e.severity], e.suggestion is None))
    if family == "hype":
        words = ("exaggerated or promotional phrase", "exaggerated or promotional phrases")
    elif family in _SUMMARIES:
        words = _SUMMARIES[family]
    else:
        return worst[0].message if len(found) == 1 else f"{worst[0].message} (and {len(found) - 1} more like it)"
    quotes: list[str] = []
    for evidence in worst:
        quote = _quoted(document, evidence)
        if quote not in quotes:
            quotes.append(quote)
        if len(quotes) == (1 if len(quote) > _LONGEST_QUOTE // 2 else _MOST_QUOTES):
            break
    count = len(found)
    among = "" if count <= len(quotes) else "among them " if len(quotes) > 1 else "such as "
    return f"{count} {words[count > 1]}{', ' if among else ': '}{among}{_listed(quotes)}"


def _quoted(document: Document, evidence: Evidence) -> str:
    quote = " ".join(document.quote(evidence.span).split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    meant = evidence.suggestion if evidence.rule.startswith("spun.") else None
    return f"“{quote}” for “{meant}”" if meant else f"“{quote}”"


def _listed(quotes: Sequence[str]) -> str:
    return quotes[0] if len(quotes) == 1 else ", ".join(quotes[:-1]) + " and " + quotes[-1]
