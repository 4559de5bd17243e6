"""Labelled articles → the table that a triage model is fitted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..criteria import Weights, criteria
from ..errors import ExtractionError
from ..scoring import check, feature_names, measure
from ..segmentation import segment
from ..types import feature_values
from .corpora import Example

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """One row per article that could be judged. ``values`` holds NaN where a feature is not measurable."""

    features: tuple[str, ...]
    values: FloatArray
    concern: npt.NDArray[np.bool_]
    groups: tuple[str, ...]
    texts: tuple[str, ...]
    left_out: int

    def __len__(self) -> int:
        return len(self.groups)


def tabulate(
    examples: Iterable[Example], source: str, left_out: int = 0, weights: Mapping[str, Weights] | None = None
) -> Table:
    """Measure ``examples``; those that the product itself would refuse are added to ``left_out``.

    ``weights``: for groups of examples, the model of the criteria to use instead of the packaged one.
    """
    names = feature_names()
    rows: list[list[float]] = []
    labels: list[bool] = []
    groups: list[str] = []
    texts: list[str] = []
    for example in examples:
        document = segment(example.article)
        try:
            check(document)
        except ExtractionError:
            left_out += 1
            continue
        measurements = measure(document)
        answers = criteria(document, measurements, (weights or {}).get(example.group))
        values = feature_values(measurements, answers)
        rows.append([np.nan if values[name] is None else float(values[name] or 0.0) for name in names])
        labels.append(example.concern)
        groups.append(f"{source}/{example.group}")
        texts.append(example.article.text)
    matrix = np.array(rows, dtype=np.float64).reshape(len(rows), len(names))
    return Table(names, matrix, np.array(labels, dtype=bool), tuple(groups), tuple(texts), left_out)


def stack(tables: Sequence[Table]) -> Table:
    """Return the rows of all ``tables`` as one."""
    return Table(
        tables[0].features,
        np.vstack([table.values for table in tables]),
        np.concatenate([table.concern for table in tables]),
        tuple(group for table in tables for group in table.groups),
        tuple(text for table in tables for text in table.texts),
        sum(table.left_out for table in tables),
    )
