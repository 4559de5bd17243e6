"""Read running text with the trained encoder: how probable it is, word by word, that a spinner put the word there.

The encoder (models/spun-1.0, ONNX) needs the optional packages onnxruntime and tokenizers; without them, or without the
model folder, :func:`reader` returns None and the signal keeps to its statistical part. Windows of whole sentences go
in, as in training; each word gets one log-odds, and each suspect word a list of words that may have stood there.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from threadpoolctl import ThreadpoolController

from ...errors import ModelError
from ...model import load, locate
from ...types import Document

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MODEL = "spun-1.0"
PACKAGES = ("onnxruntime", "tokenizers", "numpy")
# Windows are at most 40 words long; dense biomedical words fall into several pieces each.
_PIECES = 128
_WINDOW_WORDS = 40
# Windows read at once.
BATCH = 8


class Window(NamedTuple):
    """Words ``Document.words[first:last]`` that are read together."""

    first: int
    last: int


class Reading(NamedTuple):
    """What the encoder says of a word: log-odds that it was put there, and the vector that recalls the original."""

    log_odds: float
    recall: npt.NDArray[np.float32]


class Recalled(NamedTuple):
    """A word that may have stood there, and the natural logarithm of its probability."""

    word: str
    log_probability: float


class Reader:
    """The loaded encoder."""

    def __init__(self, session: Any, tokenizer: Any, words: Sequence[str], table: Any, bias: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._words = tuple(words)
        self._place = {word: i for i, word in enumerate(self._words)}
        self._table = table
        self._bias = bias
        # Threads of a matrix product this small cost more in waiting than they gain, and every core has its process.
        self._blas = ThreadpoolController()

    def read(self, document: Document, spans: Sequence[Window]) -> dict[int, Reading]:
        """Return the reading of every word of ``spans`` (see :func:`windows`), by its index in ``Document.words``."""
        import numpy as np

        encodings = []
        for window in spans:
            start, end = document.words[window.first].start, document.words[window.last - 1].end
            following = document.text[end : end + 1]
            end += following in (".", "?", "!", ",", ";", ":")
            encodings.append((self._tokenizer.encode(document.text[start:end]), start))
        order = sorted(range(len(spans)), key=lambda k: len(encodings[k][0].ids))
        found: dict[int, Reading] = {}
        for begin in range(0, len(order), BATCH):
            part = order[begin : begin + BATCH]
            width = max(len(encodings[k][0].ids) for k in part)
            ids = np.zeros((len(part), width), dtype=np.int64)
            mask = np.zeros((len(part), width), dtype=np.int64)
            for r, k in enumerate(part):
                pieces = encodings[k][0].ids
                ids[r, : len(pieces)] = pieces
                mask[r, : len(pieces)] = 1
            log_odds, recall = self._session.run(None, {"ids": ids, "mask": mask})
            for r, (k, odds) in enumerate(zip(part, log_odds.tolist(), strict=True)):
                encoding, start = encodings[k]
                for word, pieces in _by_word(document, spans[k], encoding.offsets, start):
                    found[word] = Reading(sum(odds[p] for p in pieces) / len(pieces), recall[r, pieces[0]])
        return found

    def recall(
        self, readings: Sequence[Reading], best: int, among: Sequence[Iterable[str]]
    ) -> list[tuple[Recalled, ...]]:
        """Return for each reading the words that may have stood there: the ``best`` of all, and those of ``among``.

        Words that the encoder cannot recall are left out.
        """
        import numpy as np

        found: list[tuple[Recalled, ...]] = []
        for begin in range(0, len(readings), BATCH):
            part = readings[begin : begin + BATCH]
            with self._blas.limit(limits=1, user_api="blas"):
                scores = np.stack([reading.recall for reading in part]) @ self._table.T + self._bias
            scores -= scores.max(axis=1, keepdims=True)
            scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
            top = np.argpartition(-scores, best, axis=1)[:, :best]
            for row, others in enumerate(among[begin : begin + BATCH]):
                chosen = {int(k) for k in top[row]} | {self._place[word] for word in others if word in self._place}
                found.append(tuple(Recalled(self._words[k], float(scores[row, k])) for k in sorted(chosen)))
        return found


@functools.cache
def reader() -> Reader | None:
    """Return the packaged encoder, or None where its packages or its model folder are missing."""
    if any(importlib.util.find_spec(name) is None for name in PACKAGES):
        return None
    try:
        locate(MODEL)
    except ModelError:
        return None
    return open_reader(load(MODEL).folder)


def open_reader(folder: Path) -> Reader:
    """Return the encoder whose files lie in ``folder``; the packages must be there."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # One thread a process: the batch pool gives every core a process of its own.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_PIECES)
    with np.load(folder / "words.npz", allow_pickle=False) as data:
        table = data["table"].astype(np.float32) * data["scale"].astype(np.float32)
        return Reader(session, tokenizer, data["words"].tolist(), table, data["bias"].astype(np.float32))


def windows(document: Document) -> list[Window]:
    """Return runs of neighbouring sentences of one block, at most 40 words long; longer sentences are cut.

    What a word's reading is depends on its window, so that an article read bit by bit reads as it does at once.
    """
    return list(_windows(document))


def _windows(document: Document) -> Iterator[Window]:
    first = last = -1
    block = -1
    for sentence in document.sentences:
        joins = sentence.block == block and sentence.first == last and sentence.last - first <= _WINDOW_WORDS
        if not joins:
            if last > first:
                yield from _cut(first, last)
            first, block = sentence.first, sentence.block
        last = sentence.last
    if last > first:
        yield from _cut(first, last)


def _cut(first: int, last: int) -> Iterator[Window]:
    """Cut a run into near-equal parts that fit."""
    parts = -(-(last - first) // _WINDOW_WORDS)
    for k in range(parts):
        yield Window(first + (last - first) * k // parts, first + (last - first) * (k + 1) // parts)


def _by_word(
    document: Document, window: Window, offsets: Sequence[tuple[int, int]], start: int
) -> Iterator[tuple[int, list[int]]]:
    """Yield each word of the window with the pieces that lie in it; words beyond the last piece get none."""
    word = window.first
    pieces: list[int] = []
    for k, (left, right) in enumerate(offsets):
        if left == right:
            continue
        while word < window.last and document.words[word].end <= start + left:
            if pieces:
                yield word, pieces
                pieces = []
            word += 1
        if word < window.last and document.words[word].start <= start + left:
            pieces.append(k)
    if pieces and word < window.last:
        yield word, pieces
