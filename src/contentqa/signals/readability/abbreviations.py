"""Find abbreviations that the text never spells out (after Schwartz & Hearst 2003, Pac Symp Biocomput 8:451)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...types import Span
from .forms import COLUMN
from .prose import Prose
from .syllables import dictionary

_KNOWN = frozenset(
    "JAMA BMJ NEJM NYU UCLA MIT AP AFP GSK IBM US USA UK EU UN NHS NIH CDC WHO FDA EMA EPA BBC CNN NBC CBS ABC NPR FBI "
    "CIA NASA NATO UNICEF ISO IQ ID TV DVD CD PC AM PM AD BC BCE CE OK VIP DIY FAQ FAQS PDF URL HTML HTTP HTTPS WWW "
    "SMS DNA RNA HIV AIDS SARS COVID MRI CT ECG EKG IV GP GPS ER ICU PHD MD RN BA MA BS MS BSC MSC MBA JR SR DR MR MRS "
    "CEO CFO NGO UV LED AC DC AND OR NOT THE A I II III IV V VI VII VIII IX X XI XII XX XY ST NY DC LA".split()
)
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*\d{0,3}|[A-Z]{2,}\d{0,3}")
_PARTS = re.compile(r"[A-Za-z]+")
_LETTERS = re.compile(r"[A-Za-z]")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]")
_SHOUTING = 0.5
_LONGEST = 7
_HEAD_WORDS = 4
_REACH = 120
_CAPITALS = COLUMN["acronym"]


class Abbreviation(NamedTuple):
    """An abbreviation that is never spelled out: its first use, and the number of its uses."""

    span: Span
    uses: int


def undefined(prose: Prose) -> Iterator[Abbreviation]:
    """Yield the abbreviations of the prose that the article nowhere spells out, in the order of their first use.

    Widely known ones (US, HIV, DNA, TV …) need no spelling out; sentences in capitals are passed over. Two letters used
    once are taken for initials.
    """
    document = prose.document
    first: dict[str, Span] = {}
    uses: dict[str, int] = {}
    lengths = prose.sums[:, 0].tolist()
    for at, k in prose.words_with("acronym"):
        if prose.sums[k, _CAPITALS] > _SHOUTING * lengths[k]:
            continue
        span = document.words[at]
        short = short_form(document.quote(span))
        if short is not None:
            uses[short] = uses.get(short, 0) + 1
            first.setdefault(short, Span(span.start, span.start + len(short)))
    known = spelled_out(document.text) if first else frozenset()
    for short, span in first.items():
        if short not in known and (len(short) > 2 or uses[short] > 1):
            yield Abbreviation(span, uses[short])


def short_form(token: str) -> str | None:
    """Return the abbreviation that a token is or begins with (*RCTs* → *RCT*, *MDMA-assisted* → *MDMA*)."""
    head = token.split("-", 1)[0].split("’", 1)[0].split("'", 1)[0]
    if len(head) > 2 and head[-1] == "s" and head[:-1].isupper():
        head = head[:-1]
    if not 2 <= len(head) <= _LONGEST or sum(c.isupper() for c in head) < 2 or head.upper() in _KNOWN:
        return None
    if not _ABBREVIATION.fullmatch(head) or sum(c.islower() for c in head) > 1 or is_pronounced(head.lower()):
        return None
    return head


def is_pronounced(word: str) -> bool:
    """Say whether a word in capitals is read as a word by the pronouncing dictionary, and not letter by letter."""
    known = dictionary().get(word)
    return known is not None and len(word) > 2 and known < len(word)


def spelled_out(text: str) -> frozenset[str]:
    """Return the abbreviations that stand in brackets behind their long form, or have their long form in brackets."""
    found = set()
    for bracket in _BRACKET.finditer(text):
        inner, start = bracket.group(1), bracket.start()
        before = text[max(0, start - _REACH) : start]
        for token in inner.split()[:_HEAD_WORDS]:
            short = short_form(token.strip(".,;:"))
            if short is not None and _spells(short, before):
                found.add(short)
        outside = before.split()[-1:]
        short = short_form(outside[0].strip("“”\"'")) if outside else None
        if short is not None and _spells(short, inner):
            found.add(short)
    return frozenset(found)


def _spells(short: str, words: str) -> bool:
    """Say whether the letters of ``short`` occur in order in ``words``, the first one at the start of a part.

    As in Schwartz and Hearst's algorithm the letters are matched from the end, within twice as many words (and at most
    five more) as the abbreviation has letters.
    """
    letters = [c.lower() for c in _LETTERS.findall(short)]
    parts = [part.lower() for part in _PARTS.findall(words)]
    parts = parts[-min(len(letters) + 5, 2 * len(letters)) :]
    if not letters or not parts or parts == [short.lower()]:
        return False
    joined = " " + " ".join(parts)
    at = len(joined)
    for k in range(len(letters) - 1, -1, -1):
        at = joined.rfind(" " + letters[k], 0, at) + 1 if k == 0 else joined.rfind(letters[k], 0, at)
        if at <= 0:
            return False
    return True
