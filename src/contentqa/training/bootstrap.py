"""How sure a figure is: its 95 % interval when whole groups are drawn again with replacement (Efron 1979).

Groups (publishers, topics, articles) are drawn whole, because texts of one group are alike: drawn text by text, the
interval would be too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_EDGES = (2.5, 97.5)


def interval(
    figure: Callable[[npt.NDArray[np.intp]], float | None], groups: Sequence[str], resamples: int, seed: int
) -> tuple[float, float]:
    """Return the edges of the 95 % interval of ``figure``, a function of the rows drawn.

    It may return None for a draw on which it is not defined (no positive, say); NaN and NaN where no draw defines it.
    """
    generator = np.random.default_rng(seed)
    member_of = np.asarray(groups)
    members = [np.flatnonzero(member_of == name) for name in sorted(set(groups))]
    drawn: list[Any] = []
    for _ in range(resamples):
        found = figure(np.concatenate([members[k] for k in generator.integers(len(members), size=len(members))]))
        if found is not None:
            drawn.append(found)
    low, high = np.percentile(drawn, _EDGES) if drawn else (float("nan"), float("nan"))
    return float(low), float(high)
