"""Asking teachers: one a fold, none that saw the text it is asked about; answers are kept for the same lesson."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from contentqa.training import teacher
from contentqa.training.teacher import Lesson, ask

TEXTS = ("one", "two", "three", "four")
SPLITS = [(np.array([2, 3]), np.array([0, 1])), (np.array([0, 1]), np.array([2, 3]))]


class Pupil:
    """Stands in for the encoder: answers with the share of class 1 in what it was taught, and fails on seen texts."""

    taught: ClassVar[list[tuple[str, ...]]] = []

    def __init__(self, base: Path, classes: int, seed: int = 0) -> None:
        self.classes = classes

    def fit(self, texts: Sequence[str], labels: Sequence[int]) -> Pupil:
        self.seen = tuple(texts)
        self.share = sum(labels) / len(labels)
        Pupil.taught.append(self.seen)
        return self

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        assert not set(texts) & set(self.seen)
        return np.tile([1 - self.share, self.share], (len(texts), 1))


@pytest.fixture(autouse=True)
def pupil(monkeypatch: pytest.MonkeyPatch) -> None:
    Pupil.taught = []
    monkeypatch.setattr(teacher, "Teacher", Pupil)


def lesson(pool: Sequence[str] = ("five",)) -> Lesson:
    return Lesson(TEXTS, (1, 1, 0, 0), SPLITS, pool, 2)


def test_every_fold_has_its_own_teacher(tmp_path: Path) -> None:
    answers = ask(lesson(), tmp_path)
    assert Pupil.taught == [("three", "four"), ("one", "two")]
    assert answers.own[:, 1].tolist() == [0.0, 0.0, 1.0, 1.0]
    assert answers.pool[:, 0, 1].tolist() == [0.0, 1.0]


def test_kept_answers_serve_the_same_lesson_only(tmp_path: Path) -> None:
    kept = tmp_path / "answers.npz"
    first = ask(lesson(), tmp_path, kept)
    again = ask(lesson(), tmp_path, kept)
    assert len(Pupil.taught) == 2
    assert np.array_equal(first.own, again.own)
    ask(lesson(("six",)), tmp_path, kept)
    assert len(Pupil.taught) == 4
