"""The substances named in a text, by how dangerous it is to dose them alone (``tables/substances.toml``)."""

from __future__ import annotations

import functools
import tomllib
from bisect import bisect_right
from collections import Counter
from enum import IntEnum
from importlib import resources

from ...types import Document

_REACH = 120


class Danger(IntEnum):
    """How dangerous it is to take a substance without a clinician, least first."""

    COMMON = 0
    UNKNOWN = 1
    PRESCRIPTION = 2
    TOXIC = 3
    CONTROLLED = 4


@functools.cache
def _table() -> tuple[dict[str, Danger], tuple[str, ...]]:
    toml = resources.files("contentqa").joinpath("tables", "substances.toml").read_text(encoding="utf-8")
    names: dict[str, Danger] = {}
    suffixes: tuple[str, ...] = ()
    for entry in tomllib.loads(toml)["list"]:
        names.update(dict.fromkeys(entry["words"].split(), Danger[entry["name"].upper()]))
        suffixes += tuple(entry.get("suffixes", "").split())
    return names, suffixes


def danger_of(word: str) -> Danger | None:
    """Return the danger of the substance that ``word`` (lower case) names, None when it names none we know."""
    names, suffixes = _table()
    known = names.get(word)
    if known is not None:
        return known
    head, _, rest = word.partition("-")
    if rest and head in names:
        return names[head]
    return Danger.PRESCRIPTION if len(word) > 7 and word.endswith(suffixes) else None


class Substances:
    """The substances of one document in reading order."""

    def __init__(self, document: Document) -> None:
        cache: dict[str, Danger | None] = {}
        self._at: list[int] = []
        self._danger: list[Danger] = []
        for k, word in enumerate(document.lower):
            if word not in cache:
                cache[word] = danger_of(word)
            danger = cache[word]
            if danger is not None:
                self._at.append(k)
                self._danger.append(danger)
        counts = Counter(self._danger)
        self._main = max(counts, key=lambda d: (counts[d], d), default=Danger.UNKNOWN)

    def within(self, first: int, last: int) -> list[int]:
        """Return the positions of substances among ``words[first:last]``."""
        return self._at[bisect_right(self._at, first - 1) : bisect_right(self._at, last - 1)]

    def meant(self, first: int, last: int) -> Danger:
        """Return the danger of the substance that ``words[first:last]`` are about.

        The worst one named there, else the last one named shortly before, else the document's main one.
        """
        low, high = bisect_right(self._at, first - 1), bisect_right(self._at, last - 1)
        if high > low:
            return max(self._danger[low:high])
        if low and first - self._at[low - 1] <= _REACH:
            return self._danger[low - 1]
        return self._main if low else Danger.UNKNOWN
