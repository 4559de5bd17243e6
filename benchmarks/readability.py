"""Time the readability signal beside textstat's own twelve measures, on the same texts in the same run.

    python benchmarks/readability.py DATA_DIR [--articles 200] [--out FILE.json]

Texts are HealthStory articles (see the data guide), each measured once. textstat is given our syllable table in place
of the CMUdict that it would download, so that both sides run offline. Times are CPU seconds of this process, which
other load on the machine disturbs less than wall time; ``warm`` is a second pass, with every word form met before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from pathlib import Path
from typing import Any

from contentqa.segmentation import segment
from contentqa.signals import readability
from contentqa.signals.readability.syllables import syllables
from contentqa.types import Article

MEASURES = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "difficult_words",
    "linsear_write_formula",
    "gunning_fog",
    "text_standard",
    "lix",
    "rix",
)
NORM = 750


class Phones(dict[str, list[list[str]]]):
    """As many vowel phones for a word as we count syllables."""

    def __missing__(self, word: str) -> list[list[str]]:
        self[word] = [["A1"] * syllables(word)]
        return self[word]


def offline_textstat() -> Any:
    """Return textstat with our syllables in place of its download."""
    import textstat
    from textstat.backend.counts import _count_syllables

    phones = Phones()
    _count_syllables.get_cmudict = lambda lang: phones
    return textstat.textstat


def texts(data: Path, number: int) -> list[str]:
    """Return the first ``number`` HealthStory articles."""
    with gzip.open(data / "healthstory.jsonl.gz", "rt", encoding="utf-8") as rows:
        return [json.loads(row)["text"] for row, _ in zip(rows, range(number), strict=False)]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    peer = offline_textstat()
    documents = [segment(Article(id="", text=text)) for text in texts(arguments.data, arguments.articles)]
    documents = [document for document in documents if document.words]
    words = sum(len(document.words) for document in documents)
    readability.measure(documents[0])
    peer.flesch_reading_ease(documents[0].text)
    ours, theirs = [], []
    for document in documents:
        start = time.process_time()
        readability.measure(document)
        middle = time.process_time()
        for name in MEASURES:
            getattr(peer, name)(document.text)
        end = time.process_time()
        ours.append((middle - start) / len(document.words))
        theirs.append((end - middle) / len(document.words))
    warm = []
    for document in documents:
        start = time.process_time()
        readability.measure(document)
        warm.append((time.process_time() - start) / len(document.words))
    result = {
        "articles": len(documents),
        "words": words,
        "signal_ms_per_750_words": round(1000 * NORM * statistics.median(ours), 3),
        "signal_warm_ms_per_750_words": round(1000 * NORM * statistics.median(warm), 3),
        "textstat_twelve_measures_ms_per_750_words": round(1000 * NORM * statistics.median(theirs), 3),
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
    }
    print(json.dumps(result, indent=1))
    if arguments.out:
        arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
