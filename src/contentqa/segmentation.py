"""Cut an article into blocks, sentences and words, once, for every signal to share.

Blocks come from the markup where there is any and from the layout of plain text otherwise; sentences from NLTK's Punkt
(Kiss & Strunk 2006, Computational Linguistics 32:485) given the abbreviations of medical prose, then corrected where
citations and units mislead it. Headings, list items and short unpunctuated lines are blocks of their own, so they never
run into a sentence.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .types import Article, Block, BlockKind, Document, Sentence, Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

_TITLES = frozenset("dr mr mrs ms mx prof profs rev sr st gen gov sen rep hon capt lt col".split())
_BEFORE_NUMBER = frozenset("fig figs no nos ref refs eq eqs vol pp p ch sec sect tab art app".split())
_ABBREVIATIONS = frozenset(
    "al approx assoc ave ca cf cm co corp dept dept ed eds e.g est etc ext gov't i.e inc incl jr ltd m.d max med min "
    "n.b ph.d r.n univ u.k u.n u.s u.s.a v viz vs b.i.d q.d t.i.d q.i.d p.o p.r.n i.v i.m s.c subcut resp sp spp subsp "
    "var a.m p.m d.o d.d.s m.p.h b.sc m.sc hosp intl jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_STARTERS = frozenset(
    "the a an this that these those it its he she they we you i in on at for from by with as if when while where "
    "there here but and or so yet however although though because since after before during despite many most some "
    "several other others another both each few all one two no not what why how who which our their his her your my "
    "patients people researchers scientists doctors participants results studies research according also more moreover "
    "furthermore overall then now today still even only such unlike until once to is are was were do does did can "
    "could may might should will would have has had let".split()
)
_KNOWN = _ABBREVIATIONS | _TITLES | _BEFORE_NUMBER
_ENUMERATED = frozenset(
    "vitamin vitamins hepatitis influenza type types group grade stage class schedule appendix table figure part "
    "plan".split()
)
_as_span = functools.partial(tuple.__new__, Span)

_CLOSING = "\"”’'»)]"
_CLOSERS = r"[\"”’'»)\]]*"
_MARKS = r"(?:\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}\]|\d{1,3}(?:[,–-]\d{1,3}){0,20}|[⁰¹²³⁴-⁹]{1,9})"
_AFTER_MARKS = re.compile(rf"(?<=[a-z)%”\"’\]])[.!?]{_CLOSERS}{_MARKS}{{1,4}}(?=\s+[\"“‘(\[]?[A-Z0-9])")
_AFTER_ELLIPSIS = re.compile(r"…[\"”’)]{0,3}(?=\s+[“‘\"(]?[A-Z])")
_STRAY_MARK = re.compile(rf"\s*(?:{_MARKS})+(?=\s|$)")
_END = re.compile(rf"(?<![.!?])[.!?]+{_CLOSERS}(?=\s)")
_OPENERS = "\"“‘'(["
_LONGEST_TOKEN = 40

_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S+")
_WORD = re.compile(r"\d+(?:[.,:]\d+)+(?:[^\W\d_]+)?|[^\W_]+(?:['’‑-][^\W_]+)*")
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣▪◦●·–—][ \t]+|\(?\d{1,3}[.)][ \t]+|\(?[A-Za-z]\)[ \t]+|#{1,6}[ \t]+)")
_TERMINAL = re.compile(rf"[.!;,…]{_CLOSERS}(?:\s?\[\d[\d,– -]{{0,60}}\])?$")
_SHORT_WORDS = 15
_SHORT_CHARACTERS = 110
_WRAP_WIDTHS = range(40, 121)
_WRAPPED_SHARE = 0.9


def segment(article: Article) -> Document:
    """Return ``article`` with its blocks, sentences and words located.

    Addresses (URL, DOI) are not words. A document may have no sentence at all; callers decide what that means.
    """
    text = article.text
    readable = _ADDRESS.sub(lambda match: " " * len(match.group()), text)
    folded = _folded(readable)
    blocks = tuple(_with_headings(text, article.blocks)) or tuple(_layout_blocks(text))
    sentences: list[Sentence] = []
    words: list[Span] = []
    for number, block in enumerate(blocks):
        for start, end in _sentence_spans(text, block):
            first = len(words)
            words.extend(map(_as_span, map(re.Match.span, _WORD.finditer(readable, start, end))))
            if len(words) > first:
                sentences.append(Sentence(Span(start, end), number, first, len(words)))
    return Document(article, blocks, tuple(sentences), tuple(words), tuple(folded[start:end] for start, end in words))


def _folded(text: str) -> str:
    """Return ``text`` in lower case with straight apostrophes and hyphens, each character in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return lower.replace("’", "'").replace("‑", "-")


@functools.cache
def _punkt() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_KNOWN)
    parameters.sent_starters = set(_STARTERS)
    return PunktSentenceTokenizer(parameters)


def _sentence_spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``block`` as trimmed (start, end) pairs in order."""
    base, stop = block.span
    if block.kind is BlockKind.HEADING:
        yield base, stop
        return
    ends = {_past_marks(text, m.end(), stop) for m in _END.finditer(text, base, stop) if _ends_sentence(text, base, m)}
    for pattern in (_AFTER_MARKS, _AFTER_ELLIPSIS):
        ends.update(match.end() for match in pattern.finditer(text, base, stop))
    start = base
    for end in sorted(ends | {stop}):
        if end < stop and _next_characters(text, end)[:1].islower():
            continue
        trimmed_start, trimmed_end = _trim(text, start, end)
        if trimmed_start < trimmed_end:
            yield trimmed_start, trimmed_end
        start = end


def _next_characters(text: str, end: int) -> str:
    return text[end : end + _LONGEST_TOKEN].lstrip().lstrip(_OPENERS)


def _ends_sentence(text: str, base: int, match: re.Match[str]) -> bool:
    """Say whether the full stop, question or exclamation mark in ``match`` ends a sentence.

    Only a full stop after an abbreviation, a single letter, a figure or another stop leaves doubt, and Punkt settles
    that; asking it of every full stop would take most of the pipeline's time and change nothing.
    """
    marks = match.group()
    if not marks.startswith("."):
        return True
    left = max(base, match.start() - _LONGEST_TOKEN)
    *before, token = ["", *text[left : match.start()].split()]
    token = token.lstrip(_OPENERS)
    word = token.lower()
    following = _next_characters(text, match.end())
    if word in _TITLES or (word in _BEFORE_NUMBER and following[:1].isdigit()):
        return False
    doubtful = len(word) < 2 or "." in word or word in _KNOWN or marks[:2] == ".." or (len(word) < 3 and word.isdigit())
    if not doubtful or (len(word) < 3 and before and before[-1].lower() in _ENUMERATED):
        return True
    next_token = following.split(maxsplit=1)[0] if following.strip() else ""
    return bool(_punkt().text_contains_sentbreak(f"{token}{marks.rstrip(_CLOSING)} {next_token}"))


def _past_marks(text: str, end: int, stop: int) -> int:
    """Move a boundary behind the reference marks that follow it: they belong to the sentence before."""
    if not text[end : end + 2].strip()[:1].isdigit() and text[end : end + 2].strip()[:1] != "[":
        return end
    match = _STRAY_MARK.match(text, end, stop)
    if match is None or match.group().lstrip()[:1] != "[":
        return end
    return match.end()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _with_headings(text: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the blocks that markup states; a short unpunctuated paragraph heads what follows, as in plain text."""
    for kind, span in blocks:
        heads = kind is BlockKind.PARAGRAPH and _is_short(text, *span)
        yield Block(BlockKind.HEADING if heads else kind, span)


def _layout_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of plain text, read off its lines."""
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    runs: list[tuple[Span, bool, bool]] = []
    previous_end = -1
    for start, end in lines:
        bullet = _BULLET.match(text, start, end)
        inner = bullet.end() if bullet else start
        if inner >= end:
            inner = start
        joins = (
            runs
            and bullet is None
            and width is not None
            and text.count("\n", previous_end, start) == 1
            and _fills(text, runs[-1][0].end, start, end, width)
        )
        if joins:
            span, listed, _ = runs[-1]
            runs[-1] = (Span(span.start, end), listed, False)
        else:
            runs.append((Span(inner, end), bullet is not None, _is_short(text, inner, end)))
        previous_end = end
    yield from _classified(text, runs)


def _classified(text: str, runs: list[tuple[Span, bool, bool]]) -> Iterator[Block]:
    """Tell headings from list items: a marked or repeated short line is an item, a lone one heads what follows."""
    bare = [short and not listed for _, listed, short in runs]
    stacked = [
        bare[i] and bare[i + 1] and text.count("\n", runs[i][0].end, runs[i + 1][0].start) == 1
        for i in range(len(runs) - 1)
    ]
    for i, (span, listed, short) in enumerate(runs):
        if listed:
            between_marked = any(0 <= k < len(runs) and runs[k][1] for k in (i - 1, i + 1))
            heads = short and not between_marked and i + 1 < len(runs) and not bare[i + 1]
            kind = BlockKind.HEADING if heads else BlockKind.LIST_ITEM
        elif bare[i]:
            third_of_three = i > 1 and stacked[i - 1] and bare[i - 2]
            middle_of_three = 0 < i < len(runs) - 1 and stacked[i - 1] and stacked[i]
            kind = BlockKind.LIST_ITEM if third_of_three or middle_of_three else BlockKind.HEADING
        else:
            kind = BlockKind.PARAGRAPH
        yield Block(kind, span)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        left, right = _trim(text, start, end)
        if left < right:
            yield left, right
        start = end + 1


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int | None:
    """Return the column at which the text was hard-wrapped, or None when its line ends are its author's own.

    Greedy filling leaves a trace: the first word of the next line would not have fitted on the line above. Short lines,
    such as a byline over a date, say nothing of it.
    """
    width = max((end - start for start, end in lines), default=0)
    if width not in _WRAP_WIDTHS:
        return None
    pairs = [
        _fills(text, above[1], below[0], below[1], width)
        for above, below in itertools.pairwise(lines)
        if text.count("\n", above[1], below[0]) == 1
        and not _BULLET.match(text, *below)
        and above[1] - above[0] > width // 2
        and not text[above[0] : above[1]].endswith((".", ":", "!", "?"))
    ]
    return width if len(pairs) >= 2 and sum(pairs) >= _WRAPPED_SHARE * len(pairs) else None


def _fills(text: str, above_end: int, start: int, end: int, width: int) -> bool:
    above_start = text.rfind("\n", 0, above_end) + 1
    space = text.find(" ", start, end)
    first_word = (space if space >= 0 else end) - start
    return above_end - above_start + 1 + first_word > width


def _is_short(text: str, start: int, end: int) -> bool:
    if end - start > _SHORT_CHARACTERS:
        return False
    line = text[start:end]
    return len(line.split()) <= _SHORT_WORDS and not _TERMINAL.search(line)
