"""The sentences that the claim detector learns from: labelled by hand, weakly labelled, and not labelled at all."""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from ..segmentation import segment
from ..signals.citation import read
from ..signals.citation.claims import shape, training_features, unique_words
from ..types import Article, Document
from .corpora import rows

LABELLED: Mapping[str, str] = {
    "healthstory": "text",
    "healthrelease": "text",
    "medcred_articles": "text",
    "trec2019_pages": "text",
    "insciout_news": "text",
    "sondhi_pages": "text",
    "recovery": "body_text",
    "cochrane_plain_language": "text",
}
TEXTS: Mapping[str, str] = {
    "healthstory": "text",
    "healthrelease": "text",
    "medcred_articles": "text",
    "trec2019_pages": "text",
    "sondhi_pages": "text",
    "recovery": "body_text",
    "insciout_news": "text",
    "insciout_press_releases": "text",
    "abstracts_plain_text": "text",
    "journal_attribution": "sentence",
}
WEAK = "cross_genre_cited_claims"
OWN = "own sentences"
# Articles of each corpus whose sentences a teacher labels, and how many sentences of one article at most.
_POOL: Mapping[str, tuple[int, int]] = {
    "healthstory": (1300, 24),
    "healthrelease": (500, 20),
    "medcred_articles": (200, 30),
    "trec2019_pages": (130, 40),
    "sondhi_pages": (220, 30),
    "insciout_news": (600, 16),
    "recovery": (300, 16),
    "cochrane_plain_language": (300, 10),
    "insciout_press_releases": (284, 12),
    "abstracts_plain_text": (300, 10),
}
_POOL_CHARACTERS = 12_000
_POOL_FEWEST_WORDS = 4
_TABLE = "training/data"


@dataclass
class Sentences:
    """Labelled sentences, row by row: features, claim or not, source by hand and by rule, article, corpus, text."""

    features: list[Mapping[str, int]] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    claim: list[int] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    corpus: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def fingerprint(text: str) -> str:
    """Return the name under which a sentence is labelled without its text."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()[:16]


def labelled(data: Path) -> tuple[Sentences, int]:
    """Return the labelled sentences, and how many labels found no sentence (segmentation may have changed)."""
    wanted: dict[tuple[str, int], dict[str, tuple[int, str]]] = {}
    for row in _table("claim_labels.csv"):
        of = wanted.setdefault((row["corpus"], int(row["row"])), {})
        of[row["sentence_sha256_16"]] = (int(row["claim"]), row["source"])
    sentences = Sentences()
    missing = 0
    for corpus, column in LABELLED.items():
        for number, row in enumerate(rows(data, corpus)):
            labels = wanted.get((corpus, number))
            if labels:
                name = f"{corpus}:{number}"
                missing += len(labels) - _add(sentences, segment(Article(name, row[column])), labels, name, corpus)
    for number, row in enumerate(_table("claims.csv")):
        text = row["sentence"]
        labels = {fingerprint(text): (int(row["claim"]), row["source"])}
        missing += 1 - _add(sentences, segment(Article("own", text)), labels, f"{OWN}:{number}", OWN)
    return sentences, missing


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("contentqa").joinpath(_TABLE, name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _add(into: Sentences, document: Document, labels: Mapping[str, tuple[int, str]], article: str, corpus: str) -> int:
    reading = read(document)
    seen: set[str] = set()
    for i, sentence in enumerate(document.sentences):
        text = document.quote(sentence.span)
        name = fingerprint(text)
        if name not in labels or name in seen:
            continue
        seen.add(name)
        words = reading.words[i]
        colon = i > 0 and reading.words[i - 1].text.endswith(":")
        rest = shape(words, document.blocks[sentence.block].kind, reading.own[i], reading.states[i], colon)
        into.features.append(training_features(words, rest))
        into.words.append(unique_words(words))
        into.claim.append(labels[name][0])
        into.source.append(labels[name][1])
        into.found.append(reading.states[i].name.lower())
        into.article.append(article)
        into.corpus.append(corpus)
        into.text.append(text)
    return len(seen)


def weak(data: Path) -> Sentences:
    """Return the sentences of the cross-genre corpus: a claim where any word lies in a check-worthy span."""
    sentences = Sentences()
    words: list[str] = []
    claim = 0

    def close() -> None:
        text = " ".join(words)
        _add(sentences, segment(Article("weak", text)), {fingerprint(text): (claim, "")}, "weak", WEAK)

    for row in rows(data, WEAK):
        token, _, tags = str(row["line"]).partition("\t")
        if token:
            words.append(token)
            claim |= int(not tags.endswith("\tO") and not tags.endswith("O"))
        elif words:
            close()
            words, claim = [], 0
    if words:
        close()
    return sentences


def texts(data: Path) -> Iterator[str]:
    """Yield the running text that the word vectors are learned from."""
    for corpus, column in TEXTS.items():
        for row in rows(data, corpus):
            if row.get(column):
                yield str(row[column])


def pool(data: Path, but: frozenset[str], seed: int) -> Sentences:
    """Return sentences that nobody labelled, of articles not in ``but`` (names as in ``Sentences.article``)."""
    rng = random.Random(seed)
    sentences = Sentences()
    for corpus, (articles, most) in _POOL.items():
        column = TEXTS.get(corpus) or LABELLED[corpus]
        texts_ = [str(row.get(column) or "") for row in rows(data, corpus)]
        chosen = rng.sample(range(len(texts_)), min(articles, len(texts_)))
        for number in chosen:
            name = f"{corpus}:{number}"
            if name in but:
                continue
            document = segment(Article(name, texts_[number][:_POOL_CHARACTERS]))
            found = {
                fingerprint(document.quote(s.span))
                for s in document.sentences
                if s.last - s.first >= _POOL_FEWEST_WORDS
            }
            kept = rng.sample(sorted(found), min(most, len(found)))
            _add(sentences, document, dict.fromkeys(kept, (0, "")), name, corpus)
    return sentences
