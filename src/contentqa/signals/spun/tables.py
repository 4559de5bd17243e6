"""The tables behind the spun-text signal: how common words and word pairs are, and which words stand in for which.

Levels are ten times the decimal logarithm of a rate per thousand million words: 10 is ten in that many, 60 a million.
Sources and licences: tables/NOTICE-spun.md; built by scripts/build_spun_tables.py. Each table is read on first use, and
rows are parsed as they are asked for.
"""

from __future__ import annotations

import functools
import gzip
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple

# A pair rarer than this is not in the table of pairs: what is missing there may still be ordinary.
PAIR_FLOOR = 38
_TOTAL = 90

FUNCTION_WORDS = frozenset(
    """the a an of to in and or for on with as is are was were be been being by at from that this these those it its
    their they them he she his her we our you your i my me us him who which whom whose what when where how why not no
    nor so than then there here can may might must will would should could shall do does did done has have had having if
    but while also into over under more most other some any each much very such only own same too both between during
    through about against all out up down off just until because although though since per via one two three four five
    six seven eight nine ten first second don't doesn't isn't aren't can't it's they're you're we're i'm that's
    """.split()
)


class Candidate(NamedTuple):
    """A word that may have stood where another stands; ``votes`` (1 to 3): how many thesaurus listings say so."""

    word: str
    votes: int


def _lines(name: str) -> list[str]:
    data = resources.files("contentqa").joinpath("tables", f"spun-{name}.txt.gz").read_bytes()
    return gzip.decompress(data).decode().split("\n")


@functools.cache
def word_levels() -> Mapping[str, int]:
    """Return word → level, for the commonest words of English and of health writing."""
    return {word: int(level) for word, level in (line.split("\t") for line in _lines("words"))}


@functools.cache
def _pair_rows() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in _lines("pairs"))


@functools.lru_cache(maxsize=20_000)
def followers(word: str) -> Mapping[str, int]:
    """Return the words that commonly follow ``word``, with the level of the pair."""
    fields = _pair_rows().get(word, "").split(" ")
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=False))


@functools.cache
def _reversed_rows() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for first, row in _pair_rows().items():
        fields = row.split(" ")
        for second, level in zip(fields[::2], fields[1::2], strict=False):
            rows.setdefault(second, []).extend((first, level))
    return rows


@functools.lru_cache(maxsize=20_000)
def preceders(word: str) -> Mapping[str, int]:
    """Return the words that ``word`` commonly follows, with the level of the pair."""
    fields = _reversed_rows().get(word, [])
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=False))


@functools.cache
def terms() -> frozenset[str]:
    """Return medical terms of two or three words, lower case."""
    return frozenset(_lines("terms"))


class Option(NamedTuple):
    """A candidate that is a content word of known level."""

    word: str
    votes: int
    level: int


@functools.lru_cache(maxsize=10_000)
def options(word: str) -> tuple[Option, ...]:
    """Return the content words among the candidates for ``word``."""
    levels = word_levels()
    return tuple(
        Option(other, votes, levels[other])
        for other, votes in candidates(word)
        if other in levels and other not in FUNCTION_WORDS
    )


@functools.cache
def _synonym_rows() -> dict[str, str]:
    return dict(line.split("\t", 1) for line in _lines("synonyms"))


@functools.cache
def _lemmas() -> dict[str, str]:
    return dict(line.split("\t", 1) for line in _lines("forms"))


@functools.cache
def _inflected() -> dict[tuple[str, str], str]:
    levels = word_levels()
    found: dict[tuple[str, str], str] = {}
    for word, forms in _lemmas().items():
        for form in forms.split("\t"):
            lemma, ending = form.split(" ")
            known = found.get((lemma, ending))
            if known is None or levels[word] > levels[known]:
                found[lemma, ending] = word
    return found


@functools.lru_cache(maxsize=1_000)
def candidates(word: str) -> tuple[Candidate, ...]:
    """Return the common words that a spinner may have replaced by ``word``, inflected as it is."""
    votes: dict[str, int] = {}
    readings = [("", word)]
    for form in _lemmas().get(word, "").split("\t"):
        lemma, _, ending = form.partition(" ")
        if ending:
            readings.append((ending, lemma))
    inflected = _inflected()
    for ending, lemma in readings:
        for missing, group in enumerate(_synonym_rows().get(lemma, "").split("\t")):
            for other in group.split():
                inflection = inflected.get((other, ending)) if ending else other
                if inflection is not None and inflection != word:
                    votes[inflection] = max(votes.get(inflection, 0), 3 - missing)
    return tuple(Candidate(other, count) for other, count in votes.items())


def association(first: str, second: str) -> float | None:
    """Return ten times the decimal logarithm of how much commoner the pair is than chance; None for unknown words.

    For a pair that is not in the table it is the most it can be: the floor of the table over chance, at best 0.
    """
    levels = word_levels()
    one, two = levels.get(first), levels.get(second)
    if one is None or two is None:
        return None
    expected = one + two - _TOTAL
    level = followers(first).get(second)
    return float(level - expected) if level is not None else float(min(0, PAIR_FLOOR - expected))
