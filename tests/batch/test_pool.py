"""Scoring many files: order, completeness, and a worker that dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contentqa.batch import pool, score_sources
from contentqa.errors import ModelError
from contentqa.extraction import Source
from contentqa.types import Assessment, Failure, FailureKind


@pytest.fixture
def sources(tmp_path: Path, prose: str) -> list[Source]:
    made = []
    for number in range(20):
        path = tmp_path / f"{number}.txt"
        path.write_text("" if number == 7 else prose + f"This is number {number}. ", encoding="utf-8")
        made.append(Source(str(number), path))
    return made


def test_two_workers_give_what_one_gives_in_the_same_order(sources: list[Source], toy_model: Path) -> None:
    alone, shared = (list(score_sources(sources, toy_model, workers)) for workers in (1, 2))
    assert shared == alone
    assert [r.article.id if isinstance(r, Assessment) else r.id for r in alone] == [source.id for source in sources]
    assert [r.kind for r in alone if isinstance(r, Failure)] == [FailureKind.EMPTY]


def test_files_of_a_worker_that_died_become_failures(
    sources: list[Source], toy_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    whole = pool.score_source

    def fatal(source: Source, model: object) -> Assessment | Failure:
        if source.id == "12" and os.getpid() != here:
            os._exit(9)
        return whole(source, model)  # type: ignore[arg-type]

    monkeypatch.setattr(pool, "score_source", fatal)
    results = list(score_sources(sources, toy_model, 2))
    assert [r.article.id if isinstance(r, Assessment) else r.id for r in results] == [source.id for source in sources]
    lost = results[12]
    assert isinstance(lost, Failure)
    assert lost.kind is FailureKind.INTERNAL
    assert "ended by the system" in lost.reason


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_cannot_be_used_stops_the_run_at_once(sources: list[Source], workers: int) -> None:
    with pytest.raises(ModelError):
        next(score_sources(sources, "no-such-model", workers))


def test_no_files_give_no_results(toy_model: Path) -> None:
    assert list(score_sources([], toy_model, 2)) == []
