"""What the encoder is trained on: windows of running text, spun or not, as token ids, labels and words to recall.

Windows are cut anew each time round, at other sentences, and no window is spun the same way twice. The passages spun by
hand are few: each time some of their swaps are undone, so that none can be learned by heart. In some windows words are
masked, to be recalled from the context alone; that keeps what the base model knew of which words go together.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..corpora import rows
from .material import held_out, passages
from .spinner import Spinner, Spun, Swap, learner

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

CORPORA = (
    ("recovery", "body_text"),
    ("healthrelease", "text"),
    ("insciout_news", "text"),
    ("insciout_press_releases", "text"),
    ("abstracts_plain_text", "text"),
    ("cochrane_plain_language", "text"),
    ("human_texts_varied", "text"),
    ("sondhi_pages", "text"),
    ("trec2019_pages", "text"),
    ("medcred_articles", "text"),
    ("clear_readability", "Excerpt"),
)
PIECES = 64
IGNORED = -1.0
# Shares of windows left as they are, and of those given the errors of learners: human both.
_CLEAN, _LEARNER = 0.42, 0.04
# Share of windows out of the written passages, and what part of their swaps stays.
_WRITTEN = 0.12
_STAYING = (1.0, 1.0, 0.7, 0.4)
# Share of windows with masked words, and of their words.
_MASKED_WINDOWS, _MASKED_WORDS = 0.25, 0.1
_SHORTEST, _LONGEST = 25, 600
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_LIMITS = (14, 30, 44, 44)


class Example(NamedTuple):
    """Token ids of a window, the label of every piece (1 put there, 0 not, -1 ignored), (piece, word id) targets."""

    ids: list[int]
    labels: list[float]
    targets: list[tuple[int, int]]


@dataclass(frozen=True)
class Labeller:
    """How a text becomes an example: its tokenizer, the ids of the words to recall, and the piece that masks a word."""

    tokenizer: Tokenizer
    words: Mapping[str, int]
    mask: int

    def example(self, spun: Spun) -> Example:
        """Tokenise a spun window and label its pieces."""
        encoding = self.tokenizer.encode(spun.text)
        labels = [IGNORED if end == start else 0.0 for start, end in encoding.offsets]
        targets: list[tuple[int, int]] = []
        for swap in spun.swaps:
            inside = [
                k for k, (start, end) in enumerate(encoding.offsets) if start < end and swap.start <= start < swap.end
            ]
            for k in inside:
                labels[k] = 1.0
            targets.extend(self._aligned(spun.text[swap.start : swap.end], swap.original, inside, encoding))
        return Example(list(encoding.ids), labels, targets)

    def masked(self, example: Example, rng: random.Random) -> Example:
        """Mask some words that are one piece each and were not put there; they are to be recalled, not judged."""
        ids, labels, targets = list(example.ids), list(example.labels), list(example.targets)
        for k, (piece, label) in enumerate(zip(example.ids, example.labels, strict=True)):
            word = self.words.get(self.tokenizer.id_to_token(piece) or "") if label == 0 else None
            if word is not None and rng.random() < _MASKED_WORDS:
                ids[k], labels[k] = self.mask, IGNORED
                targets.append((k, word))
        return Example(ids, labels, targets)

    def _aligned(self, new: str, original: str, inside: Sequence[int], encoding: Encoding) -> Iterator[tuple[int, int]]:
        """Yield (piece, original word) pairs, as far as it is plain which word stands for which.

        Word by word where the counts agree; every word of a longer replacement recalls the one word that it stands
        for; else the first recalls the first and the last the last.
        """
        starts: dict[int | None, int] = {}
        for k in inside:
            starts.setdefault(encoding.word_ids[k], k)
        pieces = list(starts.values())
        wanted = original.lower().split()
        if not pieces or not wanted:
            return
        if len(wanted) == 1:
            wanted = wanted * len(pieces)
        elif len(pieces) == 1:
            wanted = wanted[-1:]
        elif len(pieces) != len(wanted):
            pieces, wanted = [pieces[0], pieces[-1]], [wanted[0], wanted[-1]]
        for piece, word in zip(pieces, wanted, strict=True):
            if word in self.words:
                yield piece, self.words[word]


def corpus_texts(data: Path, unseen: bool) -> list[str]:
    """Return all human texts of the corpora, those held out or the others, in a fixed order."""
    texts = (row.get(column) for name, column in CORPORA for row in rows(data, name))
    return [text for text in texts if isinstance(text, str) and text and held_out(text) == unseen]


def windows(text: str, rng: random.Random) -> Iterator[str]:
    """Yield runs of whole neighbouring sentences of one paragraph, of varying length."""
    for paragraph in text.split("\n"):
        run: list[str] = []
        size = 0
        limit = rng.choice(_LIMITS)
        for sentence in _SENTENCE.split(paragraph.strip()):
            length = len(sentence.split())
            if run and size + length > limit:
                yield " ".join(run)
                run, size = [], 0
                limit = rng.choice(_LIMITS)
            run.append(sentence)
            size += length
        if size >= 4:
            yield " ".join(run)


def distinct(texts: Sequence[str], rng: random.Random) -> list[str]:
    """Return the windows of ``texts``, each once, too short and too long ones left out."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(w for w in windows(text, rng) if _SHORTEST < len(w) < _LONGEST))
    return list(found)


def written_windows(passages_: Sequence[Spun]) -> list[Spun]:
    """Return passages cut into runs of sentences as short as the other windows, with their swaps."""
    found = []
    for passage in passages_:
        ends = [*(match.end() for match in _SENTENCE.finditer(passage.text)), len(passage.text)]
        begin = 0
        for k, end in enumerate(ends):
            if k + 1 < len(ends) and len(passage.text[begin : ends[k + 1]].split()) <= max(_LIMITS):
                continue
            inside = [s for s in passage.swaps if begin <= s.start and s.end <= end]
            swaps = tuple(Swap(s.start - begin, s.end - begin, s.original) for s in inside)
            found.append(Spun(passage.text[begin:end], swaps))
            begin = end
    return found


def written(unseen: bool) -> list[Spun]:
    """Return the windows of the written passages, those held out or the others."""
    return written_windows(passages(unseen))


def partly_undone(spun: Spun, staying: float, rng: random.Random) -> Spun:
    """Return a spun text with some of its swaps undone; ``staying`` is the share of those left."""
    pieces: list[str] = []
    swaps = []
    position = length = 0
    for swap in spun.swaps:
        stays = rng.random() < staying
        here = spun.text[swap.start : swap.end] if stays else swap.original
        pieces += [spun.text[position : swap.start], here]
        length += swap.start - position
        if stays:
            swaps.append(Swap(length, length + len(here), swap.original))
        length += len(here)
        position = swap.end
    return Spun("".join([*pieces, spun.text[position:]]), tuple(swaps))


def batches(
    texts: Sequence[str], hand_spun: Sequence[Spun], spinner: Spinner, labeller: Labeller, size: int, seed: int
) -> Iterator[list[Example]]:
    """Yield batches without end, windows of like length together.

    Nearly half of the windows are human, the others spun each in a manner of its own; a share are ``hand_spun``.
    """
    rng = random.Random(seed)
    pool: list[Example] = []
    while True:
        cut = distinct(texts, rng)
        rng.shuffle(cut)
        for text in cut:
            made = labeller.example(_drawn(text, hand_spun, spinner, rng))
            pool.append(labeller.masked(made, rng) if rng.random() < _MASKED_WINDOWS else made)
            if len(pool) == size * 16:
                pool.sort(key=lambda e: len(e.ids))
                parts = [pool[k : k + size] for k in range(0, len(pool), size)]
                rng.shuffle(parts)
                yield from parts
                pool = []


def _drawn(text: str, hand_spun: Sequence[Spun], spinner: Spinner, rng: random.Random) -> Spun:
    """Return what stands in for a window this time: the window, human or spun, or a passage spun by hand."""
    if rng.random() < _WRITTEN:
        return partly_undone(rng.choice(hand_spun), rng.choice(_STAYING), rng)
    chance = rng.random()
    if chance < _CLEAN:
        return Spun(text, ())
    if chance < _CLEAN + _LEARNER:
        return Spun(learner(text, rng), ())
    return spinner.spin(text, spinner.manner(rng), rng)
