"""Count syllables: from a table derived from the CMU Pronouncing Dictionary, and by letter context for other words."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from .tables import lines

_RUNS = re.compile(r"[aeiouy]+")
_PIECES = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_LETTER_NAMES = {"w": 3}
_SIBILANTS = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")


def contexts(word: str) -> list[tuple[str, ...]]:
    """Return for each run of vowel letters its contexts, the widest first: ``left|run|right``.

    ``^`` and ``$`` stand for the ends of the word.
    """
    padded = f"^{word}$"
    found: list[tuple[str, ...]] = []
    for match in _RUNS.finditer(padded):
        start, end = match.span()
        run, left, right = match.group(), padded[max(0, start - 2) : start], padded[end : end + 2]
        found.append(
            (
                f"{left}|{run}|{right}",
                f"{left}|{run}|{right[:1]}",
                f"{left[-1:]}|{run}|{right[:1]}",
                f"|{run}|",
            )
        )
    return found


def estimate(word: str, table: Mapping[str, int]) -> int:
    """Return the syllables of ``word`` (lower-case letters) that its vowel runs stand for according to ``table``."""
    runs = contexts(word)
    return max(1, sum(next((table[key] for key in run if key in table), 1) for run in runs))


def syllables(word: str) -> int:
    """Return the syllables of one lower-case word token, at least 1.

    A figure counts as one syllable, whatever its length: Flesch (1949, The Art of Readable Writing) advises against
    counting figures as they are read aloud. Parts of a hyphenated compound are counted one by one.

    >>> syllables("azithromycin"), syllables("well-being"), syllables("2024"), syllables("mri's")
    (5, 3, 1, 3)
    """
    known = dictionary().get(word)
    if known is not None:
        return known
    return max(1, sum(_piece(piece) for piece in _PIECES.findall(word)))


def _piece(piece: str) -> int:
    if piece.isdigit():
        return 1
    known = dictionary().get(piece)
    if known is not None:
        return known
    if piece.endswith("'s"):
        base = piece[:-2]
        return _piece(base) + base.endswith(_SIBILANTS)
    letters = piece.replace("'", "")
    if not _RUNS.search(letters):
        return sum(_LETTER_NAMES.get(letter, 1) for letter in letters)
    return estimate(letters, _contexts())


@functools.cache
def dictionary() -> dict[str, int]:
    """Return the syllables of the words of the CMU Pronouncing Dictionary."""
    counts: dict[str, int] = {}
    for line in lines("syllables.txt.gz"):
        count, *words = line.split(" ")
        counts.update(dict.fromkeys(words, int(count)))
    return counts


@functools.cache
def _contexts() -> dict[str, int]:
    return {key: int(share) for key, share in (line.split(" ") for line in lines("syllable-contexts.txt.gz"))}
