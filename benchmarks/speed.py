"""How fast is the pipeline? Articles per second and core, each signal's share, and the ratio to textstat.

The peer is textstat's twelve English measures on the same texts in the same run, the two taking turns every fifty
articles, so that a noisy machine is noisy for both. textstat would download CMUdict; it is handed this project's
syllable table instead, which costs the same look-up. Import time, peak memory, and the memory that a worker of a batch
has to itself are taken in processes of their own.

Usage: python benchmarks/speed.py [DATA] [--articles N] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contentqa.extraction import read_text
from contentqa.model import load_triage
from contentqa.scoring import assess
from contentqa.segmentation import segment
from contentqa.signals import SIGNALS, spun
from contentqa.training.corpora import rows

MEASURES = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "smog_index",
    "gunning_fog",
    "automated_readability_index",
    "coleman_liau_index",
    "dale_chall_readability_score",
    "linsear_write_formula",
    "spache_readability",
    "mcalpine_eflaw",
    "lix",
    "rix",
)
TURN = 50
IMPORT = "import time; t = time.perf_counter(); import contentqa; print(time.perf_counter() - t)"
MEMORY = """
import resource, sys
from pathlib import Path
from contentqa import score
from contentqa.training.corpora import rows
for number, row in enumerate(rows(Path(sys.argv[1]), "healthstory")):
    if number == int(sys.argv[2]):
        break
    try:
        score(row["text"])
    except Exception as error:
        print(error, file=sys.stderr)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

WORKERS = """
import multiprocessing, sys, tempfile
from pathlib import Path
from contentqa.batch import score_sources
from contentqa.extraction import Source
from contentqa.training.corpora import rows
most = 0
with tempfile.TemporaryDirectory() as folder:
    sources = []
    for number, row in zip(range(int(sys.argv[2])), rows(Path(sys.argv[1]), "healthstory")):
        path = Path(folder, f"{number}.txt")
        path.write_text(row["text"], encoding="utf-8")
        sources.append(Source(path.name, path))
    for _ in score_sources(sources, "triage-1.0", workers=2):
        for child in multiprocessing.active_children():
            lines = Path(f"/proc/{child.pid}/smaps_rollup").read_text().splitlines()
            most = max(most, sum(int(line.split()[1]) for line in lines if line.startswith("Private_")))
print(most / 1024)
"""


class Clock:
    """Seconds of processor time by what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        """Return what ``work`` returns and note how long it took."""
        start = time.process_time()
        result = work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start
        return result


def textstat_measures() -> Callable[[str], None]:
    """Return a function that computes the twelve measures of textstat on a text."""
    import textstat
    from textstat.backend.counts import _count_syllables

    from contentqa.signals.readability import syllables

    table = {word: [["A1"] * count] for word, count in syllables.dictionary().items()}
    _count_syllables.get_cmudict = lambda lang: table
    measures = [getattr(textstat, name) for name in MEASURES]

    def run(text: str) -> None:
        for measure in measures:
            measure(text)

    return run


def main() -> None:
    """Measure, print, and write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "speed.json")
    arguments = parser.parse_args()

    texts = [row["text"] for row in rows(arguments.data, "healthstory")][: arguments.articles]
    peer = textstat_measures()
    encoder = spun.reader
    figures: dict[str, Any] = {"articles": len(texts), "words": sum(len(text.split()) for text in texts)}
    if encoder() is not None:
        figures["with the encoder of spun text"] = compare(texts, peer)
    spun.reader = lambda: None
    figures["without it"] = compare(texts, peer)
    figures["import_seconds"] = min(float(_fresh(IMPORT)) for _ in range(5))
    batch = (str(arguments.data), str(arguments.articles))
    figures["peak_memory_mib"] = round(float(_fresh(MEMORY, *batch)))
    if sys.platform == "linux":
        figures["private_memory_of_a_worker_mib"] = round(float(_fresh(WORKERS, *batch)))
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


def compare(texts: list[str], peer: Callable[[str], None]) -> dict[str, Any]:
    """Return the times of the pipeline and of the peer over ``texts``, taking turns."""
    words = sum(len(text.split()) for text in texts)
    model = load_triage()
    clock = Clock()
    for text in texts[:20]:
        _pipeline(text, model, Clock())
        peer(text + " ")
    for start in range(0, len(texts), TURN):
        turn = texts[start : start + TURN]
        for text in turn:
            _pipeline(text, model, clock)
        clock.time("textstat", lambda turn=turn: [peer(f"{text} ") for text in turn])
    peer_seconds = clock.seconds.pop("textstat")
    total = sum(clock.seconds.values())
    return {
        "articles_per_second_and_core": round(len(texts) / total, 1),
        "milliseconds_per_750_words": {
            name: round(1000 * seconds * 750 / words, 3) for name, seconds in {**clock.seconds, "total": total}.items()
        },
        "textstat_milliseconds_per_750_words": round(1000 * peer_seconds * 750 / words, 3),
        "pipeline_time_to_textstat_time": round(total / peer_seconds, 3),
    }


def _pipeline(text: str, model: Any, clock: Clock) -> None:
    article = clock.time("extraction", lambda: read_text(text))
    document = clock.time("segmentation", lambda: segment(article))
    measurements = tuple(clock.time(signal.name, lambda s=signal: s.measure(document)) for signal in SIGNALS)
    clock.time("criteria, model and reasons", lambda: assess(document, measurements, model))


def _fresh(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
