"""The labelled corpora that contentqa learns from: where each comes from, under which licence, and how to read it.

The corpora are not part of this project; a reader gets them from their publishers and keeps them as gzipped JSON Lines
(``<name>.jsonl.gz``) in one folder. A folder of article files with a ``labels.csv`` (such as ``seeds/``) is a corpus
too.
"""

from __future__ import annotations

import ast
import csv
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import ExtractionError, TrainingError
from ..extraction import read_file, read_html, read_text
from ..types import Article

LABELS = "labels.csv"


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled article: ``concern`` is True where the corpus marks it as bad; ``group`` must not be split."""

    article: Article
    concern: bool
    group: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus as the model card names it. ``split_by`` says what a group is."""

    name: str
    head: str
    positive: str
    split_by: str
    citation: str
    licence: str
    example: Callable[[dict[str, Any]], Example | None]


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``<name>.jsonl.gz``; strings that hold a Python literal list or dict are decoded.

    Raises TrainingError naming the file when it is missing or not gzipped JSON Lines.
    """
    path = folder / f"{name}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield {key: _decoded(value) for key, value in json.loads(line).items()}
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path}: {error}") from error


def digest(folder: Path, name: str) -> str:
    """Return the SHA-256 of a corpus file, to be named in a model's metrics."""
    return hashlib.sha256((folder / f"{name}.jsonl.gz").read_bytes()).hexdigest()


def examples(folder: Path, corpus: Corpus) -> tuple[list[Example], int]:
    """Return the labelled articles of ``corpus`` in file order, and how many rows hold no text to judge."""
    found: list[Example] = []
    without_text = 0
    for row in rows(folder, corpus.name):
        try:
            example = corpus.example(row)
        except ExtractionError:
            without_text += 1
            continue
        if example is not None:
            found.append(example)
    return found, without_text


def labelled_folder(folder: Path) -> list[Example]:
    """Return the articles of a folder with a labels.csv (columns file, label, group).

    Raises TrainingError naming the row that is wrong or whose article cannot be read.
    """
    path = folder / LABELS
    found = []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            label = row.get("label")
            if label not in ("acceptable", "needs_review") or not row.get("file"):
                raise TrainingError(f"{path}, line {number}: needs a file and a label acceptable or needs_review")
            group = row.get("group") or row["file"]
            try:
                article = read_file(folder / row["file"])
            except ExtractionError as error:
                raise TrainingError(f"{path}, line {number}: {row['file']}: {error}") from error
            found.append(Example(article, label == "needs_review", group))
    return found


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{" and value[-1:] in "]}":
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError):
            return value
    return value


def _titled(title: Any, text: str) -> str:
    """Put the title on top of the text; where a corpus has none the column may hold NaN."""
    return f"{title}\n\n{text}" if isinstance(title, str) and title and not text.startswith(title) else text


def _sondhi(row: dict[str, Any]) -> Example:
    return Example(read_html(row["html"], id=row["id"]), row["label"] == "unreliable", row["site"])


def _trec(row: dict[str, Any]) -> Example | None:
    article = read_text(row["text"], id=row["doc_id"])
    return Example(article, int(row["credibility"]) == 0, str(row["topic_id"]))


def _medcred(row: dict[str, Any]) -> Example:
    text = _titled(row["title"], row["text"])
    return Example(read_text(text, id=str(row["article_id"])), row["noncred_frac"] >= 0.25, row["category"])


def _recovery(row: dict[str, Any]) -> Example | None:
    if row["is_dup_prefix"]:
        return None
    text = _titled(row["title"], row["body_text"])
    return Example(read_text(text, id=row["url"]), int(row["label"]) == 0, row["publisher"])


def _healthstory(row: dict[str, Any]) -> Example:
    text = _titled(row["title"], row["text"])
    return Example(read_text(text, id=row["id"]), row["rating"] < 3, outlet(row["url"]) or row["id"])


def outlet(url: str) -> str:
    """Return the host behind an address, seen through web archives, without case, ``www.`` and the like."""
    address = url.lower()
    inner = address.find("http", 5)
    host = urlsplit(address[inner:] if inner > 0 else address).netloc
    parts = host.split(":")[0].split(".")
    return ".".join(part for part in parts if part not in ("www", "consumer", "online", "edition"))


CORPORA = (
    Corpus(
        "sondhi_pages", "credibility", "unreliable, by accreditation and by hand", "site",
        "Sondhi, Vydiswaran & Zhai, ECIR 2012; Fernández-Pichel et al., ECIR 2021", "research use", _sondhi,
    ),
    Corpus(
        "trec2019_pages", "credibility", "credibility 0, by NIST assessors", "topic",
        "TREC 2019 Decision track; Zhang et al., SIGIR 2022", "ClueWeb12 text, research use", _trec,
    ),
    Corpus(
        "medcred_articles", "credibility", "at least a quarter of sentences non-credible, by medical experts", "topic",
        "Nabożny et al., JMIR Medical Informatics 2021", "CC BY-NC 4.0", _medcred,
    ),
    Corpus(
        "healthstory", "reporting", "rated below 3 of 5 by HealthNewsReview.org", "outlet",
        "FakeHealth; Dai, Sun & Wang, ICWSM 2020", "none stated", _healthstory,
    ),
    Corpus(
        "recovery", "outlet", "publisher classed as unreliable", "publisher",
        "ReCOVery; Zhou et al., CIKM 2020", "CC BY-NC-SA 4.0", _recovery,
    ),
)  # fmt: skip
