"""The interval of a figure: it holds the figure, it keeps groups whole, it repeats."""

from __future__ import annotations

import math

import numpy as np

from contentqa.training.bootstrap import interval

VALUES = np.array([0.0, 0.1, 0.2, 0.8, 0.9, 1.0])


def mean(rows: np.ndarray) -> float:
    return float(VALUES[rows].mean())


def test_the_interval_lies_about_the_figure_and_repeats() -> None:
    low, high = interval(mean, list("abcdef"), 200, seed=1)
    assert 0.0 <= low < VALUES.mean() < high <= 1.0
    assert interval(mean, list("abcdef"), 200, seed=1) == (low, high)


def test_groups_are_drawn_whole() -> None:
    seen: set[tuple[int, ...]] = set()

    def watched(rows: np.ndarray) -> float:
        seen.add(tuple(sorted(rows.tolist())))
        return mean(rows)

    interval(watched, list("aaabbb"), 50, seed=1)
    assert seen == {(0, 0, 1, 1, 2, 2), (0, 1, 2, 3, 4, 5), (3, 3, 4, 4, 5, 5)}


def test_draws_without_a_figure_are_left_out() -> None:
    low, high = interval(lambda rows: mean(rows) if 0 in rows else None, list("abcdef"), 200, seed=1)
    assert low < high
    assert all(math.isnan(edge) for edge in interval(lambda rows: None, list("ab"), 5, seed=1))
