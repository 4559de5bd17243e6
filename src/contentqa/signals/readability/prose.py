"""Choose the sentences that are measured, and lay their words out as one matrix of facts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...types import BlockKind, Document, Sentence, Span
from .forms import COLUMN, table
from .formulas import Counts

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_FRAGMENT_WORDS = 3
_ITEM_WORDS = 8
_TERMINAL = re.compile(r"[.!?…][\"”’'»)\]]*(?:\s?\[[\d,– -]{1,60}\]|\d{1,3})*$")
_REFERENCES = frozenset(
    {
        "references",
        "reference",
        "reference list",
        "sources",
        "bibliography",
        "citations",
        "works cited",
        "literature",
        "literature cited",
        "further reading",
        "footnotes",
        "endnotes",
    }
)
_COUNTED = COLUMN["depth"]
MARKS = {
    "commas": ",",
    "brackets": "(",
    "semicolons": ";",
    "colons": ":",
    "hyphens": "-",
    "slashes": "/",
    "percents": "%",
    "equals": "=",
    "questions": "?",
    "straight_quotes": '"',
    "curly_quotes": "“",
    "exclamations": "!",
}
"""The marks that are counted in each sentence."""
_LAST_MARK = max(map(ord, MARKS.values()))


@dataclass(frozen=True, slots=True)
class Prose:
    """The sentences that are measured, their words, and sums.

    ``words``: indices into ``Document.words``, sentence after sentence. ``keys``: equal for equal words. ``facts``: one
    row per word, columns as in ``forms.COLUMN``. ``starts``: the row at which each sentence begins. ``sums``: the facts
    of each sentence added up; its first column is its length. ``marks``: how often each of ``MARKS`` stands in each
    sentence.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    words: tuple[int, ...]
    keys: NDArray[numpy.intp]
    facts: NDArray[numpy.float64]
    starts: NDArray[numpy.intp]
    sums: NDArray[numpy.float64]
    marks: NDArray[numpy.float64]

    @property
    def counts(self) -> Counts:
        """The totals that the formulas take."""
        return Counts(len(self.sentences), *(int(total) for total in self.sums[:, :_COUNTED].sum(axis=0)))

    def words_with(self, flag: str) -> Iterator[tuple[int, int]]:
        """Yield (index into ``Document.words``, index of the sentence) of the words that have a flag."""
        rows = self.facts[:, COLUMN[flag]].nonzero()[0]
        sentences = self.starts.searchsorted(rows, side="right") - 1
        for row, k in zip(rows.tolist(), sentences.tolist(), strict=True):
            yield self.words[row], k


def lay_out(document: Document, sentences: Sequence[Sentence]) -> Prose:
    """Return ``sentences`` (at least one) of ``document`` with the facts of their words.

    The capital that opens a sentence marks no name.
    """
    import numpy

    text, spans, lower = document.text, document.words, document.lower
    words: list[int] = []
    surface: list[str] = []
    starts: list[int] = []
    for sentence in sentences:
        starts.append(len(words))
        words.extend(range(sentence.first, sentence.last))
        start, end = spans[sentence.first]
        opening = text[start:end]
        surface.append(lower[sentence.first] if len(opening) == 1 or opening[1:].islower() else opening)
        surface.extend([text[start:end] for start, end in spans[sentence.first + 1 : sentence.last]])
    keys, facts = table().look_up(surface)
    sums = numpy.add.reduceat(facts, starts, axis=0)
    marks = _marks(text, [sentence.span for sentence in sentences])
    return Prose(document, tuple(sentences), tuple(words), keys, facts, numpy.array(starts), sums, marks)


def _marks(text: str, spans: Sequence[Span]) -> NDArray[numpy.float64]:
    """Return how often each of ``MARKS`` stands in each of ``spans``, which are in order and do not overlap."""
    import numpy as np

    first = spans[0].start
    codes = np.frombuffer(text[first : spans[-1].end].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _mark_kinds()[np.minimum(codes, _LAST_MARK + 1)]
    at = kinds.nonzero()[0]
    bounds = np.array(spans) - first
    sentence = bounds[:, 0].searchsorted(at, side="right") - 1
    inside = at < bounds[sentence, 1]
    cells = sentence[inside] * len(MARKS) + kinds[at[inside]] - 1
    counted = np.bincount(cells, minlength=len(spans) * len(MARKS))
    return counted.reshape(len(spans), len(MARKS)).astype(np.float64)


@functools.cache
def _mark_kinds() -> NDArray[numpy.intp]:
    """Return for each code point up to the last mark the number of the mark, counted from 1; 0 for other characters."""
    import numpy as np

    kinds = np.zeros(_LAST_MARK + 2, dtype=np.intp)
    for number, mark in enumerate(MARKS.values(), start=1):
        kinds[ord(mark)] = number
    return kinds


def measured_sentences(document: Document) -> Iterator[Sentence]:
    """Yield the sentences that are measured: no headings, no reference lists, no fragments."""
    blocks, text = document.blocks, document.text
    skipped = reference_blocks(document)
    for sentence in document.sentences:
        kind = blocks[sentence.block].kind
        length = sentence.last - sentence.first
        if kind is BlockKind.HEADING or length < _FRAGMENT_WORDS or sentence.block in skipped:
            continue
        if (
            kind is BlockKind.LIST_ITEM
            and length < _ITEM_WORDS
            and not _TERMINAL.search(text, max(sentence.span.start, sentence.span.end - 80), sentence.span.end)
        ):
            continue
        yield sentence


def reference_blocks(document: Document) -> frozenset[int]:
    """Return the blocks between a heading that announces references and the next heading."""
    inside, found = False, set()
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            inside = document.quote(block.span).strip(" :.").lower() in _REFERENCES
        elif inside:
            found.add(number)
    return frozenset(found)
