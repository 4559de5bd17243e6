"""The reference list of an article, and the numeric marks in the text that point into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...types import BlockKind, Document, Sentence, Span

_TITLE = re.compile(
    r"\W*(?:(?:selected|key|cited|further|main|medical|article|online)\s+)?"
    r"(?:references?(?:\s+cited)?|reference list|sources?|bibliography|works cited|citations?|literature(?:\s+cited)?|"
    r"endnotes|footnotes|further reading|references and (?:notes|resources|further reading)|sources and references|"
    r"references and sources|scientific references)\W*$",
    re.IGNORECASE,
)
_INITIALS = frozenset("RrSsBbWwCc")
_INLINE_TITLE = re.compile(r"(?:references?|sources?|bibliography|works cited|citations)\s*:\s*(?=\S)", re.IGNORECASE)
_ENTRY = re.compile(
    r"\b(?:19|20)\d\d\s?(?:[A-Z][a-z]{2,8}(?:\s\d{1,2})?)?\s?;\s?\d|\b10\.\d{4,9}/|\bdoi\b|\bPMID\b|\bet al\b|https?://|www\.|"
    r"\((?:19|20)\d\d[a-z]?\)|\b(?:19|20)\d\d[a-z]?\.\s|\bAccessed\b|\bRetrieved\b|\b\d{1,4}\(\d{1,3}\)|\b\d+:\s?\d+[–-]\d+",
)
_STRONG_ENTRY = re.compile(
    r"\b(?:19|20)\d\d(?:\s[A-Z][a-z]{2}(?:\s\d{1,2})?)?;\s?\d{1,4}"
    r"|^[A-Z][\w'’-]+,? [A-Z]{1,3}(?:,|\.).{0,400}\b\d{1,4}(?:\(\d{1,3}\))?:\s?[eS]?\d+"
)
_HINTS = ("19", "20")
_LABEL = re.compile(r"\W{0,2}(\d{1,3})\W{1,2}\s*$")
_OWN_LABEL = re.compile(r"\[?(\d{1,3})[.\])]\s")
_INLINE_LABEL = re.compile(r"(?:^|\s)\[?(\d{1,3})[.\])]\s")
_LONGEST_ENTRY = 700
_RUNNING_TITLES = ("References", "REFERENCES", "Bibliography")
_RUNNING_TITLE = re.compile(r"\b(?:References|REFERENCES|Bibliography)\b:?(?=\s+[A-Z\d\[])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FEWEST_ENTRIES = 2

_MARK = re.compile(
    r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20})\]"
    r"|([⁰¹²³⁴-⁹]{1,3}(?:[,⁻˒–-][⁰¹²³⁴-⁹]{1,3}){0,9})"
    r"|(?<=[a-z)%”\"’][.,;?!])(\d{1,3}(?:[,–-]\d{1,3}){0,9})(?=\s|$)"
    r"|(?<=[.,;?!][”\"’])(\d{1,3}(?:[,–-]\d{1,3}){0,9})(?=\s|$)"
    r"|(?<=[a-z]{4})(\d{1,2}(?:[,–-]\d{1,2}){0,9})(?=[.,;]?(?:\s|$))"
    r"|\((\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9})\)"
)
_BRACKETED = re.compile(r"\[\d")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_NUMBER = re.compile(r"\d{1,3}")


class References(NamedTuple):
    """The entries of the reference list: their blocks (title included) and the numbers that a mark may use.

    ``tail`` is where a list starts that runs on in one paragraph with the text before it; None when there is none.
    """

    blocks: frozenset[int]
    numbers: frozenset[int]
    tail: int | None = None

    def covers(self, sentence: Sentence) -> bool:
        """Say whether the sentence is part of the list."""
        return sentence.block in self.blocks or (self.tail is not None and sentence.span.start >= self.tail)

    @property
    def entries(self) -> int:
        """How many entries the list has."""
        return len(self.numbers)


class Mark(NamedTuple):
    """A numeric mark in the text; ``listed`` says whether the reference list has every number it names."""

    span: Span
    listed: bool


def find_references(document: Document) -> References:
    """Return the reference list of ``document``: a titled one, or the closing blocks that look like entries."""
    blocks: set[int] = set()
    numbers: set[int] = set()
    entries = 0
    open_list = False
    for index, block in enumerate(document.blocks):
        text = document.quote(block.span)
        if len(text) < 60 and _TITLE.match(text):
            open_list = True
            blocks.add(index)
            continue
        inline = _INLINE_TITLE.match(text) if text[:1] in _INITIALS else None
        if inline and _ENTRY.search(text):
            blocks.add(index)
            found = [int(n) for n in _INLINE_LABEL.findall(text[inline.end() :])]
            numbers.update(found or range(entries + 1, entries + 2))
            entries = max(numbers)
            continue
        is_entry = len(text) <= _LONGEST_ENTRY and _looks_like_entry(text, open_list)
        if open_list and not is_entry:
            listed = block.kind is not BlockKind.PARAGRAPH or len(text) < 200
            numbered = _label(document, block.span) is not None
            open_list = numbered or (listed and block.kind is not BlockKind.HEADING)
            is_entry = open_list
        if is_entry:
            entries += 1
            blocks.add(index)
            numbers.add(_label(document, block.span) or entries)
    tail = None if blocks else _tail(document)
    if tail is not None:
        body = document.text[tail:]
        labels = [int(n) for n in _INLINE_LABEL.findall(body)]
        numbers.update(labels or range(1, len(_YEAR.findall(body)) + 1))
    return References(frozenset(blocks), frozenset(numbers), tail)


def _tail(document: Document) -> int | None:
    """Return where "References" stands inside the last paragraphs, followed by what looks like entries."""
    text = document.text
    if not any(title in text for title in _RUNNING_TITLES):
        return None
    for match in _RUNNING_TITLE.finditer(text, len(text) // 3):
        if len(_ENTRY.findall(text, match.end())) >= _FEWEST_ENTRIES:
            return match.start()
    return None


def _looks_like_entry(text: str, in_list: bool) -> bool:
    if in_list:
        return _ENTRY.search(text) is not None
    return any(hint in text for hint in _HINTS) and _STRONG_ENTRY.search(text) is not None


def _label(document: Document, span: Span) -> int | None:
    """Return the number that stands before an entry, whether or not segmentation took it for a list marker."""
    before = document.text[max(0, span.start - 8) : span.start].rpartition("\n")[2]
    match = _LABEL.match(before) or _OWN_LABEL.match(document.text, span.start, span.end)
    return int(match.group(1)) if match else None


def find_marks(document: Document, references: References) -> Iterator[Mark]:
    """Yield the numeric marks outside the reference list in reading order.

    Marks that could be plain numbers (glued to a word, or in round brackets) count only where the list has them.
    """
    text = document.text
    if not references.numbers and not _may_have_marks(text):
        return
    spans = [document.blocks[i].span for i in sorted(references.blocks)]
    for match in _MARK.finditer(text):
        if any(start <= match.start() < end for start, end in spans) or match.start() >= (references.tail or len(text)):
            continue
        certain = match.group(1) or match.group(2)
        body = (certain or match.group(match.lastindex or 0)).translate(_SUPERSCRIPTS)
        named = [int(n) for n in _NUMBER.findall(body)]
        listed = bool(named) and references.numbers.issuperset(named)
        if listed or certain:
            yield Mark(Span(*match.span()), listed)


def _may_have_marks(text: str) -> bool:
    """Say whether a figure stands in square brackets or raised; looked for one by one, which beats a regex."""
    if "[" in text and _BRACKETED.search(text):
        return True
    return not text.isascii() and any(figure in text for figure in _RAISED)
