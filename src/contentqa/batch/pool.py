"""A pool of local processes over the one pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from ..extraction import Source
from ..model import load_triage
from ..scoring import score_source
from ..types import Assessment, Failure, FailureKind

_FILES_PER_TASK = 8


def score_sources(sources: Sequence[Source], model: str | Path, workers: int = 1) -> Iterator[Assessment | Failure]:
    """Yield the result for each source, in order; ``workers`` processes share the work.

    Raises ModelError before the first result when ``model`` cannot be used. When the system kills a worker
    (for memory, say), the files not yet scored become failures that say so.
    """
    triage = load_triage(model)
    if workers <= 1 or len(sources) <= _FILES_PER_TASK:
        for source in sources:
            yield score_source(source, triage)
        return
    tasks = [sources[i : i + _FILES_PER_TASK] for i in range(0, len(sources), _FILES_PER_TASK)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(_score_all, task, model) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield from future.result()
            except BrokenProcessPool:
                yield from (_lost(source) for source in task)


def _score_all(sources: Sequence[Source], model: str | Path) -> list[Assessment | Failure]:
    triage = load_triage(model)
    return [score_source(source, triage) for source in sources]


def _lost(source: Source) -> Failure:
    reason = "the process scoring this file was ended by the system; score it alone to see why"
    return Failure(source.id, reason, FailureKind.INTERNAL, str(source.path))
