"""Who a sentence gives as its source: a document, a name, an anonymous crowd, or nobody.

Attribution needs a relation, not a mention: "the FDA approved it" names a body but rests on nobody's word, "the FDA
says" does. So a name counts where somebody asserts, finds, publishes or is followed ("according to").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from ...types import Document, Span
from . import vocabulary as v
from .journals import find_journals
from .links import SUPPORTING, LinkKind, classify, host_of
from .references import Mark, References, find_marks


class State(IntEnum):
    """How well a claim is sourced, from nobody to an identifiable document."""

    UNCITED = 0
    VAGUE = 1
    NAMED = 2
    CITED = 3


class Attribution(NamedTuple):
    """What one sentence says about its own source.

    ``anaphor`` is the group that the sentence refers back to: ``study`` ("the study"), ``person`` ("he said"), ``group``
    ("they found"), or empty. ``vague`` is where an anonymous attribution stands. ``named`` says that the sentence names
    a person, body, journal or study at all, attributed or not, for the next sentence to refer back to.
    """

    state: State
    anaphor: str = ""
    vague: Span | None = None
    named: bool = False
    journal: bool = False


class SentenceWords(NamedTuple):
    """The words of one sentence in lower case and as written, and the text between each word and the next."""

    lower: Sequence[str]
    cased: Sequence[str]
    separators: Sequence[str]
    spans: Sequence[Span]


_AUTHOR_YEAR = re.compile(
    r"[A-Z][\w'’-]+(?:,? (?:[A-Z][\w'’-]+,? )?(?:and|&) [A-Z][\w'’-]+| et al\.?| and (?:colleagues|co-?workers))?"
    r"(?:'s|’s)?,? ?[(\[]?(?:19|20)\d\d[a-z]?[)\]]"
)
_IDENTIFIER = re.compile(
    r"\b10\.\d{4,9}/\S|\bdoi:|\bPMID:?\s?\d|\bPMC\d{5}|\bNCT\d{8}|\barXiv:\s?\d|\bISRCTN\d{8}|https?://\S|\bwww\.\w|"
    r"\b\w+\.(?:gov|edu)\b(?:/\S*)?"
)
_ET_AL = re.compile(r"[A-Z][\w'’-]+ et al\b|[A-Z][\w'’-]+ and (?:her |his |their )?(?:colleagues|co-?workers|co-?authors|team)\b")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb"
    r"|Aug|Sept?|Oct|Nov|Dec)\b\.?(?: \d{1,2})?|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\btoday\b|\byesterday\b"
    r"|\b(?:this|last) (?:week|month)\b|\b(?:issue|edition|volume|vol\.)\b|\btomorrow\b"
)
_QUOTED_TITLE = re.compile(r"(?:titled|entitled|called),? [\"“]")
_WINDOW = 14


def attribute(sentence: SentenceWords, text: str) -> Attribution:
    """Return what ``sentence`` (its words, and its ``text``) says about its source, links and marks aside."""
    lower, cased, separators, spans = sentence
    triggers = [i for i, word in enumerate(lower) if word in _TRIGGERS]
    journals = list(find_journals(lower, cased, separators)) if any(c[0].isupper() for c in cased) else []
    names = _names(sentence)
    named = bool(names) or bool(journals)
    person = any(kind == "person" for _, kind in names)
    if _IDENTIFIER.search(text) or _AUTHOR_YEAR.search(text):
        return Attribution(State.CITED, named=True, journal=bool(journals))
    et_al = _ET_AL.search(text)
    if journals and (_dated(text, spans, journals) or person or et_al or _QUOTED_TITLE.search(text)):
        return Attribution(State.CITED, named=True, journal=True)
    if journals or et_al:
        return Attribution(State.NAMED, named=True, journal=bool(journals), anaphor=_anaphor(lower, separators))
    vague: tuple[int, int] | None = None
    anaphor = ""
    for i in triggers:
        found = _relation(sentence, i, names)
        if found is None:
            continue
        state, back, first, last = found
        if state is State.NAMED:
            return Attribution(State.NAMED, named=True, anaphor=back)
        if back:
            anaphor = anaphor or back
        if vague is None:
            vague = (first, last)
    where = Span(spans[vague[0]].start, spans[vague[1]].end) if vague else None
    return Attribution(State.VAGUE if vague else State.UNCITED, anaphor or _anaphor(lower, separators), where, named)


_TRIGGERS = (
    v.SAYING | v.SHOWING | v.VAGUE_PASSIVE | frozenset({"according", "published", "accepted", "concern", "concerns", "evidence"})
    | v.STUDIES | frozenset({"per"})
)


def _dated(text: str, spans: Sequence[Span], journals: Sequence[object]) -> bool:
    return bool(_DATED.search(text))


def _names(sentence: SentenceWords) -> list[tuple[int, str]]:
    """Return (word index, kind) of every person and body named in the sentence."""
    lower, cased, separators, _ = sentence
    found: list[tuple[int, str]] = []
    count = len(lower)
    i = 0
    while i < count:
        word = cased[i]
        if not word[0].isupper():
            i += 1
            continue
        if lower[i] in v.TITLES and i + 1 < count and cased[i + 1][0].isupper():
            found.append((i, "person"))
            i += 2
            continue
        if lower[i] in v.BODIES and (lower[i] != "who" or word == "WHO") and (lower[i] != "congress"):
            found.append((i, "body"))
            i += 1
            continue
        end = i
        while end < count and (
            cased[end][0].isupper()
            or (end + 1 < count and lower[end] in {"of", "for", "the", "and"} and cased[end + 1][0].isupper() and end > i)
            or (
                end + 2 < count and lower[end] in {"of", "for"} and lower[end + 1] == "the"
                and cased[end + 2][0].isupper() and end > i
            )
        ):
            end += 1
            if end < count and separators[end - 1].strip() not in {"", "&", ".", "-"}:
                break
        run = lower[i:end]
        if any(w in v.ORGANISATION_WORDS for w in run) and (len(run) > 1):
            found.append((i, "body"))
        elif end < count and lower[end] in v.CREDENTIALS and cased[end][0].isupper():
            found.append((i, "person"))
        else:
            proper = [w for w, c in zip(run, cased[i:end], strict=True) if _proper(w, c)]
            if len(proper) >= 2 and i + 1 < end:
                found.append((i, "name"))
            elif len(proper) == 1 and (i > 0 or _beside_saying(lower, end)):
                found.append((i, "single"))
        i = max(end, i + 1)
    return found


def _proper(word: str, cased: str) -> bool:
    """Say whether a capitalised word could be part of a name: not a calendar word, place, disease or abbreviation."""
    stem = word.removesuffix("'s").partition("-")[0]
    return stem not in v.NOT_NAMES and word not in v.NOT_NAMES and not cased.partition("-")[0].isupper()


def _beside_saying(lower: Sequence[str], end: int) -> bool:
    return end < len(lower) and lower[end] in v.SAYING


def _relation(
    sentence: SentenceWords, i: int, names: Sequence[tuple[int, str]]
) -> tuple[State, str, int, int] | None:
    """Return (state, anaphor, first word, last word) of the attribution that the word at ``i`` triggers, if any."""
    lower, _, separators, _ = sentence
    word = lower[i]
    count = len(lower)
    if word == "according" and i + 1 < count and lower[i + 1] == "to":
        stop = min(count, i + _WINDOW)
        if any(i < at < stop for at, _ in names):
            return State.NAMED, "", i, i
        last = min(i + 3, count - 1)
        back = "study" if i + 2 < count and lower[i + 2] in v.DETERMINERS else ""
        return State.VAGUE, back, i, last
    if word in v.SAYING or word in v.SHOWING:
        strong = [at for at, kind in names if kind in {"person", "body", "name"}]
        near = [at for at, _ in names if i - 8 <= at <= i + 3]
        subject = _subject(lower, separators, i)
        if subject is None:
            if word in v.SAYING and word not in v.SHOWING and near:
                return State.NAMED, "", i, i
            if word in v.SAYING and near and any(at in (i - 1, i + 1) for at in near):
                return State.NAMED, "", i, i
        else:
            at, kind = subject
            if kind == "pronoun":
                return State.VAGUE, "person", at, i
            if strong or near:
                return State.NAMED, "", at, i
            if kind == "group":
                return State.VAGUE, "group", at, i
            back = "study" if at > 0 and _definite(lower, at) else ""
            return State.VAGUE, back, at, i
    if word in v.VAGUE_PASSIVE and i > 0:
        j = i - 1
        while j > 0 and (lower[j].endswith("ly") or lower[j] in {"also", "long", "well", "often", "now"}):
            j -= 1
        following = lower[i + 1] if i + 1 < count else ""
        if lower[j] in v.BE and following in {"to", "that", "with"} and not (word == "known" and following == "as"):
            return State.VAGUE, "", j, i
        if lower[j] in v.BE and word in {"known", "believed", "thought", "reported"} and i and lower[max(0, j - 1)] == "it":
            return State.VAGUE, "", max(0, j - 1), i
    if word in {"concern", "concerns", "evidence"} and i > 1 and "there" in lower[max(0, i - 5) : i]:
        return State.VAGUE, "", i - 1, i
    if word in v.STUDIES and i > 0:
        before = lower[max(0, i - 5) : i]
        if "in" in before and not {"interest"} & set(before) and word in {
            "study", "studies", "trial", "trials", "experiment", "experiments", "survey", "surveys", "review", "analysis", "meta-analysis", "research",
        }:
            if any(kind in {"person", "body", "name"} for _, kind in names):
                return State.NAMED, "", i - 1, i
            return State.VAGUE, "study" if _definite(lower, i) else "", i - 1, i
    return None


def _definite(lower: Sequence[str], at: int) -> bool:
    return any(w in v.DETERMINERS for w in lower[max(0, at - 3) : at])


def _subject(lower: Sequence[str], separators: Sequence[str], i: int) -> tuple[int, str] | None:
    """Return (word index, kind) of the anonymous subject or inverted subject of the verb at ``i``."""
    for j in range(i - 1, max(-1, i - 9), -1):
        word = lower[j]
        if any(mark in separators[j] for mark in ";:") or (j < i - 1 and word in v.SAYING and word not in v.PEOPLE):
            break
        if word in v.PRONOUNS and j >= i - 3:
            return j, "pronoun"
        if word in v.GROUP_PRONOUNS and j >= i - 3:
            return j, "group"
        if word in v.PEOPLE or (word in v.STUDIES and word != lower[i]):
            return j, "anonymous"
    for j in range(i + 1, min(len(lower), i + 4)):
        if lower[j] in v.PRONOUNS:
            return j, "pronoun"
        if lower[j] in v.PEOPLE and lower[i] in v.SAYING:
            return j, "anonymous"
    return None


_BACK_STUDY = frozenset(
    "study studies trial research researchers team authors findings results report review analysis survey investigators "
    "scientists paper data experiment".split()
)


def _anaphor(lower: Sequence[str], separators: Sequence[str]) -> str:
    """Return the group that the sentence refers back to without an attribution of its own."""
    for i in range(1, len(lower)):
        if lower[i] in _BACK_STUDY and lower[i - 1] in v.DETERMINERS:
            return "study"
    return ""


def support(document: Document, references: References) -> tuple[list[tuple[Span, LinkKind]], list[Mark]]:
    """Return every link with its kind and every numeric mark outside the reference list."""
    own = host_of(document.article.metadata.url or "")
    links = [(link.span, classify(link.url, own)) for link in document.article.links]
    return links, list(find_marks(document, references))


def supports(kind: LinkKind, quote: str) -> bool:
    """Say whether a link of this kind can carry a claim."""
    return kind in SUPPORTING and len(quote) > 1
