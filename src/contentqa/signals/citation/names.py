"""People, bodies and studies named in a sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import NamedTuple

from . import vocabulary as v
from .sentence_words import SentenceWords

_DATELINE = re.compile(
    r"(?:[A-Z]{3,}[A-Z ,.]{0,40})?(?:[A-Z][\w., ]{0,50})?"
    r"\((?:Reuters|AP|AFP|HealthDay|CNN|UPI|NBC|ABC|CBS)[^)]{0,24}\)\s*[-–—]+"
    r"|[A-Z]{3,}[A-Z ,.]{0,40}\s[-–—]+\s|[A-Z][\w. ]{2,30}, [A-Z]{2}\b[^.]{0,20}?\s[-–—]+\s"
)
_INSIDE_NAMES = frozenset({"", "&", ".", "-", "’s", "'s"})
_LONGEST_DATELINE = 110
_SPEAKS = frozenset("says said states stated notes noted estimates recommends warns argues explains".split())
_IDENTIFIER_HINTS = ("10.", "doi:", "PMID", "PMC", "NCT", "arXiv", "ISRCTN", ".gov", ".edu", "http", "www.")
_LINKS = frozenset("of for the and de van von der la".split())
_NO_NAMES = v.NOT_NAMES | _LINKS | v.PEOPLE | v.STUDIES
# Words that name nobody when they stand alone; most capitals are such a word at the head of a sentence.
_PLAIN = _NO_NAMES - v.BODIES


class NameKind(Enum):
    """What a capitalised run stands for, as far as its words tell."""

    PERSON = "person"
    BODY = "body"
    FULL = "full name"
    SINGLE = "single name"
    STUDY = "named study"


class Name(NamedTuple):
    """A name among the words of a sentence: half-open word range and kind."""

    first: int
    last: int
    kind: NameKind


class Casing(NamedTuple):
    """The words of a document as it writes them, and those (in lower case) that it capitalises inside sentences.

    ``identifiers`` and ``years`` say whether an address or number of a document, or a year, can stand in it at all.
    """

    written: AbstractSet[str]
    capital: AbstractSet[str]
    identifiers: bool
    years: bool


def casing(text: str, sentences: Iterable[SentenceWords]) -> Casing:
    """Return how a document writes its words, to tell a name at the head of a sentence from any other word."""
    written: set[str] = set()
    capital: set[str] = set()
    for lower, cased, _, _, _, _, capitals, _, _ in sentences:
        if True in capitals:
            capital.update(itertools.compress(lower[1:], capitals[1:]))
        written.update(cased)
    identifiers = any(hint in text for hint in _IDENTIFIER_HINTS)
    return Casing(written, capital, identifiers, "19" in text or "20" in text)


def after_dateline(text: str) -> int:
    """Return where the sentence proper starts behind a dateline such as "LONDON (Reuters) -"."""
    head = text[:_LONGEST_DATELINE]
    match = _DATELINE.match(text) if "-" in head or "–" in head or "—" in head else None
    return match.end() if match else 0


def find_names(
    lower: Sequence[str],
    cased: Sequence[str],
    separators: Sequence[str],
    capital: Sequence[bool],
    seen: Casing,
    start: int = 0,
) -> list[Name]:
    """Return the names among the words of a sentence from word ``start`` on."""
    found: list[Name] = []
    behind = start
    count = len(lower)
    for i in itertools.compress(range(start, count), capital[start:]):
        if i < behind:
            continue
        if lower[i] in _PLAIN and (i + 1 == count or not (capital[i + 1] or lower[i + 1] in _LINKS)):
            continue
        behind = _run_end(lower, cased, separators, i)
        if behind > i + 1 and lower[i] in v.TITLES:
            found.append(Name(i, behind, NameKind.PERSON))
            continue
        kind = _kind(lower, cased, separators, seen, i, behind, i == start)
        if kind is not None:
            found.append(Name(i, behind, kind))
    return found


def _run_end(lower: Sequence[str], cased: Sequence[str], separators: Sequence[str], i: int) -> int:
    """Return where the capitalised run from ``i`` on ends; "of", "for the" and the like may stand inside it."""
    end = i + 1
    count = len(lower)
    while end < count:
        between = separators[end - 1]
        if between != " ":
            mark = between.strip()
            if mark not in _INSIDE_NAMES or (mark == "." and len(cased[end - 1]) > 3):
                break
        if cased[end][0].isupper() or (
            lower[end] in _LINKS
            and end + 1 < count
            and separators[end].strip() == ""
            and (
                cased[end + 1][0].isupper()
                or (lower[end + 1] in _LINKS and end + 2 < count and cased[end + 2][0].isupper())
            )
        ):
            end += 1
        else:
            break
    return end


def _kind(
    lower: Sequence[str], cased: Sequence[str], separators: Sequence[str], seen: Casing, i: int, end: int, opens: bool
) -> NameKind | None:
    run = lower[i:end]
    if not v.BODIES.isdisjoint(run) and any(
        w in v.BODIES and (w not in {"who", "nice", "mit"} or c.isupper())
        for w, c in zip(run, cased[i:end], strict=True)
    ):
        return NameKind.BODY
    if len(run) > 1 and not v.ORGANISATION_WORDS.isdisjoint(run[1:]):
        return NameKind.STUDY if run[-1] in v.NAMED_STUDY_WORDS else NameKind.BODY
    if len(run) > 2 and run[-1] in v.NAMED_STUDY_WORDS:
        return NameKind.STUDY
    if end < len(lower) and lower[end] in v.CREDENTIALS and cased[end][:2].isupper() and "," in separators[end - 1]:
        return NameKind.PERSON
    if len(run) > 1 and end < len(lower) and lower[end] in _SPEAKS and not any(w in _LINKS for w in run):
        return NameKind.FULL
    proper = [w for w, c in zip(run, cased[i:end], strict=True) if _proper(w, c)]
    if not proper:
        return None
    if end - 1 < len(separators) and separators[end - 1].lstrip().startswith(":") and opens:
        return None
    if len(proper) >= 2:
        if opens and proper[0] == run[0] and run[0] in seen.written and len(proper) == 2:
            return NameKind.SINGLE
        return NameKind.FULL
    if proper[0] in seen.written or (opens and not {proper[0], proper[0].removesuffix("'s")} & seen.capital):
        return None
    return NameKind.SINGLE


def _proper(word: str, cased: str) -> bool:
    """Say whether a capitalised word could be part of a name: not a calendar word, place, disease or abbreviation."""
    stem = word.removesuffix("'s").partition("-")[0]
    if word in _NO_NAMES or stem in v.NOT_NAMES:
        return False
    head = cased.partition("-")[0].removesuffix("'s").removesuffix("’s")
    return cased[0].isupper() and not (head.isupper() and len(head) > 1)
