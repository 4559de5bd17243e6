"""Who a sentence gives as its source: a document, a name, an anonymous crowd, or nobody.

Attribution needs a relation, not a mention: "the FDA approved it" names a body but rests on nobody's word, "the FDA
says" does. So a name counts where somebody asserts, finds, publishes or is followed ("according to").
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from enum import Enum, IntEnum
from typing import NamedTuple

from ...types import Span
from . import vocabulary as v
from .journals import find_journals
from .links import SCHOLARLY, LinkKind, classify
from .names import Casing, Name, NameKind, after_dateline, find_names
from .sentence_words import SentenceWords


class State(IntEnum):
    """How well a claim is sourced, from nobody to an identifiable document."""

    UNCITED = 0
    VAGUE = 1
    NAMED = 2
    CITED = 3


class Back(Enum):
    """Whom a sentence refers back to."""

    NOBODY = ""
    PERSON = "he or she said"
    STUDY = "the study found"
    GROUP = "they found"
    AUTHORS = "we found"
    BODY = "the company said"
    TOPIC = "the study, without saying that it found anything"


class Attribution(NamedTuple):
    """What one sentence says about its own source.

    ``vague`` is where an anonymous attribution stands. ``named`` says that the sentence names a person, body, journal
    or
    study at all, attributed or not, for the next sentence to refer back to; ``mentions`` is how well a later "the
    study"    would be sourced by it. ``speech`` says that somebody speaks in it, so a quotation may go on behind it.
    """

    state: State = State.UNCITED
    back: Back = Back.NOBODY
    vague: Span | None = None
    named: bool = False
    mentions: State = State.UNCITED
    speech: bool = False


class _Relation(NamedTuple):
    state: State
    back: Back
    first: int
    last: int


_AUTHOR_YEAR = re.compile(
    r"[A-Z][\w'’-]+(?:,? (?:[A-Z][\w'’-]+,? )?(?:and|&) [A-Z][\w'’-]+| et al\.?,?| and (?:colleagues|co-?workers))?"
    r"(?:'s|’s)?,? ?[(\[](?:19|20)\d\d[a-z]?[)\]]"
    r"|[(\[;][^()\[\]]{0,80}[A-Z][\w'’-]+(?: et al\.?|(?:,? (?:and|&) [A-Z][\w'’-]+)?),? (?:19|20)\d\d[a-z]?[)\];,]"
)
_IDENTIFIER = re.compile(
    r"\b10\.\d{4,9}/\S|\bdoi:|\bPMID:?\s?\d|\bPMC\d{5}|\bNCT\d{8}|\barXiv:\s?\d|\bISRCTN\d{8}|"
    r"\b\w+\.(?:gov|edu)\b(?:/\S*)?"
)
_URL = re.compile(r"https?://[^\s)\]]+|\bwww\.[^\s)\]]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ET_AL = re.compile(
    r"[A-Z][\w'’-]+ et al\b|[A-Z][\w'’-]+ and (?:her |his |their )?(?:colleagues|co-?workers|co-?authors|team)\b"
)
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb"
    r"|Aug|Sept?|Oct|Nov|Dec)\b\.?(?: \d{1,2})?|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\btoday\b|\byesterday\b"
    r"|\b(?:this|last|next) (?:week|month|year)\b|\b(?:issue|edition|volume|vol\.)\b|\btomorrow\b|\bweek's\b|\bweek’s\b"
)
_TITLED = re.compile(r"(?:titled|entitled|called|article|paper|study|report),? [\"“][A-Z]")
_YEAR_REPORT = re.compile(
    r"\b(?:19|20)\d\d (?:[\w-]+ ){0,3}"
    r"(?:report|review|study|meta-analysis|guidelines?|statement|survey|analysis|paper)\b"
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_QUOTE = re.compile('["“”]')
_CLAUSE_END = frozenset(";:")
_PHRASE_END = frozenset(",;:—–")
_AFTER_SPEECH = frozenset(',”"?')
_WINDOW = 16
_NEAR = 3
_FAR = 28
# A tuple, as members of an Enum are slow to hash.
_STRONG = (NameKind.PERSON, NameKind.BODY, NameKind.FULL, NameKind.STUDY)
_CROWDS = v.PEOPLE | v.STUDIES
_MODIFIED = frozenset(
    "by from at of published in involving led funded conducted on with presented that who called".split()
)
_MODIFIABLE = v.STUDIES | {"researchers", "scientists", "team", "doctors", "investigators", "group"}
_TRIGGERS = (
    v.SAYING
    | v.SHOWING
    | v.VAGUE_PASSIVE
    | v.TRIALS
    | frozenset(
        "according per concern concerns evidence criticism reportedly well-established well-known "
        "well-documented".split()
    )
)
_TOPICS = frozenset(
    "findings results study trial researchers authors investigators review analysis experiment paper "
    "scientists team research survey".split()
)
_ROLES = frozenset(
    "co-author director professor president chair chairman spokesman spokeswoman officer editor writer".split()
)
_NOUN_OR_VERB = frozenset(
    "reports report estimates claims notes states reads links points shows results finding".split()
)


def attribute(sentence: SentenceWords, seen: Casing, open_quote: bool) -> Attribution:
    """Return what ``sentence`` says about its source, links and marks aside.

    ``open_quote`` says that it starts inside a quotation.
    """
    lower, cased, separators, spans, text, offset, capital, _, _ = sentence
    skip = after_dateline(text)
    start = bisect.bisect_left(spans, (offset + skip,)) if skip else 0
    capitals = True in capital
    names = find_names(lower, cased, separators, capital, seen, start) if capitals else []
    journals = list(find_journals(lower, cased, separators, capital)) if capitals else []
    triggers = list(itertools.compress(range(start, len(lower)), map(_TRIGGERS.__contains__, lower[start:])))
    named = bool(names) or bool(journals)
    outside = _outside_quotes(sentence, open_quote) if triggers else None
    speech = bool(triggers) and any(lower[i] in v.SAYING and _is_outside(outside, i) for i in triggers)
    strong = bool(names) and any(name.kind in _STRONG for name in names)
    mentions = State.NAMED if journals or strong else State.UNCITED
    if (seen.identifiers and _identified(text)) or (
        seen.years and capitals and (")" in text or "]" in text) and _has_year(text) and _AUTHOR_YEAR.search(text)
    ):
        return Attribution(State.CITED, named=True, mentions=State.CITED, speech=speech)
    if journals and (_by_author(text, names, journals) or _DATED.search(text, skip) or _TITLED.search(text)):
        return Attribution(State.CITED, named=True, mentions=State.CITED, speech=speech)
    if (strong and _has_year(text) and _YEAR_REPORT.search(text)) or (
        capitals and "article" in sentence.present and _TITLED.search(text) and _by_author(text, names, journals)
    ):
        return Attribution(State.CITED, named=True, mentions=State.CITED, speech=speech)
    if journals or " et al" in text:
        return Attribution(State.NAMED, _back(lower), named=True, mentions=State.NAMED, speech=speech)
    best: _Relation | None = None
    for i in triggers:
        found = _relation(sentence, i, names, outside)
        if found is None:
            continue
        if found.state is State.NAMED:
            return Attribution(State.NAMED, found.back, named=True, mentions=State.NAMED, speech=speech)
        if best is None or (best.back is Back.NOBODY and found.back is not Back.NOBODY):
            best = found if best is None else _Relation(best.state, found.back, best.first, best.last)
    if best is None:
        return Attribution(State.UNCITED, _back(lower), None, named, mentions, speech)
    where = Span(spans[best.first].start, spans[best.last].end)
    return Attribution(State.VAGUE, best.back, where, named, max(mentions, State.VAGUE), speech)


def _by_author(text: str, names: Sequence[Name], journals: Sequence[tuple[int, int]]) -> bool:
    """Say whether a person is named who could be the author of what is told, also as "Lee et al"."""
    if _may_name_a_team(text) and _ET_AL.search(text) is not None:
        return True
    return any(name.kind in (NameKind.PERSON, NameKind.FULL) for name in names if not _inside(name, journals))


def _has_year(text: str) -> bool:
    return ("19" in text or "20" in text) and _YEAR.search(text) is not None


def _may_name_a_team(text: str) -> bool:
    return (
        " et al" in text
        or "colleague" in text
        or (" and " in text and (" co-" in text or " cowork" in text or " team" in text))
    )


def _identified(text: str) -> bool:
    """Say whether an identifier, or an address that leads to a document and not to a shop, stands in the sentence."""
    if _IDENTIFIER.search(text):
        return True
    for match in _URL.finditer(text):
        url = match.group() if "://" in match.group() else "https://" + match.group()
        kind = classify(url, "")
        if kind in SCHOLARLY or (kind is LinkKind.OTHER and url.rstrip("/.").count("/") > 2):
            return True
    return False


def _inside(name: Name, journals: Sequence[tuple[int, int]]) -> bool:
    return any(first <= name.first < last for first, last in journals)


def even_quotes(text: str) -> str:
    """Return ``text`` with doubled single quotation marks written as double ones, position by position."""
    return (
        text.replace("’’", "””").replace("‘‘", "““").replace("``", "““").replace("''", "””")
        if "’’" in text or "‘‘" in text or ("''" in text or "``" in text)
        else text
    )


_Outside = Sequence[bool] | None


def _is_outside(outside: _Outside, i: int) -> bool:
    return outside is None or outside[i]


def _outside_quotes(sentence: SentenceWords, open_quote: bool) -> _Outside:
    """Say for every word whether it stands outside quotation marks; None where all do."""
    text = sentence.text
    if (
        "“" not in text
        and "’’" not in text
        and "``" not in text
        and '"' not in text
        and "”" not in text
        and not open_quote
    ):
        return None
    text = even_quotes(text)
    inside = open_quote
    flags: list[bool] = []
    for match in _QUOTE.finditer(text):
        behind = bisect.bisect_left(sentence.spans, (match.start() + sentence.start,), len(flags))
        flags.extend([not inside] * (behind - len(flags)))
        inside = match.group() == "“" or (match.group() == '"' and not inside)
    flags.extend([not inside] * (len(sentence.spans) - len(flags)))
    return flags


def _relation(sentence: SentenceWords, i: int, names: Sequence[Name], outside: _Outside) -> _Relation | None:
    """Return the attribution that the word at ``i`` triggers, if any."""
    lower = sentence.lower
    word = lower[i]
    following = lower[i + 1] if i + 1 < len(lower) else ""
    if word == "according" and following == "to":
        return _according(lower, i, names)
    if word == "per":
        near = any(i <= name.first <= i + 2 and name.last > i + 1 for name in names)
        return _Relation(State.NAMED, Back.NOBODY, i, i) if near else None
    if word in {"reportedly", "well-established", "well-known", "well-documented"}:
        return _Relation(State.VAGUE, Back.NOBODY, i, i)
    if word in {"concern", "concerns", "evidence", "criticism"}:
        before = lower[max(0, i - 6) : i]
        if "there" in before or "body" in before or (word == "criticism" and "under" in before):
            return _Relation(State.VAGUE, Back.NOBODY, max(0, i - 1), i)
    if word in v.VAGUE_PASSIVE:
        found = _passive(lower, i, names)
        if found is not None:
            return found
    if word in v.SAYING or word in v.SHOWING:
        if word in _NOUN_OR_VERB and i and lower[i - 1] in v.REPORT_NOUN_LEADS and word not in v.TRIALS:
            return None
        if not (word in _NOUN_OR_VERB and i and lower[i - 1] in v.REPORT_NOUN_LEADS):
            found = _assertion(sentence, i, names, outside)
            if found is not None:
                return found
    if word in v.TRIALS and i > 0:
        return _within_study(lower, i, names)
    return None


def _according(lower: Sequence[str], i: int, names: Sequence[Name]) -> _Relation:
    stop = i + _WINDOW
    if any(i < name.first < stop for name in names):
        return _Relation(State.NAMED, Back.NOBODY, i, i)
    last = min(i + 3, len(lower) - 1)
    third = lower[i + 2] if i + 2 < len(lower) else ""
    if third in v.DETERMINERS and not v.GENERIC_BODIES.isdisjoint(lower[i + 3 : i + 5]):
        return _Relation(State.VAGUE, Back.BODY, i, last)
    return _Relation(State.VAGUE, Back.STUDY if third in v.DETERMINERS else Back.NOBODY, i, last)


def _passive(lower: Sequence[str], i: int, names: Sequence[Name]) -> _Relation | None:
    """Return the attribution of "is thought to", "has been linked to", "was recommended by"."""
    j = i - 1
    while j > 0 and (lower[j].endswith("ly") or lower[j] in v.NEGATIONS):
        j -= 1
    if j < 0 or lower[j] not in v.BE:
        return None
    word = lower[i]
    following = lower[i + 1] if i + 1 < len(lower) else ""
    if following == "by":
        if any(i < name.first <= i + 4 for name in names):
            return _Relation(State.NAMED, Back.NOBODY, j, i)
        if not _CROWDS.isdisjoint(lower[i + 2 : i + 5]):
            return _Relation(State.VAGUE, Back.NOBODY, j, i)
    impersonal = (j > 0 and lower[j - 1] == "it") or (j > 1 and lower[j - 2] == "it")
    if word == "associated":
        return _Relation(State.VAGUE, Back.NOBODY, j, i) if lower[j] == "been" and following == "with" else None
    if word in {"known", "recognized", "established", "found"} and following == "as":
        return None
    if word == "found" and following in {"in", "on", "at"}:
        return None
    if word == "recommended":
        return None
    if following in {"to", "that", "with", "in", "for"} and not (
        following in {"in", "for"} and word not in {"implicated", "blamed"}
    ):
        return _Relation(State.VAGUE, Back.NOBODY, j, i)
    if impersonal and word in {"known", "believed", "thought", "reported", "assumed", "estimated", "said", "claimed"}:
        return _Relation(State.VAGUE, Back.NOBODY, max(0, j - 1), i)
    return None


def _assertion(sentence: SentenceWords, i: int, names: Sequence[Name], outside: _Outside) -> _Relation | None:
    """Return the attribution whose verb stands at ``i``: its subject before it, or behind it as in "says Dr. Lee"."""
    lower, separators = sentence.lower, sentence.separators
    word = lower[i]
    saying = word in v.SAYING and _is_outside(outside, i)
    if saying:
        behind = _inverted(lower, separators, i, names)
        if behind is not None:
            return behind
    j = i - 1
    while j > 0 and (
        lower[j].endswith("ly")
        or lower[j] in v.NEGATIONS
        or lower[j] in {"have", "has", "had", "who", "would", "may", "do", "did"}
    ):
        j -= 1
    if j < 0:
        return None
    subject = lower[j]
    clear = _CLAUSE_END.isdisjoint(separators[j])
    if clear and subject in v.PRONOUNS and saying:
        return _Relation(State.VAGUE, Back.PERSON, j, i)
    if clear and subject == "they":
        return _Relation(State.VAGUE, Back.GROUP, j, i)
    strong = [n for n in names if n.kind in _STRONG]
    if clear and subject == "we" and word in v.SHOWING:
        return _Relation(State.NAMED if strong and strong[0].first < j else State.VAGUE, Back.AUTHORS, j, i)
    for name in reversed(names):
        if not saying and (word not in v.SHOWING or name.kind not in _STRONG or name.last != j + 1):
            continue
        if name.last <= j + 1 and (name.kind in _STRONG or name.last == j + 1):
            gap = j + 1 - name.last
            if (gap == 0 or "," in separators[name.last - 1] or gap <= _NEAR) and _is_outside(outside, name.first):
                return _Relation(State.NAMED, Back.NOBODY, name.first, i)
    group = _anonymous(lower, separators, j)
    if group is None and word in v.SHOWING:
        group = _modified(lower, separators, j)
    if group is None:
        if saying and any(n.last <= j + 1 and _is_outside(outside, n.first) for n in strong):
            return _Relation(State.NAMED, Back.NOBODY, i, i)
        return None
    if word not in v.SHOWING and not saying:
        return None
    if (lower[group] in v.LAY_PEOPLE and word not in v.LAY_VERBS) or (lower[group] in v.CARERS and not saying):
        return None
    if word in v.STUDY_VERBS and lower[group] in v.PEOPLE and lower[group] not in {"researchers", "scientists", "team"}:
        return None
    within = [n for n in names if group - 4 <= n.first < i]
    if any(n.last == group and lower[n.last - 1].endswith("'s") for n in names):
        return _Relation(State.NAMED, Back.NOBODY, group, i)
    if lower[group] in {"colleagues", "team", "co-authors"} and not {"he", "she", "his", "her"}.isdisjoint(
        lower[max(0, group - 3) : group]
    ):
        return _Relation(State.VAGUE, Back.PERSON, group, i)
    if any(
        n.kind in _STRONG
        or (n.first and n.last in (group, group + 1))
        or lower[n.first - 1] in {"by", "from", "at", "of"}
        for n in within
    ):
        return _Relation(State.NAMED, Back.NOBODY, group, i)
    if _definite(lower, group):
        back = Back.BODY if lower[group] in v.GENERIC_BODIES and lower[group] not in {"team", "group"} else Back.STUDY
        return _Relation(State.VAGUE, back, group, i)
    return _Relation(State.VAGUE, Back.NOBODY, group, i)


def _inverted(lower: Sequence[str], separators: Sequence[str], i: int, names: Sequence[Name]) -> _Relation | None:
    """Return the attribution of "says Dr. Lee", "said lead author Amy Chen", "say experts" around the verb at ``i``."""
    for name in names:
        if i < name.first <= i + 9 and (name.kind in _STRONG or name.first == i + 1):
            between = lower[i + 1 : name.first]
            titled = not v.PEOPLE.isdisjoint(between) or not _ROLES.isdisjoint(between)
            joined = all(separators[k].strip() in ({"", ","} if titled else {""}) for k in range(i, name.first))
            if joined and (titled or len(between) < 5) and not {"that", "to"} & set(between):
                quoted = i > 0 and not _AFTER_SPEECH.isdisjoint(separators[i - 1])
                if quoted or (name.first <= i + 2 and name.kind is NameKind.PERSON):
                    return _Relation(State.NAMED, Back.NOBODY, i, name.first)
    quoted = i > 0 and not _AFTER_SPEECH.isdisjoint(separators[i - 1])
    if quoted and i + 1 < len(lower):
        if lower[i + 1] in v.PRONOUNS:
            return _Relation(State.VAGUE, Back.PERSON, i, i + 1)
        for j in range(i + 1, min(len(lower), i + 4)):
            if lower[j] in v.PEOPLE or lower[j] in v.STUDIES:
                return _Relation(State.VAGUE, Back.STUDY if _definite(lower, j) else Back.NOBODY, i, j)
    return None


def _anonymous(lower: Sequence[str], separators: Sequence[str], j: int) -> int | None:
    """Return the anonymous noun that ends at or just before word ``j``, the verb's left neighbour."""
    for k in range(j, max(-1, j - _NEAR), -1):
        word = lower[k]
        if word in v.PEOPLE or word in v.STUDIES or word in v.GENERIC_BODIES:
            return k
        if word.endswith(("ologists", "icians")):
            return k
        if k < len(separators) and k < j and not _PHRASE_END.isdisjoint(separators[k]):
            return None
    return None


def _modified(lower: Sequence[str], separators: Sequence[str], j: int) -> int | None:
    """Return an anonymous noun further left whose own modifier runs up to the verb ("a study of … found")."""
    if _MODIFIABLE.isdisjoint(lower[:j]):
        return None
    for k in range(j - 1, max(-1, j - _FAR), -1):
        if separators[k] != " " and not _CLAUSE_END.isdisjoint(separators[k]):
            return None
        if lower[k] in _MODIFIABLE and (lower[k + 1] in _MODIFIED or "," in separators[k]):
            return k
    return None


def _within_study(lower: Sequence[str], i: int, names: Sequence[Name]) -> _Relation | None:
    """Return the attribution of "in a trial of 200 women, …"."""
    before = lower[max(0, i - 7) : i]
    if "in" not in before:
        return None
    between = before[len(before) - 1 - before[::-1].index("in") :]
    if "phase" in before and not {"is", "are", "being", "currently", "already", "now"}.isdisjoint(
        lower[max(0, i - 10) : i]
    ):
        return None
    if {"stage", "stages", "interest", "participate", "participation", "enrolled", "included"} & set(before) or len(
        between
    ) > 7:
        return None
    if any(name.kind in _STRONG and abs(name.first - i) < _WINDOW for name in names):
        return _Relation(State.NAMED, Back.NOBODY, i - 1, i)
    return _Relation(State.VAGUE, Back.STUDY if between[1:2] and between[1] in v.DETERMINERS else Back.NOBODY, i - 1, i)


def _definite(lower: Sequence[str], at: int) -> bool:
    return not v.DETERMINERS.isdisjoint(lower[max(0, at - 3) : at])


def _back(lower: Sequence[str]) -> Back:
    """Return the study that the sentence talks about without attributing anything to it."""
    if _TOPICS.isdisjoint(lower[1:6]):
        return Back.NOBODY
    for i in range(1, min(len(lower), 6)):
        if lower[i] in _TOPICS and not v.DETERMINERS.isdisjoint(lower[max(0, i - 2) : i]):
            return Back.TOPIC
    return Back.NOBODY
