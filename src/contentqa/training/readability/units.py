"""The labelled texts of both levels, with their inputs and targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...segmentation import segment
from ...signals.readability import formulas, index
from ...signals.readability.inputs import article_inputs, sentence_inputs
from ...signals.readability.prose import Prose, lay_out, measured_sentences
from ...types import Article, Sentence
from .. import corpora

Floats = npt.NDArray[np.float64]

PASSAGE_SENTENCES = 5
AUDIENCES = {"cochrane_plain_language": 0.0, "abstracts_plain_text": 1.0}
AUDIENCE_TEXTS = 445
AUDIENCE_WORDS = 30


@dataclass(frozen=True)
class Unit:
    """A labelled text: its inputs, its word forms with their shares, target, corpus, and the group never to split."""

    inputs: Floats
    forms: Counter[str]
    words: int
    target: float
    corpus: str
    group: str
    text: str
    formulas: dict[str, float]


def sentences(data: Path) -> list[Unit]:
    """Return MedReadMe's rated sentences; a group is one document (its technical and its plain version)."""
    units = []
    for group, _, row in _medreadme(data):
        document = segment(Article(id="", text=row["Sentence"]))
        whole = Sentence(document.blocks[0].span, 0, 0, len(document.words))
        prose = lay_out(document, [whole])
        units.append(_unit(prose, sentence_inputs(prose)[0], float(row["Readability"]), "medreadme", group))
    return units


def articles(data: Path) -> list[Unit]:
    """Return CLEAR's excerpts (grouped by author), MedReadMe's passages with their mean rating, and unrated texts.

    The unrated ones are known by their audience alone: summaries for patients (0) and abstracts for scientists (1).
    """
    units = []
    for row in corpora.rows(data, "clear_readability"):
        many = row["Author"] in ("?", "wikipedia", "simple wiki")
        group = f"clear {row['ID'] if many else row['Author']}"
        units.append(_article(row["Excerpt"], -float(row["BT_easiness"]), "clear_readability", group))
    passages: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for group, side, row in _medreadme(data):
        passages.setdefault((group, side), []).append(row)
    for (group, _), rows in passages.items():
        if len(rows) >= PASSAGE_SENTENCES:
            rating = sum(float(row["Readability"]) for row in rows) / len(rows)
            units.append(_article(" ".join(row["Sentence"] for row in rows), rating, "medreadme", group))
    for name, target in AUDIENCES.items():
        units += [_article(text, target, "audience", f"{name} {n}") for n, text in audience(data, name, 0)]
    return units


def audience(data: Path, name: str, remainder: int) -> Iterator[tuple[int, str]]:
    """Yield texts written for one audience: those with ``remainder`` 0 are learned from, those with 1 are judged."""
    texts = [row["text"] for row in corpora.rows(data, name)]
    kept = [text for text in texts if len(text.split()) >= AUDIENCE_WORDS][: 2 * AUDIENCE_TEXTS]
    yield from ((n, text) for n, text in enumerate(kept) if n % 2 == remainder)


def _medreadme(data: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (document, side, row): a document is a run of complex sentences with the run of simple ones after it."""
    number, before = 0, ("", "")
    for row in corpora.rows(data, "medreadme"):
        here = (row["Source"], row["Side"])
        if here != before and here != (before[0], "simple"):
            number += 1
        before = here
        yield f"medreadme {number}", row["Side"], row


def _article(text: str, target: float, corpus: str, group: str) -> Unit:
    prose = _prose(text)
    return _unit(prose, article_inputs(prose), target, corpus, group)


def _prose(text: str) -> Prose:
    document = segment(Article(id="", text=text))
    return lay_out(document, list(measured_sentences(document)) or list(document.sentences))


def _unit(prose: Prose, inputs: Floats, target: float, corpus: str, group: str) -> Unit:
    lower = prose.document.lower
    counts = prose.counts
    single = {
        "Flesch-Kincaid": formulas.flesch_kincaid(counts),
        "SMOG": formulas.smog(counts),
        "Dale-Chall": formulas.dale_chall(counts),
        "consensus": formulas.median(list(formulas.grades(counts).values())),
    }
    forms = Counter(index.base_form(lower[w]) for w in prose.words)
    return Unit(inputs, forms, len(prose.words), target, corpus, group, prose.document.text, single)


def in_grades(units: Sequence[Unit]) -> Floats:
    """Return the targets on the scale of school grades: per corpus, the mean and spread of the formulas' consensus."""
    grades = np.empty(len(units))
    for name in {unit.corpus for unit in units}:
        at = [k for k, unit in enumerate(units) if unit.corpus == name]
        target = np.array([units[k].target for k in at])
        consensus = np.array([units[k].formulas["consensus"] for k in at])
        grades[at] = consensus.mean() + (target - target.mean()) / target.std() * consensus.std()
    return grades
