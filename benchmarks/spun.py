"""Time the spun-text signal: the screen, the encoder over every sentence, and the cascade of both on real news.

    python benchmarks/spun.py DATA_DIR [--articles 200] [-o spun.json]

Times are process time of one core. Recall of the cascade is measured on articles spun with a small word list that ships
with nothing: the same articles read whole and read in cascade, so only the difference means something.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contentqa.segmentation import segment
from contentqa.signals import spun
from contentqa.signals.spun import encoder, judge
from contentqa.signals.spun.restore import restorations
from contentqa.signals.spun.tables import FUNCTION_WORDS, candidates
from contentqa.types import Article, Document


def main() -> None:
    """Read the arguments, measure, and print or write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    with gzip.open(options.data / "healthstory.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, options.articles)]
    figures = json.dumps(measure([text for text in texts if len(text.split()) >= spun.LEAST_WORDS]), indent=1)
    if options.output:
        options.output.write_text(figures + "\n", encoding="utf-8")
    print(figures)


def measure(texts: list[str]) -> dict[str, Any]:
    """Return the figures for human texts and for the same texts spun."""
    documents = [segment(Article("", text)) for text in texts]
    words = sum(len(document.words) for document in documents)
    loading = timed(lambda: spun.measure(documents[0]))
    for document in documents:
        screen(document)
    screening = timed(lambda: [screen(document) for document in documents])
    figures: dict[str, Any] = {
        "articles": len(documents),
        "words": words,
        "first_call_seconds": round(loading, 3),
        "screen_ms_per_750_words": round(screening * 750_000 / words, 2),
    }
    reader = encoder.reader()
    if reader is None:
        return {**figures, "encoder": "not installed"}
    whole = timed(lambda: [reader.read(document, encoder.windows(document)) for document in documents])
    cascade = timed(lambda: [spun.measure(document) for document in documents])
    rng = random.Random(1)
    altered = [segment(Article("", respun(text, 0.15, rng))) for text in texts]
    in_cascade = [spun.measure(document).values["spun.probability"] or 0.0 for document in altered]
    read_whole = [probability_read_whole(document, reader) for document in altered]
    return {
        **figures,
        "encoder_ms_per_750_words": round(whole * 750_000 / words, 1),
        "cascade_articles_per_second_and_core": round(len(documents) / cascade, 1),
        "share_of_words_read": round(
            sum(len(d.words) * (spun.measure(d).values["spun.share_read"] or 0.0) for d in documents) / words, 3
        ),
        "spun_caught_in_cascade": sum(p >= 0.5 for p in in_cascade) / len(altered),
        "spun_caught_read_whole": sum(p >= 0.5 for p in read_whole) / len(altered),
    }


def screen(document: Document) -> float:
    """Return the log-odds by the tables and the tells."""
    tried = restorations(document, judge.single_weights(), None, judge.LEAST_TRIED)
    return judge.article_log_odds(judge.quantities(document, tried, spun.tell(document)))


def probability_read_whole(document: Document, reader: encoder.Reader) -> float:
    """Return the probability of an article whose every sentence the encoder reads."""
    tried = restorations(document, judge.single_weights(), None, judge.LEAST_TRIED)
    readings = reader.read(document, encoder.windows(document))
    row = spun.quantities_read(document, reader, readings, tried, spun.tell(document), judge.ranker(), {})
    return judge.logistic(judge.read_log_odds(row))


def respun(text: str, density: float, rng: random.Random) -> str:
    """Return ``text`` with that share of its content words replaced by entries of the synonym table."""

    def swap(match: re.Match[str]) -> str:
        found = [] if match.group() in FUNCTION_WORDS or rng.random() >= density else candidates(match.group())
        return rng.choice(found).word if found else match.group()

    return re.sub(r"\b[a-z]{4,}\b", swap, text)


def timed(action: Callable[[], object]) -> float:
    """Return the process time in seconds that ``action`` takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


if __name__ == "__main__":
    main()
