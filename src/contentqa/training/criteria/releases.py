"""Releases and other texts as features, with what reviewers rated and what language models judged."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.model_selection import StratifiedGroupKFold

from ...criteria import QUESTIONS, Features, features
from ...segmentation import segment
from ...signals import hype, safety
from ...types import Article
from ..corpora import outlet, rows

RATED = "healthrelease"
FOLDS = 5
# How much a text without a rating counts beside a rated release.
UNRATED_WEIGHT: Mapping[str, float] = {"insciout_press_releases": 1.0, "healthstory": 0.7, "insciout_news": 0.7}
_SATISFIED = {"Satisfactory": 0, "Not Satisfactory": 1}
_INSTITUTION = re.compile(r"eurekalert.*?/\d{4}-\d\d/([a-z0-9]+)-")
_WIRES = ("newswise", "prnewswire")

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int_]
Split = tuple[Integers, Integers]


class Releases:
    """Texts as features, with ratings and judgements per criterion, weights and institutions.

    ``labels``: 1 not satisfied, 0 satisfied, -1 not applicable or not rated. ``judged``: 0 to 3, nan where nobody
    judged. Corpora of unrated texts are used where ``data`` has them.
    """

    def __init__(self, data: Path) -> None:
        self.texts: list[str] = []
        self.features: list[Features] = []
        self.groups: list[str] = []
        self.weights: list[float] = []
        labels: list[list[int]] = []
        judged: list[list[float]] = []
        known = judgements()
        for corpus in (RATED, *UNRATED_WEIGHT):
            rated = corpus == RATED
            if not rated and not (data / f"{corpus}.jsonl.gz").is_file():
                continue
            for row in rows(data, corpus):
                name = text_name(str(row["text"]))
                judgement = known.get((corpus, name))
                if not rated and judgement is None:
                    continue
                title = row.get("title") if isinstance(row.get("title"), str) else ""
                text = f"{title}\n\n{row['text']}" if title else row["text"]
                document = segment(Article(id=f"{corpus}:{name}", text=text, title=title or None))
                self.features.append(features(document, [hype.measure(document), safety.measure(document)]))
                self.texts.append(text)
                self.groups.append(_institution(row["url"], row["id"]) if rated else f"{corpus}:{_group(row, name)}")
                self.weights.append(UNRATED_WEIGHT.get(corpus, 1.0))
                labels.append([_SATISFIED.get(row["criteria"][name], -1) if rated else -1 for name in QUESTIONS])
                judged.append(judgement or [np.nan] * len(QUESTIONS))
        self.labels: Integers = np.array(labels)
        self.judged: Floats = np.array(judged)
        self.rated: Integers = np.array([k for k, group in enumerate(self.groups) if not _unrated(group)])

    def splits(self, criterion: int, within: Integers, seed: int) -> list[Split]:
        """Return grouped, stratified folds over the rows of ``within`` to which ``criterion`` applies."""
        kept = within[self.labels[within, criterion] >= 0]
        groups = [self.groups[i] for i in kept]
        splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
        return [(kept[a], kept[b]) for a, b in splitter.split(kept, self.labels[kept, criterion], groups)]

    def of(self, corpus: str) -> dict[str, Integers]:
        """Return the judged rows of an unrated corpus by their group there."""
        found: dict[str, list[int]] = {}
        for k, group in enumerate(self.groups):
            if group.startswith(f"{corpus}:"):
                found.setdefault(group.removeprefix(f"{corpus}:"), []).append(k)
        return {group: np.array(members) for group, members in found.items()}


def _unrated(group: str) -> bool:
    return group.partition(":")[0] in UNRATED_WEIGHT


def _group(row: Mapping[str, Any], name: str) -> str:
    """Return what must not be split of an unrated corpus, as ``corpora`` has it: the outlet, else the text."""
    return outlet(row["url"]) or str(row["id"]) if "url" in row else name


def text_name(text: str) -> str:
    """Return the name under which a text is judged without being held here."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def judgements() -> dict[tuple[str, str], list[float]]:
    """Return the judgements of every judged text, by corpus and name: nan where the question does not apply."""
    text = resources.files("contentqa").joinpath("training", "data", "criteria_judgements.csv").read_text("utf-8")
    return {
        (row["corpus"], row["text_sha256_16"]): [float(row[name]) if row[name] else np.nan for name in QUESTIONS]
        for row in csv.DictReader(text.splitlines())
    }


def _institution(url: str, row: str) -> str:
    """Return who released it: EurekAlert's code for the contributor, else the host; a wire's rows stand alone."""
    found = _INSTITUTION.search(url)
    if found:
        return found.group(1)
    host = outlet(url)
    return row if not host or any(wire in host for wire in _WIRES) else host


class Table:
    """All features of all releases for one criterion: which terms and which items each release has."""

    def __init__(self, releases: Releases, name: str) -> None:
        self.releases = releases
        self.criterion = list(QUESTIONS).index(name)
        self.labels: Integers = releases.labels[:, self.criterion]
        self.judged: Floats = releases.judged[:, self.criterion]
        self.terms, self.has_term = _binary([f.terms | f.near[name] for f in releases.features])
        self.items, self.has_item = _binary([f.items for f in releases.features])


def _binary(present: Sequence[frozenset[str]]) -> tuple[list[str], Any]:
    """Return the names found, and a row per release with a one for each name that it has."""
    names = sorted(frozenset().union(*present))
    column = {name: k for k, name in enumerate(names)}
    columns = [column[name] for found in present for name in sorted(found)]
    ends = np.cumsum([0, *(len(found) for found in present)])
    values = np.ones(len(columns))
    arrays = (values, np.array(columns, np.int32), ends.astype(np.int32))
    return names, sparse.csr_matrix(arrays, shape=(len(present), len(names)))
