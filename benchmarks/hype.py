"""Figures of the hype and safety signals: ``python benchmarks/hype.py DATA_DIR [--out FILE]``.

Speed of the two signals per 750 words; hype findings per 1,000 words in corpora of different care; agreement of the
measured strength of causal claims with the expert codes of the InSciOut press releases; how often advice that can hurt
is reported in corpora where it should be rare.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from contentqa.segmentation import segment
from contentqa.signals import hype, safety
from contentqa.signals.hype.claims import claims_in, expected
from contentqa.training.corpora import rows
from contentqa.types import Article, Document, Measurement, Severity

WORDS = 750
LEAD = 6
_DIRECT_CODE = 5
_TEXTS = {
    "cochrane_plain_language": "text",
    "abstracts_plain_text": "text",
    "healthstory": "text",
    "medcred_articles": "text",
    "trec2019_pages": "text",
    "sondhi_pages": "text",
}
_MOST = 400


def read(data: Path, corpus: str) -> list[Document]:
    """Return the first documents of ``corpus``."""
    found = []
    for number, row in enumerate(rows(data, corpus)):
        if number == _MOST:
            break
        found.append(segment(Article(id=str(number), text=row[_TEXTS[corpus]])))
    return found


def milliseconds(measure: Callable[[Document], Measurement], documents: list[Document]) -> float:
    """Return the processor time of ``measure`` per 750 words, the best of three rounds."""
    words = sum(len(document.words) for document in documents)
    measure(documents[0])
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for document in documents:
            measure(document)
        best = min(best, time.process_time() - start)
    return round(1000 * best * WORDS / words, 3)


def in_corpora(data: Path) -> dict[str, Any]:
    """Return, per corpus, hype findings per 1,000 words and the share of documents with a high finding of safety."""
    result = {}
    for corpus in _TEXTS:
        documents = read(data, corpus)
        rates = [hype.measure(d).values["hype.terms_per_1000_words"] or 0.0 for d in documents]
        high = [any(e.severity is Severity.HIGH for e in safety.measure(d).evidence) for d in documents]
        result[corpus] = {
            "documents": len(documents),
            "hype_terms_per_1000_words": round(float(np.mean(rates)), 3),
            "documents_with_a_high_safety_finding": round(float(np.mean(high)), 4),
        }
    return result


def ranks(values: Iterable[float]) -> np.ndarray[Any, Any]:
    """Return the ranks of ``values``, ties sharing their mean rank."""
    found = np.array(list(values))
    _, inverse, counts = np.unique(found, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def spearman(a: Iterable[float], b: Iterable[float]) -> float:
    """Return Spearman's rank correlation."""
    return round(float(np.corrcoef(ranks(a), ranks(b))[0, 1]), 4)


def insciout(data: Path) -> dict[str, Any]:
    """Return the agreement of measured strength with the experts' codes (0 none to 6 unconditionally causal)."""
    title: list[tuple[float, float]] = []
    main: list[tuple[float, float]] = []
    lead: list[tuple[float, float]] = []
    told: list[tuple[float, bool]] = []
    for row in rows(data, "insciout_press_releases"):
        codes = row["codes"]
        if not codes:
            continue
        heading = segment(Article(id="", text=codes["Title_Rship"]))
        statement = segment(Article(id="", text=codes["MS_Rship"]))
        document = segment(Article(id="", text=row["text"]))
        if heading.words:
            title.append((expected(claims_in(heading, heading.lower).title or ()), float(codes["Title_Code"])))
        if statement.words:
            main.append((expected(claims_in(statement, statement.lower).title or ()), float(codes["MS_Code"])))
        opening = [expected(p) for p in claims_in(document, None).sentences[:LEAD]]
        lead.append((max(opening), float(codes["MS_Code"])))
        overclaims = hype.measure(document).values["hype.overclaims_per_1000_words"] or 0.0
        told.append((overclaims, float(codes["MS_Code"]) >= _DIRECT_CODE))
    return {
        "releases": len(lead),
        "title strength and Title_Code, Spearman": spearman(*zip(*title, strict=True)),
        "main statement strength and MS_Code, Spearman": spearman(*zip(*main, strict=True)),
        "strongest of the opening sentences and MS_Code, Spearman": spearman(*zip(*lead, strict=True)),
        "overclaims and MS_Code of 5 or 6, AUC": round(
            float(roc_auc_score([label for _, label in told], [score for score, _ in told])), 4
        ),
    }


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    documents = read(arguments.data, "healthstory")[:200]
    figures = {
        "milliseconds_per_750_words": {
            "hype": milliseconds(hype.measure, documents),
            "safety": milliseconds(safety.measure, documents),
        },
        "corpora": in_corpora(arguments.data),
        "insciout": insciout(arguments.data),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
