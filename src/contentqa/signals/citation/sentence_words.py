"""The words of each sentence in the forms that attribution and claims are read off, made once for a document."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from ...types import Document, Span

_BEHIND_NINE = ":"


class SentenceWords(NamedTuple):
    """The words of one sentence in lower case and as written, the text between each word and the next, and its text.

    ``cased`` has the words without a capital in lower case; ``capital`` says which start with one. ``present`` holds
    the different words in lower case, and ``number`` says whether one of them is a number.
    """

    lower: Sequence[str]
    cased: Sequence[str]
    separators: Sequence[str]
    spans: Sequence[Span]
    text: str
    start: int
    capital: Sequence[bool]
    present: frozenset[str]
    number: bool


def sentence_words(document: Document) -> list[SentenceWords]:
    """Return the words of every sentence of ``document``.

    The forms are made for all words in one go and cut up afterwards, which is much faster than sentence by sentence.
    """
    text, spans, lower = document.text, document.words, document.lower
    starts = [start for start, _ in spans]
    capital = list(map(str.isupper, map(text.__getitem__, starts)))
    cased = list(lower)
    for i in itertools.compress(range(len(cased)), capital):
        start, end = spans[i]
        cased[i] = text[start:end]
    separators = [text[end:start] for (_, end), start in zip(spans, starts[1:], strict=False)]
    found = []
    for (start, end), _, first, last in document.sentences:
        words = lower[first:last]
        present = frozenset(words)
        found.append(
            SentenceWords(
                words,
                cased[first:last],
                separators[first : max(first, last - 1)],
                spans[first:last],
                text[start:end],
                start,
                capital[first:last],
                present,
                # A word starts with a digit if it sorts before the character behind "9".
                min(present, default=_BEHIND_NINE) < _BEHIND_NINE,
            )
        )
    return found
