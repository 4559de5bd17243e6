"""Transparency: who stands behind the article, when it was written, and who earns by it.

What it measures. The four JAMA benchmarks of Silberg, Lundberg & Musacchio (1997, JAMA 277:1244): authorship,
attribution, disclosure and currency; whether the publisher can be reached; wording of sponsored, affiliate and selling
pages; and statements that go stale ("Phase 3 trials are underway"), each told with the date of the article or the lack
of one.

Why it matters. A reader who knows who wrote a text, when, and who paid for it can weigh it; pages that meet the
benchmarks are no guarantee of truth, but their absence leaves nobody to ask.

How. Metadata of the page first, then its wording: bylines, dates beside "published" or "updated" or at the edges of the
text, and the phrase rules of ``lexicons/transparency.toml``.

Limits. A plain-text copy may have lost the byline and date that its page had; nothing here checks that an author
exists.
References: Silberg et al. 1997; HONcode (Boyer et al. 1998, Comput Biol Med 28:603); FTC 16 CFR Part 255.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..lexicon import load
from ..types import Document, Evidence, Feature, Measurement, Severity, Signal, Span

FEATURES: tuple[Feature, ...] = (
    Feature("transparency.author_named", "1 or 0", "an author is named in the metadata or a byline"),
    Feature(
        "transparency.author_credentials",
        "1 or 0",
        "the author's degree or title, or a professional reviewer, is given",
    ),
    Feature("transparency.dated", "1 or 0", "a date of publication, update or review is given"),
    Feature("transparency.sources_listed", "1 or 0", "the article has a section of references or sources"),
    Feature("transparency.interests_disclosed", "1 or 0", "funding or competing interests are stated"),
    Feature("transparency.contact_given", "1 or 0", "there is a way to reach the publisher, or a page about it"),
    Feature(
        "transparency.jama_benchmarks", "0 to 4", "how many of authorship, attribution, disclosure and currency are met"
    ),
    Feature(
        "transparency.sponsored_phrases_per_1000_words", "per 1000 words", "wording of sponsored or affiliate content"
    ),
    Feature("transparency.selling_phrases_per_1000_words", "per 1000 words", "wording that sells"),
    Feature("transparency.time_sensitive_per_1000_words", "per 1000 words", "statements that go stale"),
    Feature("transparency.undated_time_sensitive", "count", "statements that go stale in an article without a date"),
    Feature("transparency.press_release_phrases", "count", "wording of press releases and prepared statements"),
)

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? (?:19|20)\d\d"
    rf"|\b{_MONTH}\.?,? (?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d\b"
)
_DATE_LEAD = re.compile(
    r"[Pp]ublished|[Pp]osted|[Uu]pdated|[Rr]eviewed|[Rr]evised|[Mm]odified|\bDate\b|[Cc]opyright|©|PUBLISHED|UPDATED|POSTED"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_EDGE = 400
_LEAD = 60
_LONGEST_LEAD = len("Published")
_NAME = r"(?:Dr\.? |Prof\.? |Professor )?[A-Z][\w'’-]+(?: [A-Z]\.)?(?: (?:van|von|de|der|la))*(?: [A-Z][\w'’-]+){1,3}"
_BYLINE = re.compile(
    rf"(?m:^)[ \t]*((?:(?:[Mm]edically )?(?:[Ww]ritten|[Rr]eviewed|[Pp]osted) by|By|BY|Author:|by)[: ]\s?{_NAME}"
    r"(?:, ?(?:MD|M\.D\.|PhD|Ph\.D\.|MPH|RN|RD|RDN|BPharm|PharmD|DO|MBBS|MSc|MS|DDS|ND|DC|BSc))*)"
)
_CREDENTIAL = re.compile(
    r"\b(?:M\.?D|Ph\.?D|MPH|R\.?N|R\.?D|RDN|BPharm|PharmD|D\.?O|MBBS|FRCP|DDS|FACP|FACC)\b"
    r"|\bDr\.? |\bProf(?:essor|\.)? "
)
_NAMED_CREDENTIAL = re.compile(
    r"[A-Z][\w'’-]+,? (?:MD|M\.D\.|PhD|Ph\.D\.|MPH|RN|RD|RDN|PharmD|DrPH|MBBS|MSc|DDS|DO)[\d¹²³⁴-⁹]{0,3}(?=[,;.\s]|$)"
)
_HEAD = 1500
_SOURCES = re.compile(
    r"\W*(?:references?|sources?|bibliography|works cited|citations|further reading)\W*$"
    r"|(?:references|sources|source)\s*:\s*\S",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}\.[A-Za-z][\w.-]{1,60}")
_LONGEST_TITLE = 60


def measure(document: Document) -> Measurement:
    """Return who stands behind ``document``, as far as it says."""
    if not document.words:
        return Measurement("transparency", {feature.name: None for feature in FEATURES})
    text = document.text
    metadata = document.article.metadata
    lexicon = load("transparency")
    found: dict[str, list[Span]] = {rule.id: [] for rule in lexicon.rules}
    for match in lexicon.find(document):
        found[match.rule.id].append(match.span)
    found["transparency.byline"] = bylines = _bylines(text)
    date = metadata.date or _date(text)
    evidence = [
        Evidence(rule.id, span, rule.say(text[span.start : span.end]), rule.severity)
        for rule in lexicon.rules
        for span in found[rule.id]
        if rule.id != "transparency.time-sensitive"
    ]
    stale = found["transparency.time-sensitive"]
    rule = lexicon.rule("transparency.time-sensitive")
    when = f"the article is dated {date}" if date else "the article bears no date"
    severity = rule.severity if date else Severity.MEDIUM
    evidence.extend(
        Evidence(rule.id, span, f"{rule.say(text[span.start : span.end])}; {when}", severity) for span in stale
    )
    reviewed = found["transparency.reviewed"]
    named = bool(metadata.author) or bool(bylines)
    credentials = bool(reviewed) or any(_CREDENTIAL.search(text, s.start, s.end + 20) for s in bylines)
    credentials = credentials or bool(metadata.author and _CREDENTIAL.search(metadata.author))
    credentials = credentials or _NAMED_CREDENTIAL.search(text, 0, _HEAD) is not None
    sources = any(_is_source_title(document, block.span) for block in document.blocks)
    disclosed = bool(found["transparency.disclosure"])
    contact = bool(found["transparency.contact"]) or ("@" in text and _EMAIL.search(text) is not None)
    per_1000 = 1000.0 / len(document.words)
    values: dict[str, float | None] = {
        "transparency.author_named": float(named),
        "transparency.author_credentials": float(credentials),
        "transparency.dated": float(date is not None),
        "transparency.sources_listed": float(sources),
        "transparency.interests_disclosed": float(disclosed),
        "transparency.contact_given": float(contact),
        "transparency.jama_benchmarks": float(sum((named, sources, disclosed, date is not None))),
        "transparency.sponsored_phrases_per_1000_words": len(found["transparency.sponsored"]) * per_1000,
        "transparency.selling_phrases_per_1000_words": len(found["transparency.selling"]) * per_1000,
        "transparency.time_sensitive_per_1000_words": len(stale) * per_1000,
        "transparency.undated_time_sensitive": 0.0 if date else float(len(stale)),
        "transparency.press_release_phrases": float(len(found["transparency.press-release"])),
    }
    return Measurement("transparency", values, tuple(sorted(evidence, key=lambda e: e.span)))


def _bylines(text: str) -> list[Span]:
    """Return the lines near the edges of the text that name its author."""
    edge = max(_EDGE, len(text) // 8)
    return [
        Span(*match.span(1))
        for match in _BYLINE.finditer(text)
        if match.start() < edge or match.end() > len(text) - edge
    ]


def _date(text: str) -> str | None:
    """Return the date that the text gives for itself, as written: at its head, or beside "updated" and the like."""
    # Every date has a year, and a year is far faster to look for than a date or a lead.
    years = [match.start() for match in _YEAR.finditer(text)]
    if not years:
        return None
    match = _DATE.search(text, 0, _EDGE) if years[0] < _EDGE else None
    if match:
        return match.group()
    for lead in _leads(text, years):
        match = _DATE.search(text, lead, lead + _LEAD)
        if match:
            return match.group()
    return None


def _leads(text: str, years: Sequence[int]) -> Iterator[int]:
    """Yield where each "published", "updated" and the like ends that stands close before one of ``years``."""
    done = 0
    for year in years:
        for lead in _DATE_LEAD.finditer(text, max(done, year - _LEAD - _LONGEST_LEAD), year + 1):
            done = lead.end()
            yield done


def _is_source_title(document: Document, span: Span) -> bool:
    match = _SOURCES.match(document.text, span.start, min(span.end, span.start + _LONGEST_TITLE))
    return match is not None and (match.end() < span.end or span.end - span.start <= _LONGEST_TITLE)


SIGNAL = Signal("transparency", FEATURES, measure)
