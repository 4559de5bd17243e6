"""Bands, priority and uncertainty."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentqa.priority import BANDS, FEWEST_CLAIMS, SPUN_PROBABLE, band, by_harm, priority, uncertainty
from contentqa.types import Evidence, Severity, Span


def finding(rule: str) -> Evidence:
    return Evidence(rule, Span(0, 1), "m", Severity.HIGH)


DOSING = finding("safety.unsupervised-dosing")
STOP = finding("safety.stop-medication")
UNCITED = finding("citation.claim-uncited")
CITED = finding("citation.claim-cited")


@pytest.mark.parametrize(
    ("values", "evidence", "name"),
    [
        ({}, (), "model"),
        ({"spun.probability": None}, (), "model"),
        ({"spun.probability": SPUN_PROBABLE - 0.01}, (), "model"),
        ({"spun.probability": SPUN_PROBABLE}, (), "spun"),
        ({}, (DOSING,), "dosing"),
        ({}, (finding("hype.cure"), STOP), "dosing"),
        ({}, (finding("safety.dosing-instructions"),), "model"),
        ({"spun.probability": 1.0}, (DOSING,), "spun"),
        ({"spun.probability": 0.4}, (DOSING,), "dosing"),
        ({}, (UNCITED,) * FEWEST_CLAIMS, "unsourced"),
        ({}, (UNCITED,) * 19 + (CITED,), "unsourced"),
        ({}, (UNCITED,) * (FEWEST_CLAIMS - 1), "model"),
        ({}, (UNCITED,) * FEWEST_CLAIMS + (CITED,), "model"),
        ({}, (finding("citation.vague-attribution"),) * 30, "model"),
        ({}, (UNCITED,) * FEWEST_CLAIMS + (DOSING,), "dosing"),
    ],
)
def test_the_first_rule_that_holds_opens_the_band(
    values: dict[str, float | None], evidence: tuple[Evidence, ...], name: str
) -> None:
    chosen = band(values, evidence)
    assert chosen.name == name
    assert chosen.because
    assert by_harm(chosen) == (name == "dosing")


def test_bands_fill_nought_to_one_and_overlap_only_where_they_are_equal() -> None:
    assert BANDS[0].high == 1.0
    assert BANDS[-1].low == 0.0
    for upper, lower in itertools.pairwise(BANDS):
        same = (upper.low, upper.high) == (lower.low, lower.high)
        assert same == (lower.name == "model")
        assert same or lower.low < lower.high == upper.low < upper.high


shares = st.floats(0, 1)


@given(shares, shares)
def test_inside_a_band_probability_orders_and_no_band_reaches_the_one_above(p: float, q: float) -> None:
    for upper, lower in itertools.pairwise(BANDS[:-1]):
        assert priority(lower, p) <= priority(upper, q)
    for one in BANDS:
        assert one.low <= priority(one, p) <= one.high + 1e-12
        assert (priority(one, p) <= priority(one, q)) == (p <= q) or priority(one, p) == pytest.approx(priority(one, q))


def test_uncertainty_is_greatest_at_a_coin_toss_and_where_nothing_was_measured() -> None:
    everything = {"a": 1.0, "b": 0.0}
    assert uncertainty(0.5, everything, ("a", "b")) == 1.0
    assert uncertainty(1.0, everything, ("a", "b")) == 0.0
    assert uncertainty(0.0, everything, ("a", "b")) == 0.0
    assert uncertainty(1.0, {"a": None, "b": 1.0}, ("a", "b")) == pytest.approx(0.5)
    assert uncertainty(1.0, {"a": None, "b": None}, ("a", "b")) == 1.0
