"""A pool of local processes over the one pipeline.

Where processes fork, everything that every worker needs (libraries, tables, lexicons, models) is loaded once, before
the workers start, and shared: a worker then adds only what it works on.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from .. import lexicon
from ..extraction import Source
from ..model import TriageModel, load_triage
from ..scoring import assess, measure, score_source
from ..segmentation import segment
from ..types import Article, Assessment, Failure, FailureKind

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
    with _executor(workers, triage) as pool:
        futures = [pool.submit(_score_all, task, model) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield from future.result()
            except BrokenProcessPool:
                yield from (_lost(source) for source in task)


@contextmanager
def _executor(workers: int, triage: TriageModel) -> Iterator[ProcessPoolExecutor]:
    if sys.platform != "linux":
        with ProcessPoolExecutor(max_workers=workers) as pool:
            yield pool
        return
    _load_all(triage)
    # The collector writes into every object that it visits, and a page written to is shared no longer.
    gc.collect()
    gc.freeze()
    try:
        with ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("fork")) as pool:
            yield pool
    finally:
        gc.unfreeze()


def _load_all(triage: TriageModel) -> None:
    """Measure the examples of all rules, and with that load whatever is loaded on first use."""
    examples = [hit for name in lexicon.names() for rule in lexicon.load(name).rules for hit in rule.hit]
    document = segment(Article("", "\n\n".join(examples)))
    assess(document, measure(document), triage)


def _score_all(sources: Sequence[Source], model: str | Path) -> list[Assessment | Failure]:
    triage = load_triage(model)
    return [score_source(source, triage) for source in sources]


def _lost(source: Source) -> Failure:
    reason = "the process scoring this file was ended by the system; score it alone to see why"
    return Failure(source.id, reason, FailureKind.INTERNAL, str(source.path))
